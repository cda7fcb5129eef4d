// Decodes a video on a thread of its own, a few frames ahead of the caller, which works on the last
// one meanwhile. Used by one thread; leaving early is fine.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <thread>

#include "image/video.h"

namespace facepoint {

class FramesAhead {
 public:
  // `reader` is this object's alone until it is gone or next() has given nullopt.
  explicit FramesAhead(VideoReader& reader);
  FramesAhead(const FramesAhead&) = delete;
  FramesAhead& operator=(const FramesAhead&) = delete;

  std::optional<VideoFrame> next();  // nullopt after the last one; throws what ended the thread

 private:
  void decode(const std::stop_token& stop, VideoReader& reader);

  std::mutex mutex_;
  std::condition_variable_any changed_;
  std::deque<VideoFrame> ready_;  // guarded by mutex_, as the next two
  bool ended_ = false;
  std::exception_ptr failure_;
  std::jthread thread_;  // last: it uses all of the above
};

}  // namespace facepoint
