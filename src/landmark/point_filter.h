// One face's points over the frames of a clip: points that were carried along with the picture are
// fused with what a network says anew in a frame. Carrying alone drifts, the network alone
// trembles. A scalar Kalman filter a point, its motion given by the carrying. A value, one thread
// at a time.
#pragma once

#include <vector>

#include "landmark/keypoints.h"

namespace facepoint {

class PointFilter {
 public:
  // Begins, or begins anew, with a network's points. `error`, one a point as everywhere here: the
  // distance in pixels that is expected from the truth.
  void start(const Keypoints& points, const std::vector<double>& error);

  // On to the next frame, where the picture has taken the points to `carried`. `spread`: pixels by
  // which each may have been carried wrongly (standard deviation).
  void carry(const Keypoints& carried, const std::vector<double>& spread);

  // Pulls the points towards the network's, each by as much as its own uncertainty says against the
  // network's. Where the network has disagreed in one direction for some frames, it was not
  // trembling: the carrying is then trusted less (covariance matching, after Mehra 1972). False:
  // the network's points are so far off that one of the two follows something else; nothing was
  // changed.
  bool anchor(const Keypoints& points, const std::vector<double>& error);

  // How far the network has disagreed in one direction lately: mean over the points, in pixels.
  double disagreement() const;

  const Keypoints& points() const { return points_; }          // in image pixels, all present
  const std::vector<double>& error() const { return error_; }  // expected, in pixels

 private:
  Keypoints points_;
  std::vector<double> variance_;     // of the carried points against the network's mean, pixels^2
  std::vector<Point> disagreement_;  // running mean of network minus carried
  std::vector<double> error_;
};

}  // namespace facepoint
