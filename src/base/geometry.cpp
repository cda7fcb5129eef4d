#include "base/geometry.h"

#include <algorithm>

namespace facepoint {

double intersection_over_union(const Rect& a, const Rect& b) {
  const double w = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
  const double h = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
  if (w <= 0 || h <= 0) return 0;
  const double shared = w * h;
  return shared / (a.area() + b.area() - shared);
}

Similarity Similarity::inverse() const {
  const double n = a * a + b * b;
  const double ia = a / n;
  const double ib = -b / n;
  return {ia, ib, -(ia * tx - ib * ty), -(ib * tx + ia * ty)};
}

Similarity compose(const Similarity& outer, const Similarity& inner) {
  const Point shift = outer({inner.tx, inner.ty});
  return {outer.a * inner.a - outer.b * inner.b, outer.a * inner.b + outer.b * inner.a, shift.x,
          shift.y};
}

}  // namespace facepoint
