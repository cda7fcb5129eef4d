#include "landmark/keypoints.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace facepoint {
namespace {

TEST(Keypoints, JsonTextReadsBackTheSameValuesAndVisibility) {
  const Keypoints points{{{0.1, -3.25}, Visibility::kVisible},
                         {{1.0 / 3, 1e6}, Visibility::kOccluded},
                         {{}, Visibility::kAbsent}};
  EXPECT_EQ(keypoints_from_json_text(to_json_text(points)), points);
}

// What we write ourselves is read by a parser of its own; this is what others may write.
TEST(Keypoints, AnyJsonTextOfTheSameValuesIsRead) {
  const Keypoints points{{{-12.5, 300}, Visibility::kVisible},
                         {{0, 7e-3}, Visibility::kOccluded},
                         {{}, Visibility::kAbsent},
                         {{4, 5}, Visibility::kVisible}};
  EXPECT_EQ(keypoints_from_json_text("[[-12.5,300],[0,7e-3,1],null,[4,5,0]]"), points);
  EXPECT_EQ(keypoints_from_json_text(" [ [ -1.25E1, 3.0e+2 ],\n[0.0, 0.007 , 1], null, [4,5] ] "),
            points);
  EXPECT_TRUE(keypoints_from_json_text("[]").empty());
}

TEST(Keypoints, BrokenJsonTextIsRefused) {
  for (const char* text : {"",         "{}",       "[[1]]",       "[[1,\"2\"]]", "[[1,2,3,4]]",
                           "[[1,2",    "[[01,2]]", "[[1.,2]]",    "[[1.e3,2]]",  "[[.5,2]]",
                           "[[-,2]]",  "[[+1,2]]", "[[inf,2]]",   "[[nan,2]]",   "[[1e999,2]]",
                           "[[1,2],]", "[[1,2]]]", "[[1,2]null]", "[[1,2,1,1]]", "[[1,2,1.5]]",
                           "[nul]"}) {
    EXPECT_THROW(keypoints_from_json_text(text), Error) << text;
  }
}

TEST(Keypoints, BoundingBoxLeavesAbsentPointsOut) {
  const Keypoints points{{{1, 2}, Visibility::kVisible},
                         {{5, 9}, Visibility::kOccluded},
                         {{100, 100}, Visibility::kAbsent}};
  EXPECT_EQ(bounding_box(points), (Rect{1, 2, 4, 7}));
  EXPECT_EQ(bounding_box({}), Rect{});
}

TEST(Keypoints, CountsCoincidentPointsAndPointsOutside) {
  const Keypoints points = make_keypoints({{1, 1}, {1, 1}, {1, 1}, {2, 2}, {-0.5, 3}, {9, 3}});
  EXPECT_EQ(coincident_points(points), 2);
  EXPECT_EQ(points_outside(points, 10, 10), 1);
  EXPECT_EQ(points_outside(points, 9, 10), 2);
}

TEST(Keypoints, FitFindsTheSimilarityThatMadeThePoints) {
  const Keypoints from = make_keypoints({{0, 0}, {10, 1}, {4, 8}, {-3, 5}});
  const Similarity truth{1.5, 0.4, -20, 7};
  const Similarity fit = fit_similarity(from, transformed(truth, from));
  EXPECT_NEAR(fit.a, truth.a, 1e-12);
  EXPECT_NEAR(fit.b, truth.b, 1e-12);
  EXPECT_NEAR(fit.tx, truth.tx, 1e-10);
  EXPECT_NEAR(fit.ty, truth.ty, 1e-10);
}

}  // namespace
}  // namespace facepoint
