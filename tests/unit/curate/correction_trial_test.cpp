#include "curate/correction_trial.h"

#include <gtest/gtest.h>

#include <array>

#include "curate/planted_errors.h"
#include "landmark/metrics.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

// A box side of 100.
const Keypoints kTruth = make_keypoints({{0, 0}, {100, 0}, {0, 100}, {100, 100}});

Keypoints with_offsets(const std::vector<Point>& offsets) {
  Keypoints points = kTruth;
  for (std::size_t p = 0; p < offsets.size(); ++p) {
    points[p].position = points[p].position + offsets[p];
  }
  return points;
}

Keypoints nothing_follows(const Keypoints& start, std::span<const SetPoint> set) {
  return CorrectionModel().followed(start, set);
}

// All points move as the last one set did.
Keypoints all_follow(const Keypoints& start, std::span<const SetPoint> set) {
  const Point by = set.back().position - start[set.back().point].position;
  Keypoints points = start;
  for (Landmark& point : points) point.position = point.position + by;
  return points;
}

int drags(const CorrectionTrial& trial, const Follow& follow, double tolerance, Hand hand = {}) {
  return drags_needed(trial, follow, hand, std::array{tolerance}).front();
}

TEST(CorrectionTrial, AloneEachWrongPointTakesADrag) {
  const CorrectionTrial trial{with_offsets({{5, 0}, {0, 6}, {3, 0}}), kTruth};
  EXPECT_EQ(drags(trial, nothing_follows, 0.04), 2);
  EXPECT_EQ(drags(trial, nothing_follows, 0.02), 3);
  EXPECT_EQ(drags(trial, nothing_follows, 0.07), 0);
}

TEST(CorrectionTrial, AShiftTakesOneDragWhereAllFollow) {
  const CorrectionTrial trial{with_offsets({{9, 9}, {9, 9}, {9, 9}, {9, 9}}), kTruth};
  EXPECT_EQ(drags(trial, all_follow, 0.04), 1);
  EXPECT_EQ(drags(trial, nothing_follows, 0.04), 4);
}

TEST(CorrectionTrial, PointsThatTheTruthLacksAreRight) {
  CorrectionTrial trial{with_offsets({{20, 0}}), kTruth};
  trial.truth[0].visibility = Visibility::kAbsent;
  EXPECT_EQ(drags(trial, nothing_follows, 0.04), 0);
}

TEST(CorrectionTrial, AClumsyHandNeedsMoreDragsAndTheSameEachTime) {
  const CorrectionTrial trial{with_offsets({{9, 0}, {0, 9}, {9, 9}, {9, 0}}), kTruth};
  const Hand clumsy{0.02, 7};
  const int needed = drags(trial, nothing_follows, 0.01, clumsy);
  EXPECT_GT(needed, drags(trial, nothing_follows, 0.01));
  EXPECT_EQ(needed, drags(trial, nothing_follows, 0.01, clumsy));
  EXPECT_EQ(drags(trial, nothing_follows, 0.0001, {0.05, 1}), 16) << "it gives up";
}

TEST(CorrectionTrial, OneCourseTellsAboutAllTolerances) {
  const CorrectionTrial trial{with_offsets({{9, 0}, {0, 6}, {3, 0}, {2, 0}}), kTruth};
  const std::array tolerances{0.01, 0.04, 0.025, 0.1};
  EXPECT_EQ(drags_needed(trial, nothing_follows, {}, tolerances), (std::vector{4, 2, 3, 0}));
}

TEST(DragFigures, AreMeanAndQuantilesOverFaces) {
  const std::vector<int> drags{0, 1, 1, 2, 3, 3, 4, 5, 6, 10, 20};
  const DragFigures figures = drag_figures(drags);
  EXPECT_EQ(figures.faces, 11);
  EXPECT_EQ(figures.mean, 5);
  EXPECT_EQ(figures.median, 3);
  EXPECT_EQ(figures.p90, 10);
  EXPECT_NEAR(figures.none, 1.0 / 11, 1e-12);
  EXPECT_EQ(drag_figures({}).faces, 0);
}

class PlantedErrors : public testing::TestWithParam<PlantedError> {
 protected:
  const Scheme scheme_ = SchemeLibrary(test::source_dir() / "assets/schemes").get("ibug68");
};

TEST_P(PlantedErrors, MoveWhatTheySayByAsMuchAsTheySay) {
  Keypoints label;
  for (int p = 0; p < scheme_.size(); ++p) {
    label.push_back({{10.0 * (p % 9), 10.0 * (p / 9)}, Visibility::kVisible});
  }
  const double side = box_side(label).value();
  for (std::uint64_t seed = 1; seed < 40; ++seed) {
    const Keypoints spoiled = with_planted_error(scheme_, label, GetParam(), seed);
    EXPECT_EQ(spoiled, with_planted_error(scheme_, label, GetParam(), seed));
    std::vector<int> moved;
    for (int p = 0; p < scheme_.size(); ++p) {
      const double off = distance(spoiled[p].position, label[p].position) / side;
      if (off == 0) continue;
      moved.push_back(p);
      EXPECT_GE(off, 0.07 - 1e-9);
      EXPECT_LE(off, (GetParam() == PlantedError::kPoint ? 0.2 : 0.15) + 1e-9);
    }
    ASSERT_FALSE(moved.empty());
    const std::vector<int>& region = scheme_.regions[scheme_.region_of(moved[0])].points;
    const std::size_t wanted = GetParam() == PlantedError::kPoint    ? 1
                               : GetParam() == PlantedError::kRegion ? region.size()
                                                                     : label.size();
    EXPECT_EQ(moved.size(), wanted);
  }
}
INSTANTIATE_TEST_SUITE_P(Kinds, PlantedErrors, testing::ValuesIn(kPlantedMoves));

}  // namespace
}  // namespace facepoint
