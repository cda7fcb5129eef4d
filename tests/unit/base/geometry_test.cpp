#include "base/geometry.h"

#include <gtest/gtest.h>

namespace facepoint {
namespace {

TEST(Geometry, IntersectionOverUnionOfHalfShiftedSquaresIsAThird) {
  EXPECT_DOUBLE_EQ(intersection_over_union({0, 0, 2, 2}, {1, 0, 2, 2}), 1.0 / 3);
  EXPECT_DOUBLE_EQ(intersection_over_union({0, 0, 2, 2}, {5, 5, 2, 2}), 0);
}

TEST(Geometry, ASimilarityFollowedByItsInverseIsTheIdentity) {
  const Similarity s{1.2, -0.7, 30, -4};
  const Point p{12.5, -3};
  const Point back = s.inverse()(s(p));
  EXPECT_NEAR(back.x, p.x, 1e-12);
  EXPECT_NEAR(back.y, p.y, 1e-12);
}

TEST(Geometry, ComposeAppliesTheInnerTransformFirst) {
  const Similarity outer{0, 2, 5, 6};
  const Similarity inner{1.5, 0.5, -1, 2};
  const Point p{3, 4};
  const Point expected = outer(inner(p));
  const Point actual = compose(outer, inner)(p);
  EXPECT_NEAR(actual.x, expected.x, 1e-12);
  EXPECT_NEAR(actual.y, expected.y, 1e-12);
}

}  // namespace
}  // namespace facepoint
