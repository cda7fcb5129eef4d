#include "landmark/likely_wrong.h"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace facepoint {
namespace {

// Four corners of a square; errors of 0 and 1 hang together, 2 and 3 err alone.
const Keypoints kSquare = make_keypoints({{0, 0}, {100, 0}, {0, 100}, {100, 100}});

CorrectionModel model() {
  std::vector<float> values(64, 0);
  for (int i = 0; i < 8; ++i) values[i * 8 + i] = 1e-3F;
  for (int axis = 0; axis < 2; ++axis) {
    values[axis * 8 + 2 + axis] = 1e-3F;
    values[(2 + axis) * 8 + axis] = 1e-3F;
  }
  Keypoints mean = kSquare;
  for (Landmark& point : mean) point.position = point.position * 0.01 - Point{0.5, 0.5};
  return {mean, values};
}

TEST(LikelyWrong, IsThePointWithTheLargestExpectedError) {
  EXPECT_EQ(likeliest_wrong(model(), kSquare, std::array{3.0, 5.0, 4.0, 1.0}, {}), 1);
  EXPECT_EQ(likeliest_wrong({}, kSquare, std::array{3.0, 5.0, 6.0, 1.0}, {}), 2);
}

TEST(LikelyWrong, APointThatWasFoundRightSpeaksForThoseThatHangTogetherWithIt) {
  const std::array error{4.9, 5.0, 4.0, 1.0};
  const std::array seen{1};
  EXPECT_EQ(likeliest_wrong({}, kSquare, error, seen), 0) << "nothing hangs together";
  EXPECT_EQ(likeliest_wrong(model(), kSquare, error, seen), 2);
}

TEST(LikelyWrong, AShownPointIsInDoubtWhereANetworkPutsItElsewhere) {
  Corrected answer{kSquare, {3, 2, 0, 1}};
  answer.points[0].position = answer.points[0].position + Point{4, 0};
  answer.points[2].position = answer.points[2].position + Point{9, 0};
  const std::vector<double> errors = expected_errors(kSquare, answer);
  ASSERT_EQ(errors.size(), 4u);
  EXPECT_DOUBLE_EQ(errors[0], 5);
  EXPECT_DOUBLE_EQ(errors[1], 2);
  EXPECT_EQ(errors[2], 0) << "a set point is where a person wants it";
}

TEST(LikelyWrong, LeavesOutSetSeenAndAbsentPoints) {
  Keypoints points = kSquare;
  points[2].visibility = Visibility::kAbsent;
  const std::array error{0.0, 5.0, 4.0, 1.0};
  EXPECT_EQ(likeliest_wrong({}, points, error, std::array{1}), 3);
  EXPECT_EQ(likeliest_wrong({}, points, error, std::array{1, 3}), std::nullopt);
  EXPECT_EQ(likeliest_wrong({}, points, {}, {}), std::nullopt) << "nothing is known";
}

}  // namespace
}  // namespace facepoint
