#include "tasks/frames_ahead.h"

namespace facepoint {
namespace {

constexpr std::size_t kMostAhead = 3;  // frames; a large one takes 25 MB

}  // namespace

FramesAhead::FramesAhead(VideoReader& reader)
    : thread_([this, &reader](const std::stop_token& stop) { decode(stop, reader); }) {}

std::optional<VideoFrame> FramesAhead::next() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ended_ || !ready_.empty(); });
  if (ready_.empty()) {
    if (failure_) std::rethrow_exception(failure_);
    return std::nullopt;
  }
  VideoFrame frame = std::move(ready_.front());
  ready_.pop_front();
  changed_.notify_all();
  return frame;
}

void FramesAhead::decode(const std::stop_token& stop, VideoReader& reader) {
  std::exception_ptr failure;
  try {
    while (auto frame = reader.next()) {
      std::unique_lock lock(mutex_);
      if (!changed_.wait(lock, stop, [this] { return ready_.size() < kMostAhead; })) return;
      ready_.push_back(std::move(*frame));
      changed_.notify_all();
    }
  } catch (...) {
    failure = std::current_exception();
  }
  const std::lock_guard lock(mutex_);
  failure_ = failure;
  ended_ = true;
  changed_.notify_all();
}

}  // namespace facepoint
