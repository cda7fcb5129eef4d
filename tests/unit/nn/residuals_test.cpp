#include "nn/module/residuals.h"

#include <gtest/gtest.h>

#include <numbers>

namespace facepoint::nn {
namespace {

TEST(Residuals, AreErrorsInTheFacesOwnFrameAndUnit) {
  // A face turned by a quarter: down in the picture is along its x axis.
  const FaceFrame upright{{0, 0}, 10, 0};
  const FaceFrame turned{{0, 0}, 20, std::numbers::pi / 2};
  const Keypoints predicted = make_keypoints({{0, 0}, {5, 5}});
  Residuals residuals(2);
  residuals.add(predicted, make_keypoints({{1, 0}, {5, 7}}), upright);
  EXPECT_TRUE(residuals.covariance().empty()) << "one face varies in nothing";
  // -2 along x, 4 along y of the turned face: in the picture (-4, -2).
  residuals.add(predicted, make_keypoints({{0, -2}, {1, 5}}), turned);
  const std::vector<float> covariance = residuals.covariance();
  ASSERT_EQ(covariance.size(), 16u);
  // Residuals (0.1, 0, 0, 0.2) and (-0.1, 0, 0, 0.2).
  EXPECT_NEAR(covariance[0], 0.02, 1e-7);
  for (std::size_t i = 1; i < 16; ++i) EXPECT_NEAR(covariance[i], 0, 1e-7) << i;
}

TEST(Residuals, OfAnAbsentPointCountAsUsual) {
  const FaceFrame frame{{0, 0}, 1, 0};
  const Keypoints predicted = make_keypoints({{0, 0}, {0, 0}});
  Residuals residuals(2);
  residuals.add(predicted, make_keypoints({{1, 0}, {3, 0}}), frame);
  residuals.add(predicted, make_keypoints({{-1, 0}, {1, 0}}), frame);
  Keypoints partly = make_keypoints({{3, 0}, {9, 9}});
  partly[1].visibility = Visibility::kAbsent;
  residuals.add(predicted, partly, frame);
  const std::vector<float> covariance = residuals.covariance();
  EXPECT_NEAR(covariance[0], 4, 1e-6);          // 1, -1, 3
  EXPECT_NEAR(covariance[2], 1, 1e-6);          // (0, -2, 2) with (1, -1, 0)
  EXPECT_NEAR(covariance[2 * 4 + 2], 1, 1e-6);  // 3, 1 and their mean
}

}  // namespace
}  // namespace facepoint::nn
