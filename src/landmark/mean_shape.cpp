#include "landmark/mean_shape.h"

#include <algorithm>

namespace facepoint {
namespace {

constexpr int kRounds = 3;

Keypoints normalised(const Keypoints& points) {
  const Rect box = bounding_box(points);
  const double side = std::max(box.width, box.height);
  const double scale = side > 0 ? 1 / side : 1;
  return transformed({scale, 0, -box.center().x * scale, -box.center().y * scale}, points);
}

Keypoints mean_of(const std::vector<Keypoints>& shapes) {
  Keypoints mean(shapes.front().size());
  for (std::size_t p = 0; p < mean.size(); ++p) {
    int count = 0;
    for (const Keypoints& shape : shapes) {
      if (!shape[p].present()) continue;
      mean[p].position = mean[p].position + shape[p].position;
      ++count;
    }
    if (count > 0) mean[p].position = mean[p].position * (1.0 / count);
    if (count == 0) mean[p].visibility = Visibility::kAbsent;
  }
  return mean;
}

// The mean of a shape and its mirror image. Pixel centres are integers, so that the mirror of width
// 1 is at x = 0.
Keypoints symmetric(const Scheme& scheme, const Keypoints& shape) {
  return mean_of({shape, mirrored(scheme, shape, 1)});
}

}  // namespace

Keypoints mean_shape(const Scheme& scheme, std::span<const Keypoints> faces) {
  std::vector<Keypoints> shapes;
  for (const Keypoints& face : faces) {
    const Rect box = bounding_box(face);
    if (std::max(box.width, box.height) > 0) shapes.push_back(normalised(face));
  }
  if (shapes.empty()) return {};
  Keypoints mean = normalised(symmetric(scheme, mean_of(shapes)));
  for (int round = 0; round < kRounds; ++round) {
    std::vector<Keypoints> aligned;
    aligned.reserve(shapes.size());
    for (const Keypoints& shape : shapes) {
      aligned.push_back(transformed(fit_similarity(shape, mean), shape));
    }
    mean = normalised(symmetric(scheme, mean_of(aligned)));
  }
  return mean;
}

double turned_by(const Keypoints& mean, const Keypoints& points) {
  return fit_similarity(mean, points).angle();
}

}  // namespace facepoint
