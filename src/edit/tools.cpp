#include "edit/tools.h"

#include <utility>

namespace facepoint {

std::optional<int> nearest_point(const Keypoints& points, Point at, double radius) {
  std::optional<int> nearest;
  double best = radius;
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    const Landmark& landmark = points[i];
    if (!landmark.present()) continue;
    const double d = distance(landmark.position, at);
    if (d <= best) {
      best = d;
      nearest = i;
    }
  }
  return nearest;
}

PointDrag::PointDrag(Keypoints points, int point, Point pointer_in_image)
    : before_(std::move(points)), preview_(before_), point_(point), grabbed_at_(pointer_in_image) {}

void PointDrag::move_to(Point pointer_in_image) {
  const Point start = before_[point_].position;
  const Point shift = pointer_in_image - grabbed_at_;
  preview_[point_].position = shift == Point{} ? start : snapped(start + shift);
}

std::optional<Keypoints> PointDrag::result() const {
  if (preview_ == before_) return std::nullopt;
  return preview_;
}

Point snapped(Point p) { return {std::round(p.x * 100) / 100, std::round(p.y * 100) / 100}; }

}  // namespace facepoint
