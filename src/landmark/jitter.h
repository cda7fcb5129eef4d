// How much a face's points tremble over the frames of a clip. Values, any thread.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>

#include "landmark/keypoints.h"

namespace facepoint {

// Means over points and frames, in box sides (see box_side).
struct Jitter {
  double acceleration = 0;  // |p(t+1) - 2 p(t) + p(t-1)|: of real movements a part, too
  // Distance from the parabola through the three frames before and after (see smoothing.h):
  // movements that take many frames leave next to nothing of it.
  double residual = 0;
};

class JitterMeter {
 public:
  // The next frame's points, all present. Returns the residual of three frames ago, once that can
  // be told.
  std::optional<double> add(const Keypoints& points);
  // The next frame doesn't follow on the last one.
  void interrupt() { window_.clear(); }
  Jitter jitter() const;  // 0 where there were too few frames to tell

 private:
  std::deque<Keypoints> window_;
  double accelerations_ = 0;
  double residuals_ = 0;
  std::int64_t accelerated_ = 0;
  std::int64_t residual_of_ = 0;
};

}  // namespace facepoint
