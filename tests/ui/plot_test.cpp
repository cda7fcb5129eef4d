#include "ui/plot.h"

#include <gmock/gmock.h>

namespace facepoint {
namespace {

using testing::DoubleEq;
using testing::DoubleNear;
using testing::ElementsAre;
using testing::Pointwise;

TEST(RoundTicks, AreOneTwoOrFiveTimesAPowerOfTenApartAndHoldTheRange) {
  EXPECT_THAT(round_ticks(0, 10, 5), Pointwise(DoubleEq(), {0, 2, 4, 6, 8, 10}));
  EXPECT_THAT(round_ticks(0.013, 0.049, 4),
              Pointwise(DoubleNear(1e-12), {0.01, 0.02, 0.03, 0.04, 0.05}));
  EXPECT_THAT(round_ticks(-3, 4, 2), Pointwise(DoubleEq(), {-5, 0, 5}));
  EXPECT_THAT(round_ticks(0, 1, 3), Pointwise(DoubleNear(1e-12), {0, 0.5, 1}));
}

TEST(RoundTicks, OfEpochsAreWhole) {
  EXPECT_THAT(round_ticks(1, 3, 10, true), ElementsAre(1, 2, 3));
  EXPECT_THAT(round_ticks(1, 1, 10, true), ElementsAre(1, 2));
}

TEST(RoundTicks, OfASingleValueLieAroundIt) {
  const std::vector<double> ticks = round_ticks(0.04, 0.04, 5);
  ASSERT_GE(ticks.size(), 2u);
  EXPECT_LE(ticks.front(), 0.04);
  EXPECT_GT(ticks.back(), 0.04);
}

}  // namespace
}  // namespace facepoint
