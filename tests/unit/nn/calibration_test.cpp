#include "nn/module/calibration.h"

#include <gtest/gtest.h>

namespace facepoint::nn {
namespace {

TEST(Calibration, LearnsHowFarExpectationsAreOff) {
  std::vector<std::pair<double, double>> pairs;
  for (int i = 1; i <= 1000; ++i) pairs.emplace_back(i, i * 2.0 + (i % 2 == 0 ? 0.5 : -0.5));
  const Calibration calibration = calibrate(pairs, 10);
  EXPECT_NEAR(calibration(500), 1000, 2);
  EXPECT_NEAR(calibration(10), 20, 2) << "below the first bin's mean";
  EXPECT_NEAR(calibration(2000), 4000, 10) << "above the last bin's mean";
}

TEST(Calibration, NeverFallsWhereTheExpectationGrows) {
  std::vector<std::pair<double, double>> pairs;
  for (int i = 0; i < 300; ++i) pairs.emplace_back(i, i < 100 ? 5 : (i < 200 ? 1 : 9));
  const Calibration calibration = calibrate(pairs, 30);
  for (int i = 1; i < 300; ++i) EXPECT_GE(calibration(i), calibration(i - 1)) << i;
  EXPECT_NEAR(calibration(100), 3, 1.1);
}

TEST(Calibration, WithoutHeldOutFacesTakesExpectationsAsTheyAre) {
  EXPECT_EQ(calibrate({}, 10)(0.25), 0.25);
}

}  // namespace
}  // namespace facepoint::nn
