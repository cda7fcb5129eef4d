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

TEST(WorstPoint, IsTheOneFarthestFromTheTruthOfThoseThatDoNotPass) {
  const Keypoints truth = make_keypoints({{0, 0}, {10, 0}, {20, 0}, {30, 0}});
  Keypoints points = truth;
  EXPECT_EQ(worst_point(points, truth), std::nullopt);
  points[1].position.y = 3;
  points[2].position.y = -5;
  EXPECT_EQ(worst_point(points, truth), 2);
  EXPECT_EQ(worst_point(points, truth, 4.9), 2);
  EXPECT_EQ(worst_point(points, truth, 5), std::nullopt) << "just as far off passes";
  Keypoints partly = truth;
  partly[2].visibility = Visibility::kAbsent;
  EXPECT_EQ(worst_point(points, partly), 1) << "nobody knows where 2 is";
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

TEST(Metrics, FacesWithoutAnInterOcularDistanceAreMeasuredByTheirBox) {
  FaceError by_box;
  by_box.nme_box = 0.02;
  by_box.by_region.resize(ibug().regions.size());
  FaceError by_eyes = by_box;
  by_eyes.nme_inter_ocular = 0.06;
  by_eyes.nme_box = 0.04;

  std::vector<std::optional<FaceError>> errors{by_box, by_box};
  EvaluationSummary summary = summarise(ibug(), errors);
  EXPECT_EQ(summary.faces, 0);
  EXPECT_EQ(summary.with_box, 2);
  EXPECT_DOUBLE_EQ(mean_error(summary).value().nme, 0.02);
  EXPECT_TRUE(mean_error(summary).value().by_box);

  errors.emplace_back(by_eyes);
  summary = summarise(ibug(), errors);
  EXPECT_EQ(summary.faces, 1);
  EXPECT_NEAR(summary.mean_nme_box, 0.08 / 3, 1e-12);
  EXPECT_DOUBLE_EQ(mean_error(summary).value().nme, 0.06);
  EXPECT_FALSE(mean_error(summary).value().by_box);

  EXPECT_FALSE(mean_error(summarise(ibug(), {})));
  const std::vector<std::optional<FaceError>> missed{std::nullopt};
  EXPECT_FALSE(mean_error(summarise(ibug(), missed)));
}

TEST(Metrics, TheCedRisesFromTheShareOfPerfectFacesToOne) {
  const std::vector<double> errors{0, 0.02, 0.05, 0.2};
  const auto curve = cumulative_error_distribution(errors, 0.1, 10);
  ASSERT_EQ(curve.size(), 11U);
  EXPECT_DOUBLE_EQ(curve.front().share, 0.25);
  EXPECT_DOUBLE_EQ(curve[2].share, 0.5);
  EXPECT_DOUBLE_EQ(curve.back().share, 0.75);
}

TEST(Confidence, IsTheChanceOfBeingCloseEnough) {
  EXPECT_EQ(chance_within(1, 0), 1);
  // Gamma distribution of shape 2 and mean 1: 1 - 3 exp(-2) at the mean.
  EXPECT_NEAR(chance_within(1, 1), 0.59399, 1e-5);
  EXPECT_LT(chance_within(1, 2), chance_within(1, 1));
  EXPECT_NEAR(chance_within(1, 1e9), 0, 1e-9);
}

TEST(Confidence, CountsInterOcularDistancesSoThatATurnedFacesPixelsWeighMore) {
  const Scheme& scheme = ibug();
  Keypoints wide(68, Landmark{{0, 0}, Visibility::kVisible});
  wide[36].position = {100, 50};
  wide[45].position = {200, 50};
  Keypoints narrow = wide;
  narrow[45].position = {130, 50};
  const std::vector<double> expected(68, 5.0);
  EXPECT_NEAR(point_confidences(scheme, wide, expected)[3], chance_within(8, 5), 1e-12);
  EXPECT_NEAR(point_confidences(scheme, narrow, expected)[3], chance_within(2.4, 5), 1e-12);
}

TEST(Reliability, ComparesMeansOfEquallyFilledBins) {
  std::vector<std::pair<double, double>> pairs;
  for (int i = 0; i < 100; ++i) pairs.emplace_back(99 - i, 2 * (99 - i));
  const std::vector<ReliabilityBin> bins = reliability(pairs, 10);
  ASSERT_EQ(bins.size(), 10u);
  EXPECT_NEAR(bins[0].expected, 4.5, 1e-12);
  EXPECT_NEAR(bins[9].expected, 94.5, 1e-12);
  for (const ReliabilityBin& bin : bins) {
    EXPECT_EQ(bin.count, 10);
    EXPECT_NEAR(bin.observed, 2 * bin.expected, 1e-12);
  }
}

TEST(Reliability, SaysHowManyFailuresTheLeastSureTenthHolds) {
  std::vector<std::pair<double, double>> faces;
  for (int i = 0; i < 100; ++i) faces.emplace_back(i / 100.0, i < 5 || i == 50 ? 0.2 : 0.03);
  EXPECT_NEAR(failures_in_worst_tenth(faces, 0.1), 5 / 6.0, 1e-12);
  EXPECT_EQ(failures_in_worst_tenth(faces, 0.5), 0);
}

TEST(Metrics, ExpectedErrorsAreWhatConfidencesWereToldFrom) {
  const Keypoints points = face_on_a_grid();
  const std::vector<double> errors{0.2, 1, 3, 9, 40};
  const std::vector<double> back =
      expected_errors(ibug(), points, point_confidences(ibug(), points, errors));
  ASSERT_EQ(back.size(), errors.size());
  for (std::size_t i = 0; i < errors.size(); ++i) EXPECT_NEAR(back[i], errors[i], 1e-6) << i;
  const std::vector<double> ends = expected_errors(ibug(), points, std::vector<double>{1, 0});
  EXPECT_NEAR(ends[0], 0, 1e-6);
  EXPECT_GT(ends[1], 100) << "finite, but of no use";
}

}  // namespace
}  // namespace facepoint
