// Three-dimensional vectors and smooth one-dimensional curves for the face renderer. Pure values.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <numbers>
#include <utility>
#include <vector>

namespace facepoint::test {

struct Vec3 {
  double x = 0;
  double y = 0;
  double z = 0;

  friend Vec3 operator+(Vec3 a, Vec3 b) { return {a.x + b.x, a.y + b.y, a.z + b.z}; }
  friend Vec3 operator-(Vec3 a, Vec3 b) { return {a.x - b.x, a.y - b.y, a.z - b.z}; }
  friend Vec3 operator*(Vec3 a, double s) { return {a.x * s, a.y * s, a.z * s}; }
  friend Vec3 operator*(Vec3 a, Vec3 b) { return {a.x * b.x, a.y * b.y, a.z * b.z}; }  // by element
};

inline double dot(Vec3 a, Vec3 b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
inline Vec3 cross(Vec3 a, Vec3 b) {
  return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}
inline double norm(Vec3 a) { return std::sqrt(dot(a, a)); }
inline Vec3 normalized(Vec3 a) {
  const double n = norm(a);
  return n > 0 ? a * (1 / n) : Vec3{0, 0, 1};
}
inline double mix(double a, double b, double t) { return a + (b - a) * t; }
inline Vec3 mix(Vec3 a, Vec3 b, double t) { return a + (b - a) * t; }
inline double clamp01(double t) { return std::clamp(t, 0.0, 1.0); }
// 0 at `low`, 1 at `high`, smooth between; `low` may be the larger.
inline double ramp(double low, double high, double x) {
  const double t = clamp01((x - low) / (high - low));
  return t * t * (3 - 2 * t);
}
inline double bell(double x, double width) { return std::exp(-(x / width) * (x / width)); }
inline double square(double x) { return x * x; }
inline double degrees(double d) { return d * std::numbers::pi / 180; }

// Turned by yaw (about y, towards +x), then pitch (about x, upwards), then roll (in the picture,
// clockwise as seen).
inline Vec3 rotated(Vec3 p, double yaw, double pitch, double roll) {
  p = {p.x * std::cos(yaw) + p.z * std::sin(yaw), p.y, p.z * std::cos(yaw) - p.x * std::sin(yaw)};
  p = {p.x, p.y * std::cos(pitch) + p.z * std::sin(pitch),
       p.z * std::cos(pitch) - p.y * std::sin(pitch)};
  return {p.x * std::cos(roll) + p.y * std::sin(roll), p.y * std::cos(roll) - p.x * std::sin(roll),
          p.z};
}

// A cubic through knots of rising x that never overshoots them (Fritsch and Carlson, SIAM J. Numer.
// Anal. 1980); constant beyond its ends.
class Curve {
 public:
  Curve() = default;
  explicit Curve(std::vector<std::pair<double, double>> knots) : knots_(std::move(knots)) {
    const std::size_t n = knots_.size();
    slopes_.assign(n, 0.0);
    for (std::size_t i = 1; i + 1 < n; ++i) {
      const double left = secant(i - 1);
      const double right = secant(i);
      if (left * right > 0) slopes_[i] = 2 * left * right / (left + right);
    }
    slopes_.front() = secant(0);
    slopes_.back() = secant(n - 2);
  }

  double operator()(double x) const {
    if (x <= knots_.front().first) return knots_.front().second;
    if (x >= knots_.back().first) return knots_.back().second;
    std::size_t i = 0;
    while (x > knots_[i + 1].first) ++i;
    const double width = knots_[i + 1].first - knots_[i].first;
    const double t = (x - knots_[i].first) / width;
    const double s = 1 - t;
    return knots_[i].second * s * s * (1 + 2 * t) + knots_[i + 1].second * t * t * (1 + 2 * s) +
           width * s * t * (slopes_[i] * s - slopes_[i + 1] * t);
  }

 private:
  double secant(std::size_t i) const {
    return (knots_[i + 1].second - knots_[i].second) / (knots_[i + 1].first - knots_[i].first);
  }

  std::vector<std::pair<double, double>> knots_;
  std::vector<double> slopes_;
};

}  // namespace facepoint::test
