#include "image/flow.h"

#include <gtest/gtest.h>

#include <cmath>

#include "image/process.h"

namespace facepoint {
namespace {

// Something to hold on to everywhere: waves of several lengths.
Picture waves(int width, int height) {
  Picture picture{width, height, 3, {}};
  picture.pixels.resize(picture.row_bytes() * height);
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double value = 128 + 40 * std::sin(x * 0.23 + y * 0.11) +
                           40 * std::cos(y * 0.31 - x * 0.07) + 30 * std::sin(x * y * 0.004);
      for (int c = 0; c < 3; ++c) {
        picture.row(y)[3 * x + c] = static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
      }
    }
  }
  return picture;
}

TEST(FollowPoints, FollowsAShiftAndATurn) {
  const Picture from = waves(200, 160);
  const double angle = 0.05;
  const Similarity to_from_from{std::cos(angle), std::sin(angle), 9, -6};
  const Picture to = warp(from, to_from_from, 200, 160);
  const std::vector<Point> points{{60, 60}, {100, 80}, {120, 50}};
  const std::vector<FollowedPoint> followed = follow_points(from, to, points);
  ASSERT_EQ(followed.size(), points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    EXPECT_TRUE(followed[i].found);
    EXPECT_LT(distance(followed[i].position, to_from_from(points[i])), 0.5);
  }
}

TEST(FollowPoints, FindsNothingWhereThePictureIsAnotherOne) {
  const Picture from = waves(120, 120);
  Picture to = from;
  for (std::uint8_t& value : to.pixels) value = 90;
  for (const FollowedPoint& point : follow_points(from, to, {{40, 40}, {70, 70}})) {
    EXPECT_FALSE(point.found);
  }
  EXPECT_FALSE(follow_points(from, {}, {{40, 40}}).at(0).found);
}

TEST(FollowPoints, TakesPicturesOfDifferentSizes) {
  const Picture large = waves(220, 180);
  const Picture small = warp(large, {}, 160, 150);  // its top left part
  const FollowedPoint followed = follow_points(small, large, {{70, 60}}).at(0);
  EXPECT_TRUE(followed.found);
  EXPECT_LT(distance(followed.position, {70, 60}), 0.2);
}

}  // namespace
}  // namespace facepoint
