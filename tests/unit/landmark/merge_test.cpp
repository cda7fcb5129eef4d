#include "landmark/merge.h"

#include <gtest/gtest.h>

#include <random>

namespace facepoint {
namespace {

double sum_of_distances(std::span<const Point> points, Point at) {
  double sum = 0;
  for (const Point& p : points) sum += distance(p, at);
  return sum;
}

TEST(GeometricMedian, HasTheLeastSumOfDistances) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> anywhere(-20, 20);
  for (int trial = 0; trial < 200; ++trial) {
    std::vector<Point> points;
    for (int i = 0; i < 3 + trial % 5; ++i) points.push_back({anywhere(random), anywhere(random)});
    if (trial % 3 == 0) points.push_back(points.front());  // where the iteration may stand still
    const Point median = geometric_median(points);
    const double least = sum_of_distances(points, median);
    for (const Point& step : {Point{0.01, 0}, Point{-0.01, 0}, Point{0, 0.01}, Point{0, -0.01}}) {
      EXPECT_LE(least, sum_of_distances(points, median + step) + 1e-6) << trial;
    }
    for (const Point& p : points) EXPECT_LE(least, sum_of_distances(points, p) + 1e-6) << trial;
  }
}

TEST(GeometricMedian, OfTwoIsTheMiddleAndOfManyIgnoresHowFarOffOneIs) {
  EXPECT_EQ(geometric_median(std::vector<Point>{{0, 0}, {4, 2}}), (Point{2, 1}));
  const Point near = geometric_median(std::vector<Point>{{0, 0}, {1, 0}, {0, 1}, {30, 30}});
  const Point far = geometric_median(std::vector<Point>{{0, 0}, {1, 0}, {0, 1}, {3000, 3000}});
  EXPECT_LT(distance(near, far), 0.01);
}

TEST(Merged, TakesEachPointFromThoseWhoHaveIt) {
  Keypoints a = make_keypoints({{0, 0}, {1, 1}, {2, 2}});
  Keypoints b = make_keypoints({{1, 0}, {1, 1}, {2, 3}});
  a[2].visibility = Visibility::kAbsent;
  b[1].visibility = Visibility::kOccluded;
  const Keypoints both = merged({a, b});
  EXPECT_EQ(both[0].position, (Point{0.5, 0}));
  EXPECT_EQ(both[1].position, (Point{1, 1}));
  EXPECT_EQ(both[1].visibility, Visibility::kVisible) << "one of two hides nothing";
  EXPECT_EQ(both[2].position, (Point{2, 3}));
  EXPECT_EQ(both[2].visibility, Visibility::kVisible);
  a[2].visibility = b[2].visibility = Visibility::kAbsent;
  EXPECT_FALSE(merged({a, b})[2].present());
  EXPECT_EQ(merged({a}), a);
}

}  // namespace
}  // namespace facepoint
