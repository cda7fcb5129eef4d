// The one way from picture files to faces: several threads decode pictures, find the faces and
// predict their points, each with tools of its own, while the caller takes the results in the order
// of the pictures. Results don't depend on the number of threads. Used by one thread; leaving early
// is fine.
#pragma once

#include <condition_variable>
#include <exception>
#include <filesystem>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/memory.h"
#include "tasks/face_finder.h"
#include "tasks/face_tools.h"

namespace facepoint {

// Seconds of processor time by stage, over all threads.
struct StageSeconds {
  double decode = 0;
  double detect = 0;
  double crop = 0;
  double predict = 0;  // without cutting the crops
  double store = 0;
};
StageSeconds operator+(const StageSeconds& a, const StageSeconds& b);
double sum(const StageSeconds& seconds);

struct PictureFaces {
  std::size_t index = 0;         // into the items
  std::vector<FoundFace> faces;  // best first; of an item with boxes: one a box, in their order
  std::string error;             // why the picture could not be read; empty: it could
};

class FacePipeline {
 public:
  struct Item {
    std::filesystem::path file;
    std::vector<Rect> boxes;  // of faces that are known, whatever their score; none: find them
  };
  // Sees each readable picture on one of the pipeline's threads, before its result is given.
  using Look = std::function<void(const Picture&, const PictureFaces&)>;

  // One thread for each of `tools`, at least one.
  FacePipeline(std::vector<Item> items, std::vector<FaceTools> tools, double min_score,
               Look look = {});
  FacePipeline(const FacePipeline&) = delete;
  FacePipeline& operator=(const FacePipeline&) = delete;
  ~FacePipeline();

  // In the order of the items; nullopt after the last one. Throws what ended a thread.
  std::optional<PictureFaces> next();

  StageSeconds seconds();  // of what is done so far

 private:
  class Worker;
  using Group = std::vector<PictureFaces>;

  void work(const std::stop_token& stop, FaceTools tools);
  std::optional<std::size_t> claim(const std::stop_token& stop);
  void deliver(std::size_t number, Group group, const StageSeconds& seconds);

  const MemoryKeeper memory_;
  const std::vector<Item> items_;
  const double min_score_;
  const Look look_;
  const std::size_t group_size_;  // neighbours that one thread takes together
  const std::size_t groups_;
  const std::size_t most_ahead_;  // groups between the caller's and the last one begun

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::size_t claimed_ = 0;  // groups; guarded by mutex_, as all below
  std::size_t taken_ = 0;    // groups
  std::map<std::size_t, Group> ready_;
  std::exception_ptr failure_;
  StageSeconds seconds_;

  Group current_;                      // the caller's, what is left of it reversed
  std::vector<std::jthread> threads_;  // last: they use all of the above
};

}  // namespace facepoint
