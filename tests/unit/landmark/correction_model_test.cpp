#include "landmark/correction_model.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>

#include "base/error.h"

namespace facepoint {
namespace {

// Four corners of a square, in a scheme of their own; its longer side is 1.
const Keypoints kMean = make_keypoints({{-0.5, -0.5}, {0.5, -0.5}, {-0.5, 0.5}, {0.5, 0.5}});

// Errors of 0 and 1 hang together fully, those of 2 by half with both; 3 errs alone.
std::vector<float> covariance() {
  const double tied[4][4] = {{1, 1, 0.5, 0}, {1, 1, 0.5, 0}, {0.5, 0.5, 1, 0}, {0, 0, 0, 1}};
  std::vector<float> values(64, 0);
  for (int a = 0; a < 4; ++a) {
    for (int b = 0; b < 4; ++b) {
      for (int axis = 0; axis < 2; ++axis) {
        values[(2 * a + axis) * 8 + 2 * b + axis] = static_cast<float>(tied[a][b] * 1e-3);
      }
    }
  }
  return values;
}

Keypoints square(double side, double angle) {
  return transformed({side * std::cos(angle), side * std::sin(angle), 300, 200}, kMean);
}

Point moved(const Keypoints& after, const Keypoints& before, int point) {
  return after[point].position - before[point].position;
}

TEST(CorrectionModel, PointsFollowAsFarAsTheirErrorsHangTogether) {
  const CorrectionModel model(kMean, covariance());
  const Keypoints start = square(100, 0);
  const SetPoint set{0, start[0].position + Point{11, -5.5}};
  const Keypoints after = model.followed(start, {&set, 1});
  EXPECT_EQ(after[0].position, set.position) << "a set point is where it was set";
  // 11 / (1 + noise), noise 0.1 of the variance.
  EXPECT_NEAR(moved(after, start, 1).x, 10, 1e-4);
  EXPECT_NEAR(moved(after, start, 1).y, -5, 1e-4);
  EXPECT_NEAR(moved(after, start, 2).x, 5, 1e-4);
  EXPECT_NEAR(length(moved(after, start, 3)), 0, 1e-9);
}

TEST(CorrectionModel, ATurnedFaceIsCorrectedAsAnUprightOne) {
  const CorrectionModel model(kMean, covariance());
  const double angle = std::numbers::pi / 5;
  const Keypoints start = square(80, angle);
  // To the right of the face, that is along its own x axis.
  const Point right{std::cos(angle), std::sin(angle)};
  const SetPoint set{0, start[0].position + right * 11};
  const Keypoints after = model.followed(start, {&set, 1});
  EXPECT_NEAR(moved(after, start, 2).x, right.x * 5, 1e-4);
  EXPECT_NEAR(moved(after, start, 2).y, right.y * 5, 1e-4);
}

TEST(CorrectionModel, PinnedPointsHoldAndHoldOthers) {
  const CorrectionModel model(kMean, covariance());
  const Keypoints start = square(100, 0);
  const std::vector<SetPoint> free{{0, start[0].position + Point{11, 0}}};
  const std::vector<SetPoint> pinned{free[0], {1, start[1].position}};
  const Keypoints after = model.followed(start, pinned);
  EXPECT_EQ(after[1].position, start[1].position);
  EXPECT_LT(moved(after, start, 2).x, moved(model.followed(start, free), start, 2).x);
}

TEST(CorrectionModel, AShortReachLeavesFarPointsAlone) {
  const CorrectionModel model(kMean, covariance());
  const Keypoints start = square(100, 0);
  const SetPoint set{0, start[0].position + Point{11, 0}};
  const Keypoints near = model.followed(start, {&set, 1}, 0.2);
  EXPECT_LT(std::abs(moved(near, start, 1).x), 0.01);
  const Keypoints wide = model.followed(start, {&set, 1}, 1);
  EXPECT_GT(moved(wide, start, 1).x, 5);
  EXPECT_LT(moved(wide, start, 1).x, 10);
}

TEST(CorrectionModel, AbsentPointsNeitherTellNorFollow) {
  const CorrectionModel model(kMean, covariance());
  Keypoints start = square(100, 0);
  start[1].visibility = Visibility::kAbsent;
  const SetPoint set{0, start[0].position + Point{11, 0}};
  EXPECT_EQ(model.followed(start, {&set, 1})[1], start[1]);
  const SetPoint placed{1, start[1].position + Point{11, 0}};
  const Keypoints after = model.followed(start, {&placed, 1});
  EXPECT_EQ(after[1].position, placed.position);
  EXPECT_EQ(after[0], start[0]);
}

TEST(CorrectionModel, WithoutKnowledgeOnlySetPointsMove) {
  const CorrectionModel model;
  const Keypoints start = square(100, 0);
  const SetPoint set{2, {5, 6}};
  const Keypoints after = model.followed(start, {&set, 1});
  EXPECT_EQ(after[2].position, (Point{5, 6}));
  for (const int still : {0, 1, 3}) EXPECT_EQ(after[still], start[still]);
}

TEST(CorrectionModel, WhatIsSetLeavesLessDeviationToThoseThatErrAlike) {
  const CorrectionModel model(kMean, covariance());
  const Keypoints start = square(100, std::numbers::pi / 3);
  const SetPoint set{0, start[0].position};
  const std::vector<double> left = model.deviation_left(start, {&set, 1});
  EXPECT_EQ(left[0], 0);
  // 1 - 1 / (1 + noise) of the variance is left of a point that errs as 0 does, noise 0.1.
  EXPECT_NEAR(left[1], std::sqrt(1 - 1 / 1.1), 1e-4);
  EXPECT_NEAR(left[2], std::sqrt(1 - 0.25 / 1.1), 1e-4);
  EXPECT_NEAR(left[3], 1, 1e-9);
  const std::vector<double> near = model.deviation_left(start, {&set, 1}, 0.2);
  EXPECT_GT(near[1], 0.99) << "out of reach";
}

TEST(CorrectionModel, AGestureSaysThatWhatItLeftAloneIsNotMuchFartherOff) {
  std::vector<float> pair = covariance();
  for (const int other : {0, 1}) {  // only 0 and 1 hang together
    for (int axis = 0; axis < 2; ++axis) {
      pair[(2 * other + axis) * 8 + 4 + axis] = pair[(4 + axis) * 8 + 2 * other + axis] = 0;
    }
  }
  const CorrectionModel model(kMean, pair);
  const Keypoints start = square(100, 0);
  const Point end = start[0].position + Point{11, 0};
  const auto way_of_1 = [&](double way) {
    const SetPoint set{0, end, 1, way};
    return moved(model.followed(start, {&set, 1}), start, 1).x;
  };
  // 0 and 1 err as one with a variance of v = 0.001 each, 2 v along their common mode. Observed
  // with w = 2 (way / side)^2 that becomes 2 v w / (2 v + w), and u = v w / (2 v + w) each; the
  // noise is 0.1 v.
  const auto expected = [](double share) {
    const double w = 2 * share * share;
    const double u = 0.001 * w / (0.002 + w);
    return 11 * u / (u + 0.1 * 0.001);
  };
  EXPECT_NEAR(way_of_1(0), 10, 1e-4) << "nothing was left alone";
  EXPECT_NEAR(way_of_1(11), expected(0.11), 1e-4);
  EXPECT_NEAR(way_of_1(5), expected(0.05), 1e-4);
  EXPECT_NEAR(way_of_1(1), expected(0.03), 1e-4) << "people leave 3 % of the side alone anyway";
  EXPECT_LT(way_of_1(5), way_of_1(11)) << "a finer hand, likelier right points";
}

TEST(CorrectionModel, GesturesAreLearnedFromOneAfterTheOther) {
  const CorrectionModel model(kMean, covariance());
  const Keypoints start = square(100, 0);
  const SetPoint first{0, start[0].position + Point{10, 0}, 1, 10};
  const SetPoint second{2, start[2].position + Point{0, 4}, 2, 4};
  const std::vector<SetPoint> in_order{first, second};
  const std::vector<SetPoint> given_otherwise{second, first};
  const Keypoints after = model.followed(start, in_order);
  EXPECT_EQ(after, model.followed(start, given_otherwise));
  SetPoint sooner = second;
  sooner.gesture = 0;
  EXPECT_NE(after, model.followed(start, std::vector<SetPoint>{sooner, first}));
  // The second was finer, so the first's followers hold to where they were seen.
  SetPoint coarse = second;
  coarse.way = 30;
  const Keypoints between = model.followed(start, {&first, 1});
  const auto change = [&](const SetPoint& last) {
    return length(moved(model.followed(start, std::vector<SetPoint>{first, last}), between, 1));
  };
  EXPECT_LT(change(second), change(coarse));
  const std::vector<double> left = model.deviation_left(start, in_order);
  const std::vector<double> left_coarse =
      model.deviation_left(start, std::vector<SetPoint>{first, coarse});
  EXPECT_LT(left[3], left_coarse[3]);
  EXPECT_LT(left_coarse[3], 1);
}

TEST(CorrectionModel, WithoutSetPointsOrKnowledgeAllDeviationIsLeft) {
  const Keypoints start = square(100, 0);
  EXPECT_EQ(CorrectionModel(kMean, covariance()).deviation_left(start, {}),
            std::vector<double>(4, 1));
  const SetPoint set{2, start[2].position};
  EXPECT_EQ(CorrectionModel().deviation_left(start, {&set, 1}), (std::vector<double>{1, 1, 0, 1}));
}

TEST(CorrectionModel, KnowledgeOfAnotherSchemeIsRefused) {
  std::vector<float> values = covariance();
  values.pop_back();
  EXPECT_THROW(CorrectionModel(kMean, values), Error);
  values.push_back(std::numeric_limits<float>::quiet_NaN());
  EXPECT_THROW(CorrectionModel(kMean, values), Error);
}

TEST(ShapeCovariance, SeesWhatMovesTogetherWhereverFacesAre) {
  std::vector<Keypoints> faces;
  for (const double way : {-1.0, 0.0, 1.0, 2.0}) {
    Keypoints face = kMean;
    face[2].position.y += 0.05 * way;
    face[3].position.y += 0.05 * way;
    faces.push_back(transformed({60 * std::cos(way), 60 * std::sin(way), 100 * way, 40}, face));
  }
  const std::vector<float> values = shape_covariance(kMean, faces);
  ASSERT_EQ(values.size(), 64U);
  EXPECT_GT(values[5 * 8 + 7], 0) << "2 and 3 go down together";
  EXPECT_LT(values[1 * 8 + 5], 0) << "away from 0";
  EXPECT_FLOAT_EQ(values[5 * 8 + 7], values[7 * 8 + 5]);
  EXPECT_TRUE(shape_covariance(kMean, std::span(faces).first(2)).empty());
}

}  // namespace
}  // namespace facepoint
