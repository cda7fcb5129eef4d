#include "tasks/detect_ahead.h"

#include <utility>

#include "base/error.h"
#include "image/codec.h"

namespace facepoint {
namespace {
constexpr std::size_t kAhead = 16;
constexpr std::size_t kBytesAhead = std::size_t{256} << 20;  // but always one picture
}  // namespace

DetectAhead::DetectAhead(std::vector<Item> items, std::unique_ptr<FaceDetector> detector)
    : items_(std::move(items)),
      detector_(std::move(detector)),
      thread_([this](const std::stop_token& stop) { work(stop); }) {}

DetectAhead::~DetectAhead() = default;

std::optional<DetectedPicture> DetectAhead::next() {
  if (taken_ == items_.size()) return std::nullopt;
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return failure_ || !ready_.empty(); });
  if (ready_.empty()) std::rethrow_exception(failure_);
  DetectedPicture picture = std::move(ready_.front());
  ready_.pop_front();
  ready_bytes_ -= picture.picture.pixels.size();
  ++taken_;
  changed_.notify_all();
  return picture;
}

void DetectAhead::work(const std::stop_token& stop) {
  try {
    for (std::size_t index = 0; index < items_.size(); ++index) {
      std::unique_lock lock(mutex_);
      const auto has_room = [this] {
        return ready_.size() < kAhead && (ready_.empty() || ready_bytes_ < kBytesAhead);
      };
      if (!changed_.wait(lock, stop, has_room)) return;
      lock.unlock();
      DetectedPicture picture = read(index);
      lock.lock();
      ready_bytes_ += picture.picture.pixels.size();
      ready_.push_back(std::move(picture));
      changed_.notify_all();
    }
  } catch (...) {
    const std::lock_guard lock(mutex_);
    failure_ = std::current_exception();
    changed_.notify_all();
  }
}

DetectedPicture DetectAhead::read(std::size_t index) {
  DetectedPicture result;
  result.index = index;
  const Item& item = items_[index];
  try {
    result.picture = load_picture(item.file);
  } catch (const Error& error) {
    result.error = error.message();
    return result;
  }
  if (item.detect) result.detections = detector_->detect(result.picture);
  return result;
}

}  // namespace facepoint
