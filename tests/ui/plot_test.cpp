#include "ui/plot.h"

#include <gmock/gmock.h>

namespace facepoint {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;

TEST(RoundTicks, AreOneTwoOrFiveTimesAPowerOfTenApartAndHoldTheRange) {
  EXPECT_THAT(round_ticks(0, 10, 5), ElementsAre(DoubleEq(0), DoubleEq(2), DoubleEq(4), DoubleEq(6),
                                                 DoubleEq(8), DoubleEq(10)));
  EXPECT_THAT(
      round_ticks(0.013, 0.049, 4),
      ElementsAre(DoubleEq(0.01), DoubleEq(0.02), DoubleEq(0.03), DoubleEq(0.04), DoubleEq(0.05)));
  EXPECT_THAT(round_ticks(-3, 4, 2), ElementsAre(DoubleEq(-5), DoubleEq(0), DoubleEq(5)));
  EXPECT_THAT(round_ticks(0, 1, 3), ElementsAre(DoubleEq(0), DoubleEq(0.5), DoubleEq(1)));
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
