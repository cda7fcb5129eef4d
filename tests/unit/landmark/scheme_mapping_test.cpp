#include "landmark/scheme_mapping.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "landmark/metrics.h"

namespace facepoint {
namespace {

const SchemeLibrary& library() { return SchemeLibrary::standard(); }

Keypoints numbered(int count) {
  Keypoints points;
  for (int i = 0; i < count; ++i) points.push_back({{i * 1.0, i * 2.0}, Visibility::kVisible});
  return points;
}

SchemeMapping mapping(const char* from, const char* to) {
  return SchemeMapping::find(library(), from, to).value();
}

TEST(SchemeMapping, TakesThe68Of98ExactlyByThePublishedIndices) {
  const SchemeMapping map = mapping("wflw98", "ibug68");
  EXPECT_TRUE(map.exact());
  std::vector<double> taken;
  for (const Landmark& point : map(numbered(98))) taken.push_back(point.position.x);
  std::vector<double> published;
  const auto range = [&](int first, int last, int step = 1) {
    for (int i = first; i <= last; i += step) published.push_back(i);
  };
  range(0, 32, 2);
  range(33, 37);
  range(42, 46);
  range(51, 59);
  for (const int i : {60, 61, 63, 64, 65, 67, 68, 69, 71, 72, 73, 75}) published.push_back(i);
  range(76, 95);
  EXPECT_EQ(taken, published);
}

TEST(SchemeMapping, MakesAnEyesCentreTheMeanOfItsSixPoints) {
  const Keypoints five = mapping("ibug68", "five5")(numbered(68));
  ASSERT_EQ(five.size(), 5U);
  EXPECT_EQ(five[0].position, (Point{38.5, 77}));
  EXPECT_EQ(five[1].position, (Point{44.5, 89}));
  EXPECT_EQ(five[2].position, (Point{30, 60}));
  EXPECT_FALSE(mapping("ibug68", "five5").exact());
}

TEST(SchemeMapping, GoesFrom98To5ByWayOf68) {
  const SchemeMapping map = mapping("wflw98", "five5");
  EXPECT_EQ(map.way().size(), 3U);
  const Keypoints ninety_eight = numbered(98);
  EXPECT_EQ(map(ninety_eight),
            mapping("ibug68", "five5")(mapping("wflw98", "ibug68")(ninety_eight)));
}

TEST(SchemeMapping, LeavesASchemeAsItIs) {
  EXPECT_EQ(mapping("aflw19", "aflw19")(numbered(19)), numbered(19));
}

TEST(SchemeMapping, KnowsWhereThereIsNoWay) {
  EXPECT_FALSE(SchemeMapping::find(library(), "five5", "ibug68"));
  EXPECT_THROW(SchemeMapping::find(library(), "five5", "nope"), Error);
  EXPECT_THROW(mapping("wflw98", "ibug68")(numbered(68)), Error);
}

TEST(SchemeMapping, APointIsAbsentOrOccludedWhereOneThatItIsMadeFromIs) {
  Keypoints points = numbered(68);
  points[37].visibility = Visibility::kAbsent;
  points[42].visibility = Visibility::kOccluded;
  const Keypoints five = mapping("ibug68", "five5")(points);
  EXPECT_FALSE(five[0].present());
  EXPECT_EQ(five[1].visibility, Visibility::kOccluded);
  EXPECT_EQ(five[2].visibility, Visibility::kVisible);
}

// What every pair of files says of a face agrees on where the points are.
TEST(SchemeMapping, TakesTypicalShapesOntoTypicalShapes) {
  for (const Scheme& to : library().all()) {
    for (const Scheme& from : library().all()) {
      const auto map = SchemeMapping::find(library(), from.name, to.name);
      if (!map) continue;
      const Keypoints mapped = (*map)(from.typical_shape);
      const Keypoints fitted = transformed(fit_similarity(mapped, to.typical_shape), mapped);
      EXPECT_LT(mean_distance(fitted, to.typical_shape).value(), 0.02)
          << from.name << " to " << to.name;
    }
  }
}

}  // namespace
}  // namespace facepoint
