#include "landmark/point_filter.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "landmark/jitter.h"
#include "landmark/smoothing.h"

namespace facepoint {
namespace {

const Keypoints kSquare = make_keypoints({{0, 0}, {100, 0}, {100, 100}, {0, 100}});
const std::vector<double> kError(4, 1.0);
const std::vector<double> kSpread(4, 0.2);

Keypoints moved(const Keypoints& points, Point by) {
  Keypoints result = points;
  for (Landmark& point : result) point.position = point.position + by;
  return result;
}

double off(const PointFilter& filter, Point by) {
  return distance(filter.points()[2].position, kSquare[2].position + by);
}

TEST(PointFilter, TremblesLessThanTheNetworkAndGoesWithThePicture) {
  PointFilter filter;
  filter.start(kSquare, kError);
  double worst = 0;
  for (int i = 1; i < 60; ++i) {
    const Point truth{2.0 * i, 0};
    filter.carry(moved(filter.points(), {2, 0}), kSpread);
    EXPECT_TRUE(filter.anchor(moved(kSquare, truth + Point{i % 2 == 0 ? 1.0 : -1.0, 0}), kError));
    if (i > 10) worst = std::max(worst, off(filter, truth));
  }
  EXPECT_LT(worst, 0.5) << "the network trembles by 1 pixel";
}

TEST(PointFilter, FollowsTheNetworkWhereCarryingDrifts) {
  PointFilter filter;
  filter.start(kSquare, kError);
  for (int i = 1; i < 60; ++i) {
    filter.carry(moved(filter.points(), {0.3, 0}), kSpread);  // the face stands still
    filter.anchor(kSquare, kError);
  }
  EXPECT_LT(off(filter, {}), 0.4) << "of 18 pixels";
}

TEST(PointFilter, RefusesWhatIsSomewhereElse) {
  PointFilter filter;
  filter.start(kSquare, kError);
  EXPECT_FALSE(filter.anchor(moved(kSquare, {30, 0}), kError));
  EXPECT_EQ(filter.points(), kSquare);
  filter.start(moved(kSquare, {30, 0}), kError);
  EXPECT_EQ(off(filter, {30, 0}), 0);
}

TEST(Smoothing, LeavesAParabolaAndABlinkAndTakesTremblingAway) {
  std::array<Keypoints, 7> frames;
  const auto smoothed_middle = [&](const auto& by) {
    std::array<const Keypoints*, 7> window{};
    for (int i = 0; i < 7; ++i) {
      frames[i] = moved(kSquare, {double(by(i - 3)), 0});
      window[i] = &frames[i];
    }
    return smoothed(window)[2].position.x - kSquare[2].position.x;
  };
  EXPECT_NEAR(smoothed_middle([](int t) { return 3 + 2.0 * t + 0.5 * t * t; }), 3, 1e-9);
  EXPECT_NEAR(smoothed_middle([](int t) { return t == 0 ? 0.3 : 0; }), 0.3 * 7 / 21, 1e-9);
  EXPECT_NEAR(smoothed_middle([](int t) { return t == 0 ? 8 : 0; }), 8, 1e-9) << "8 % of the box";
  const Keypoints one = kSquare;
  const std::array<const Keypoints*, 1> alone{&one};
  EXPECT_EQ(smoothed(alone), kSquare);
}

TEST(JitterMeter, TellsTremblingFromMovement) {
  JitterMeter even;
  JitterMeter trembling;
  std::optional<double> last;
  for (int i = 0; i < 20; ++i) {
    const Point at{0.05 * i * i, 2.0 * i};
    even.add(moved(kSquare, at));
    last = trembling.add(moved(kSquare, at + Point{i % 2 == 0 ? 0.5 : -0.5, 0}));
    EXPECT_EQ(last.has_value(), i >= 6);
  }
  EXPECT_NEAR(even.jitter().residual, 0, 1e-9);
  EXPECT_NEAR(even.jitter().acceleration, 0.1 / 100, 1e-9);
  EXPECT_NEAR(trembling.jitter().residual, 0.5 * 16 / 21 / 100, 1e-9);
  EXPECT_NEAR(*last, trembling.jitter().residual, 1e-9);
  EXPECT_GT(trembling.jitter().acceleration, 0.015);
  trembling.interrupt();
  EXPECT_FALSE(trembling.add(kSquare));
}

}  // namespace
}  // namespace facepoint
