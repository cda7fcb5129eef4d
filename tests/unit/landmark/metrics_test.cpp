#include "landmark/metrics.h"

#include <gtest/gtest.h>

namespace facepoint {
namespace {

const Scheme& ibug() { return SchemeLibrary::standard().get("ibug68"); }

Keypoints face_on_a_grid() {
  Keypoints points;
  for (int i = 0; i < 68; ++i) {
    points.push_back({{10.0 * (i % 10), 10.0 * (i / 10)}, Visibility::kVisible});
  }
  return points;
}

Keypoints shifted(Keypoints points, double dx) {
  for (Landmark& l : points) l.position.x += dx;
  return points;
}

TEST(Metrics, NmeOfAShiftIsTheShiftOverTheEyeDistanceAndTheBoxSide) {
  const Keypoints truth = face_on_a_grid();
  const double eyes = distance(truth[36].position, truth[45].position);
  const FaceError error = face_error(ibug(), shifted(truth, 3), truth);
  EXPECT_NEAR(*error.nme_inter_ocular, 3 / eyes, 1e-12);
  EXPECT_NEAR(*error.nme_box, 3 / std::sqrt(90.0 * 60), 1e-12);
  for (const auto& region : error.by_region) EXPECT_NEAR(*region, 3 / eyes, 1e-12);
}

TEST(Metrics, CoincidentEyesGiveNoInterOcularError) {
  Keypoints truth = face_on_a_grid();
  truth[36] = truth[45];
  EXPECT_FALSE(face_error(ibug(), truth, truth).nme_inter_ocular);
}

TEST(Metrics, AMissedFaceCountsAsAFailureAndLowersTheCedArea) {
  FaceError good;
  good.nme_inter_ocular = 0.04;
  good.by_region.resize(ibug().regions.size());
  FaceError bad = good;
  bad.nme_inter_ocular = 0.09;
  const std::vector<std::optional<FaceError>> errors{good, bad, std::nullopt, good};
  const EvaluationSummary summary = summarise(ibug(), errors);
  EXPECT_EQ(summary.faces, 4);
  EXPECT_EQ(summary.missed, 1);
  EXPECT_DOUBLE_EQ(summary.failures_at_8, 0.5);
  EXPECT_DOUBLE_EQ(summary.failures_at_10, 0.25);
  EXPECT_NEAR(summary.mean_nme, (0.04 + 0.09 + 0.04) / 3, 1e-12);
  EXPECT_NEAR(summary.ced_area_at_8, 2 * 0.5 / 4, 1e-12);
}

TEST(Metrics, TheCedRisesFromTheShareOfPerfectFacesToOne) {
  const std::vector<double> errors{0, 0.02, 0.05, 0.2};
  const auto curve = cumulative_error_distribution(errors, 0.1, 10);
  ASSERT_EQ(curve.size(), 11U);
  EXPECT_DOUBLE_EQ(curve.front().share, 0.25);
  EXPECT_DOUBLE_EQ(curve[2].share, 0.5);
  EXPECT_DOUBLE_EQ(curve.back().share, 0.75);
}

}  // namespace
}  // namespace facepoint
