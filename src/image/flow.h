// Following points from one picture to the next: pyramidal Lucas-Kanade optical flow (Bouguet
// 2001), forth and back again. Pure, any thread.
#pragma once

#include <vector>

#include "base/geometry.h"
#include "image/picture.h"

namespace facepoint {

struct FollowedPoint {
  Point position;      // in `to`'s pixels
  bool found = false;  // the way back leads to where it came from, within a pixel
  double missed = 0;   // by how far, in pixels; where it is found
};

// One result a point of `points` (in `from`'s pixels), in order. Pictures may differ in size; none
// is found where one of them is empty.
std::vector<FollowedPoint> follow_points(const Picture& from, const Picture& to,
                                         const std::vector<Point>& points);

}  // namespace facepoint
