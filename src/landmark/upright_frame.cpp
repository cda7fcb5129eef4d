#include "landmark/upright_frame.h"

#include <algorithm>
#include <cmath>

#include "landmark/mean_shape.h"

namespace facepoint {

UprightFrame upright_frame(const Keypoints& mean_shape, const Keypoints& points) {
  const double angle = turned_by(mean_shape, points);
  const Rect box = bounding_box(transformed({std::cos(angle), -std::sin(angle), 0, 0}, points));
  return {std::cos(angle), std::sin(angle), std::max({box.width, box.height, 1e-9})};
}

}  // namespace facepoint
