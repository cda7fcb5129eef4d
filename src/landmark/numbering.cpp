#include "landmark/numbering.h"

#include <cmath>
#include <numbers>

namespace facepoint {
namespace {

// From the middle between the outer eye corners to the middle line, in the frame of the eyes: x
// from the image's left eye to its right, y to its right hand (down, on an upright face), over the
// distance of the eyes.
std::optional<Point> middle_line_from_eyes(const Scheme& scheme, const Keypoints& points) {
  if (points.size() != scheme.mirror.size()) return std::nullopt;
  const Landmark& left = points[scheme.inter_ocular[0]];
  const Landmark& right = points[scheme.inter_ocular[1]];
  if (!left.present() || !right.present()) return std::nullopt;
  Point sum;
  int count = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (scheme.mirror[i] != static_cast<int>(i) || !points[i].present()) continue;
    sum = sum + points[i].position;
    ++count;
  }
  const Point across = right.position - left.position;
  const double square = across.x * across.x + across.y * across.y;
  if (count == 0 || square <= 0) return std::nullopt;
  const Point off = sum * (1.0 / count) - (left.position + right.position) * 0.5;
  return Point{(across.x * off.x + across.y * off.y) / square,
               (across.x * off.y - across.y * off.x) / square};
}

}  // namespace

std::optional<double> head_turn(const Scheme& scheme, const Keypoints& points) {
  const auto off = middle_line_from_eyes(scheme, points);
  if (!off) return std::nullopt;
  return off->x;
}

// Turned by an angle a, the middle line moves by its depth before the eyes times sin a, and the
// eyes' distance shrinks by cos a.
std::optional<double> head_yaw(const Scheme& scheme, const Keypoints& points) {
  constexpr double kDepth = 0.42;  // of the middle line before the outer eye corners' line
  const auto turn = head_turn(scheme, points);
  if (!turn) return std::nullopt;
  return std::atan(*turn / kDepth) * 180 / std::numbers::pi;
}

// Exchanging the eyes turns "down" into "up", and nothing else does.
bool numbered_from_other_side(const Scheme& scheme, const Keypoints& points) {
  const auto off = middle_line_from_eyes(scheme, points);
  return off && off->y < 0;
}

Keypoints renumbered(const Scheme& scheme, const Keypoints& points) {
  Keypoints result(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) result[i] = points.at(scheme.mirror.at(i));
  return result;
}

}  // namespace facepoint
