#include "support/face_model.h"

namespace facepoint::test {
namespace {

constexpr double kJawMargin = -2;  // the outline that is seen lies a little below the edge

}  // namespace

Vec3 FaceModel::jaw_landmark(int level, int side) const {
  static constexpr std::array<double, 9> kAngles{80, 80, 80, 77, 68, 55, 40, 22, 0};
  static constexpr std::array<double, 4> kHeights{-2, -22, -41, -59};
  const auto index = static_cast<std::size_t>(level);
  const double limit = kAngles[index];
  const double y =
      level < 4 ? lowered(kHeights[index] * shape_.length) : jaw_edge(degrees(limit)) + kJawMargin;
  // The visible outline: from the level's own place forward to wherever it reaches out farthest.
  Vec3 best = skin(side * degrees(limit), y);
  double farthest = -1e9;
  for (double angle = limit; angle >= 0; angle -= 0.5) {
    const Vec3 p = skin(side * degrees(angle), y);
    const Vec3 seen = posed(p);
    const double depth = distance_ - seen.z;
    const double outward =
        side * (seen.x * std::cos(pose_.roll) - seen.y * std::sin(pose_.roll)) / depth;
    if (outward > farthest) {
      farthest = outward;
      best = p;
    }
  }
  return best;
}

std::array<Vec3, 68> FaceModel::landmarks() const {
  std::array<Vec3, 68> points;
  for (int i = 0; i < 8; ++i) {
    points[static_cast<std::size_t>(i)] = jaw_landmark(i, -1);
    points[static_cast<std::size_t>(16 - i)] = jaw_landmark(i, 1);
  }
  points[8] = skin(0, jaw_edge(0) + kJawMargin);
  const auto put = [&](int index, double x, double y) {
    points[static_cast<std::size_t>(index)] = front(x, y);
  };
  static constexpr std::array<double, 5> kAlongBrow{1, 0.8, 0.56, 0.29, 0.04};
  for (int i = 0; i < 5; ++i) {
    const double x = mix(brow_inner_, brow_outer_, kAlongBrow[static_cast<std::size_t>(i)]);
    put(17 + i, -x, brow_middle(-x) + 0.3 * brow_half_thickness(-x));
    put(26 - i, x, brow_middle(x) + 0.3 * brow_half_thickness(x));
  }
  for (int i = 0; i < 4; ++i) put(27 + i, 0, mix(0, nose_tip_y_, i / 3.0));
  for (int i = -2; i <= 2; ++i) {
    const double lift = std::abs(i) == 2 ? 4.6 : std::abs(i) == 1 ? 1.9 : 0.2;
    put(33 + i, 0.47 * i * nose_half_width_, nose_base_y_ + lift);
  }
  for (int side = -1; side <= 1; side += 2) {
    const Vec3 inner = eye_corner(side, false);
    const Vec3 outer = eye_corner(side, true);
    const double third = mix(outer.x, inner.x, 0.33);
    const double two_thirds = mix(outer.x, inner.x, 0.67);
    const std::array<int, 6> at =
        side < 0 ? std::array{36, 37, 38, 39, 40, 41} : std::array{45, 44, 43, 42, 47, 46};
    points[static_cast<std::size_t>(at[0])] = outer;
    put(at[1], third, upper_lid(third));
    put(at[2], two_thirds, upper_lid(two_thirds));
    points[static_cast<std::size_t>(at[3])] = inner;
    put(at[4], two_thirds, lower_lid(two_thirds));
    put(at[5], third, lower_lid(third));

    const double corner = mouth_corner(side);
    const auto mouth = [&](int left, int right, double share,
                           double (FaceModel::*edge)(double) const) {
      put(side < 0 ? left : right, share * corner, (this->*edge)(share * corner));
    };
    mouth(48, 54, 1, &FaceModel::lip_top);
    mouth(49, 53, 0.64, &FaceModel::lip_top);
    mouth(50, 52, 0.27, &FaceModel::lip_top);
    mouth(59, 55, 0.64, &FaceModel::lip_bottom);
    mouth(58, 56, 0.27, &FaceModel::lip_bottom);
    mouth(60, 64, kInnerCorner, &FaceModel::mouth_top);
    mouth(61, 63, 0.27, &FaceModel::mouth_top);
    mouth(67, 65, 0.27, &FaceModel::mouth_bottom);
  }
  put(51, 0, lip_top(0));
  put(57, 0, lip_bottom(0));
  put(62, 0, mouth_top(0));
  put(66, 0, mouth_bottom(0));
  return points;
}

}  // namespace facepoint::test
