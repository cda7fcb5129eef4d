// A face's own frame, in which faces and errors compare: upright, in longer sides of the box around
// its points. Values, any thread.
#pragma once

#include "landmark/keypoints.h"

namespace facepoint {

struct UprightFrame {
  double cosine = 1;
  double sine = 0;
  double side = 1;  // image pixels

  Point from_image(Point way) const {
    return {(way.x * cosine + way.y * sine) / side, (way.y * cosine - way.x * sine) / side};
  }
  Point to_image(Point way) const {
    return {(way.x * cosine - way.y * sine) * side, (way.x * sine + way.y * cosine) * side};
  }
};

// Of these points; `mean_shape`: see landmark/mean_shape.h, tells how they are turned.
UprightFrame upright_frame(const Keypoints& mean_shape, const Keypoints& points);

}  // namespace facepoint
