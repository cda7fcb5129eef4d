#include "edit/tools.h"

#include <gtest/gtest.h>

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

TEST(PointDrag, MovesOnlyItsPointAndByThePointersWay) {
  PointDrag drag(three(), 1, {21, 9});  // grabbed a little off
  drag.move_to({26, 12});
  const auto after = drag.result();
  ASSERT_TRUE(after);
  EXPECT_EQ((*after)[1].position, (Point{25, 13}));
  EXPECT_EQ((*after)[0], three()[0]);
  EXPECT_EQ((*after)[2], three()[2]);
}

TEST(PointDrag, HasNoResultWhenThePointCameBack) {
  PointDrag drag(three(), 1, {20, 10});
  EXPECT_FALSE(drag.result());
  drag.move_to({60, 60});
  EXPECT_TRUE(drag.result());
  drag.move_to({20, 10});
  EXPECT_FALSE(drag.result());
}

TEST(PointDrag, KeepsAPositionThatWasNotOnTheGridWhenNothingMoved) {
  Keypoints points = three();
  points[0].position = {10.123456, 10.654321};
  PointDrag drag(points, 0, {10, 10});
  drag.move_to({10, 10});
  EXPECT_FALSE(drag.result());
}

TEST(PointDrag, PlacesPointsAtHundredthsOfAPixel) {
  PointDrag drag(three(), 0, {0, 0});
  drag.move_to({1.0 / 3, 2.0 / 3});
  EXPECT_EQ(drag.preview()[0].position, (Point{10.33, 10.67}));
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
