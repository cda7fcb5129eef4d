// Decodes pictures and detects the faces in them on a thread of its own, a few pictures ahead of
// the caller, so that this overlaps with prediction. Used by one thread; leaving early is fine.
#pragma once

#include <condition_variable>
#include <deque>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "image/face_detector.h"

namespace facepoint {

struct DetectedPicture {
  std::size_t index = 0;  // into the list of jobs
  Picture picture;
  std::vector<Detection> detections;
  std::string error;  // why the picture could not be read; empty: it could
};

class DetectAhead {
 public:
  struct Item {
    std::filesystem::path file;
    bool detect = true;  // false: the picture is only decoded
  };

  DetectAhead(std::vector<Item> items, std::unique_ptr<FaceDetector> detector);
  DetectAhead(const DetectAhead&) = delete;
  DetectAhead& operator=(const DetectAhead&) = delete;
  ~DetectAhead();

  // In the order of the items; nullopt after the last one. Throws what ended the thread.
  std::optional<DetectedPicture> next();

 private:
  void work(const std::stop_token& stop);
  DetectedPicture read(std::size_t index);

  std::vector<Item> items_;
  std::unique_ptr<FaceDetector> detector_;
  std::size_t taken_ = 0;

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<DetectedPicture> ready_;  // guarded by mutex_
  std::size_t ready_bytes_ = 0;        // of their pixels; guarded by mutex_
  std::exception_ptr failure_;         // guarded by mutex_
  std::jthread thread_;                // last: it uses all of the above
};

}  // namespace facepoint
