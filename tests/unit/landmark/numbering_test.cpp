#include "landmark/numbering.h"

#include <gtest/gtest.h>

#include <numbers>

namespace facepoint {
namespace {

// An upright face seen from the front: only what the judgement looks at is where it belongs.
Keypoints frontal(const Scheme& scheme) {
  Keypoints points(scheme.mirror.size(), Landmark{{50, 50}, Visibility::kVisible});
  points[scheme.inter_ocular[0]].position = {30, 40};
  points[scheme.inter_ocular[1]].position = {70, 40};
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (scheme.mirror[i] == static_cast<int>(i)) points[i].position = {50, 60};
  }
  return points;
}

Keypoints turned(const Keypoints& points, double angle) {
  return transformed({2 * std::cos(angle), 2 * std::sin(angle), 7, -3}, points);
}

class NumberingTest : public testing::TestWithParam<const char*> {
 protected:
  const Scheme& scheme = SchemeLibrary::standard().get(GetParam());
};
INSTANTIATE_TEST_SUITE_P(Schemes, NumberingTest, testing::Values("ibug68", "kaggle15"));

TEST_P(NumberingTest, ExchangedSidesAreSeenHoweverTheFaceLies) {
  for (int step = 0; step < 8; ++step) {
    const Keypoints points = turned(frontal(scheme), step * std::numbers::pi / 4);
    EXPECT_FALSE(numbered_from_other_side(scheme, points)) << step;
    EXPECT_TRUE(numbered_from_other_side(scheme, renumbered(scheme, points))) << step;
  }
}

TEST_P(NumberingTest, RenumberingTwiceChangesNothing) {
  Keypoints points = frontal(scheme);
  points[1].position = {1, 2};
  points[2].visibility = Visibility::kAbsent;
  EXPECT_EQ(renumbered(scheme, renumbered(scheme, points)), points);
}

TEST_P(NumberingTest, TheTurnOfTheHeadIsMeasuredAlongTheEyes) {
  Keypoints points = frontal(scheme);
  EXPECT_DOUBLE_EQ(*head_turn(scheme, points), 0);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (scheme.mirror[i] == static_cast<int>(i)) points[i].position.x += 10;
  }
  EXPECT_DOUBLE_EQ(*head_turn(scheme, points), 0.25);
  EXPECT_NEAR(*head_turn(scheme, turned(points, 1)), 0.25, 1e-12);
}

TEST_P(NumberingTest, WithoutAnEyeNothingIsSaid) {
  Keypoints points = renumbered(scheme, frontal(scheme));
  points[scheme.inter_ocular[0]].visibility = Visibility::kAbsent;
  EXPECT_FALSE(head_turn(scheme, points));
  EXPECT_FALSE(numbered_from_other_side(scheme, points));
}

}  // namespace
}  // namespace facepoint
