#include "edit/stopwatch.h"

#include <algorithm>

namespace facepoint {

void Stopwatch::sign_of_life(Time now) {
  if (last_sign_ && now - *last_sign_ <= kPause) spent_ += now - *last_sign_;
  last_sign_ = now;
}

void Stopwatch::begin(FaceId face, const Keypoints& points, bool proposed) {
  face_ = face;
  start_ = points;
  proposed_ = proposed;
  now_.reset();
  spent_ = {};
}

std::optional<FaceWork> Stopwatch::end() {
  std::optional<FaceWork> work;
  if (face_ && now_) {
    work = FaceWork{face_, spent_.count(), 0, proposed_};
    for (std::size_t i = 0; i < std::min(start_.size(), now_->size()); ++i) {
      const bool followed =
          !set_.empty() && !std::binary_search(set_.begin(), set_.end(), static_cast<int>(i));
      if (start_[i] != now_->at(i) && !followed) ++work->moved;
    }
  }
  face_ = {};
  now_.reset();
  return work;
}

}  // namespace facepoint
