#include "edit/tools.h"

#include <gtest/gtest.h>

#include "edit/point_selection.h"
#include "edit/prefetch.h"

namespace facepoint {
namespace {

Keypoints three() { return make_keypoints({{10, 10}, {20, 10}, {30, 40}}); }

TEST(NearestPoint, FindsTheClosestWithinTheRadius) {
  EXPECT_EQ(nearest_point(three(), {16, 10}, 8), 1);
  EXPECT_EQ(nearest_point(three(), {13, 11}, 8), 0);
  EXPECT_EQ(nearest_point(three(), {100, 100}, 8), std::nullopt);
}

TEST(NearestPoint, PassesOverAbsentPoints) {
  Keypoints points = three();
  points[1].visibility = Visibility::kAbsent;
  EXPECT_EQ(nearest_point(points, {20, 10}, 5), std::nullopt);
}

TEST(PointsDrag, MovesOnlyItsPointAndByThePointersWay) {
  PointsDrag drag(three(), {1}, DragKind::kMove, {21, 9});  // grabbed a little off
  drag.move_to({26, 12});
  const auto after = drag.result();
  ASSERT_TRUE(after);
  EXPECT_EQ((*after)[1].position, (Point{25, 13}));
  EXPECT_EQ((*after)[0], three()[0]);
  EXPECT_EQ((*after)[2], three()[2]);
}

TEST(PointsDrag, HasNoResultWhenThePointCameBack) {
  PointsDrag drag(three(), {1}, DragKind::kMove, {20, 10});
  EXPECT_FALSE(drag.result());
  drag.move_to({60, 60});
  EXPECT_TRUE(drag.result());
  drag.move_to({20, 10});
  EXPECT_FALSE(drag.result());
}

TEST(PointsDrag, KeepsAPositionThatWasNotOnTheGridWhenNothingMoved) {
  Keypoints points = three();
  points[0].position = {10.123456, 10.654321};
  PointsDrag drag(points, {0}, DragKind::kMove, {10, 10});
  drag.move_to({10, 10});
  EXPECT_FALSE(drag.result());
}

TEST(PointsDrag, PlacesPointsAtHundredthsOfAPixel) {
  PointsDrag drag(three(), {0}, DragKind::kMove, {0, 0});
  drag.move_to({1.0 / 3, 2.0 / 3});
  EXPECT_EQ(drag.preview()[0].position, (Point{10.33, 10.67}));
}

TEST(PointsDrag, MovesAllItsPointsAlike) {
  PointsDrag drag(three(), {2, 0}, DragKind::kMove, {30, 40});
  drag.move_to({33, 38});
  EXPECT_EQ(*drag.result(), make_keypoints({{13, 8}, {20, 10}, {33, 38}}));
}

TEST(PointsDrag, TurnsAroundTheMiddleOfItsPoints) {
  PointsDrag drag(three(), {0, 1}, DragKind::kTurn, {15, 0});  // the middle is (15, 10)
  drag.move_to({25, 10});                                      // a quarter, x towards y
  EXPECT_EQ(*drag.result(), make_keypoints({{15, 5}, {15, 15}, {30, 40}}));
}

TEST(PointsDrag, ScalesAroundTheMiddleOfItsPoints) {
  PointsDrag drag(three(), {0, 1}, DragKind::kScale, {20, 10});
  drag.move_to({25, 10});
  EXPECT_EQ(*drag.result(), make_keypoints({{5, 10}, {25, 10}, {30, 40}}));
}

TEST(Sweep, SelectsWhatItsBoxGoesAround) {
  EXPECT_EQ((Sweep{Tool::kSelect, false, {{25, 12}, {5, 5}}}.selected(three())),
            (std::vector<int>{0, 1}));
  EXPECT_TRUE((Sweep{Tool::kSelect, false, {{50, 50}}}.selected(three())).empty());
}

TEST(Sweep, SelectsWhatItsLassoGoesAround) {
  // An L around the first and the last point, not the second.
  const std::vector<Point> path{{5, 5}, {15, 5}, {15, 35}, {35, 35}, {35, 45}, {5, 45}};
  EXPECT_EQ((Sweep{Tool::kLasso, false, path}.selected(three())), (std::vector<int>{0, 2}));
}

TEST(Redrawn, SpreadsAnOpenRegionFromEndToEndWhicheverWayItIsDrawn) {
  const Keypoints points = make_keypoints({{0, 1}, {10, 1}, {20, 1}, {99, 99}});
  const Region region{"line", "Line", {}, {0, 1, 2}, false};
  const Keypoints wanted = make_keypoints({{0, 5}, {15, 5}, {30, 5}, {99, 99}});
  EXPECT_EQ(redrawn(points, region, {{0, 5}, {4, 5}, {30, 5}}), wanted);
  EXPECT_EQ(redrawn(points, region, {{30, 5}, {4, 5}, {0, 5}}), wanted);
}

TEST(Redrawn, KeepsAClosedRegionClosedWithItsFirstPointWhereItWas) {
  const Keypoints points = make_keypoints({{0, 0}, {10, 0}, {10, 10}, {0, 10}});
  const Region region{"square", "Square", {}, {0, 1, 2, 3}, true};
  // Begun at another corner and drawn the other way round.
  const auto after = redrawn(points, region, {{24, 24}, {24, 4}, {4, 4}, {4, 24}});
  EXPECT_EQ(after, make_keypoints({{4, 4}, {24, 4}, {24, 24}, {4, 24}}));
}

TEST(Redrawn, TakesNoLineThatIsTooShort) {
  const Region region{"line", "Line", {}, {0, 1, 2}, false};
  EXPECT_FALSE(redrawn(three(), region, {{5, 5}}));
  EXPECT_FALSE(redrawn(three(), region, {{5, 5}, {5.2, 5}}));
}

TEST(Redrawn, TakesNoSlipThatWouldPutAWholeRegionOnOneSpot) {
  const Keypoints jaw = make_keypoints({{0, 0}, {50, 80}, {100, 0}});
  const Region region{"jaw", "Jaw", {}, {0, 1, 2}, false};
  EXPECT_FALSE(redrawn(jaw, region, {{40, 40}, {50, 40}}));
  EXPECT_TRUE(redrawn(jaw, region, {{10, 10}, {50, 60}}));
}

TEST(PointSelection, AddsTogglesAndReplaces) {
  PointSelection selection;
  selection.choose({4, 7}, SelectMode::kReplace);
  selection.choose({9}, SelectMode::kAdd);
  EXPECT_EQ(selection.points(), (std::vector<int>{4, 7, 9}));
  selection.choose({7, 1}, SelectMode::kToggle);
  EXPECT_EQ(selection.points(), (std::vector<int>{4, 9, 1}));
  EXPECT_EQ(selection.primary(), 1);
}

TEST(Prefetch, TakesTheCurrentThenTheWayAheadWithOneBehind) {
  EXPECT_EQ(positions_to_prefetch(100, 10, 1, 3), (std::vector<std::size_t>{10, 11, 9, 12, 13}));
  EXPECT_EQ(positions_to_prefetch(100, 10, -1, 3), (std::vector<std::size_t>{10, 9, 11, 8, 7}));
}

TEST(Prefetch, StopsAtTheEndsOfTheList) {
  EXPECT_EQ(positions_to_prefetch(3, 2, 1, 3), (std::vector<std::size_t>{2, 1}));
  EXPECT_EQ(positions_to_prefetch(1, 0, -1, 3), (std::vector<std::size_t>{0}));
}

}  // namespace
}  // namespace facepoint
