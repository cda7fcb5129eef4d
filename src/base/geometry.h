// Points, rectangles and similarity transforms in the plane. Pure values, any thread.
// Pixel centres are integers (0-based): the centre of the top-left pixel is (0, 0).
#pragma once

#include <cmath>
#include <compare>

namespace facepoint {

struct Point {
  double x = 0;
  double y = 0;

  friend Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
  friend Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
  friend Point operator*(Point a, double s) { return {a.x * s, a.y * s}; }
  friend bool operator==(const Point&, const Point&) = default;
};

inline double length(Point p) { return std::hypot(p.x, p.y); }
inline double distance(Point a, Point b) { return length(a - b); }
inline bool is_finite(Point p) { return std::isfinite(p.x) && std::isfinite(p.y); }

// Axis-parallel; (x, y) is the corner with the smallest coordinates.
struct Rect {
  double x = 0;
  double y = 0;
  double width = 0;
  double height = 0;

  Point center() const { return {x + width / 2, y + height / 2}; }
  double area() const { return width * height; }
  bool contains(Point p) const {
    return p.x >= x && p.y >= y && p.x <= x + width && p.y <= y + height;
  }
  friend bool operator==(const Rect&, const Rect&) = default;
};

// Area of the intersection over area of the union, 0 to 1.
double intersection_over_union(const Rect& a, const Rect& b);

// Rotation, uniform scale and shift: (x, y) -> (a x - b y + tx, b x + a y + ty).
// Named by its frames, target first: `crop_from_image` maps image points to crop points.
struct Similarity {
  double a = 1;
  double b = 0;
  double tx = 0;
  double ty = 0;

  Point operator()(Point p) const { return {a * p.x - b * p.y + tx, b * p.x + a * p.y + ty}; }
  double scale() const { return std::hypot(a, b); }
  double angle() const { return std::atan2(b, a); }  // radians, x towards y
  Similarity inverse() const;                        // undefined for scale() == 0
  friend auto operator<=>(const Similarity&, const Similarity&) = default;
};

// first `inner`, then `outer`.
Similarity compose(const Similarity& outer, const Similarity& inner);

}  // namespace facepoint
