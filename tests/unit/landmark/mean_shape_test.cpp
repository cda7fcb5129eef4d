#include "landmark/mean_shape.h"

#include <gtest/gtest.h>

#include <cmath>

#include "support/temp_dir.h"

namespace facepoint {
namespace {

const Scheme& kaggle15() {
  static const SchemeLibrary library(test::source_dir() / "assets/schemes");
  return library.get("kaggle15");
}

// Pairs left and right of x = 50 (the mirror map's own points on it), at heights by number.
Keypoints face() {
  Keypoints points;
  for (int i = 0; i < kaggle15().size(); ++i) {
    const int other = kaggle15().mirror[static_cast<std::size_t>(i)];
    const double reach = other == i ? 0 : 10.0 + std::min(i, other);
    points.push_back(
        {{50 + (i < other ? reach : -reach), 10.0 * std::min(i, other)}, Visibility::kVisible});
  }
  return points;
}

Keypoints turned(const Keypoints& points, double angle, double scale) {
  return transformed({scale * std::cos(angle), scale * std::sin(angle), 17, -4}, points);
}

TEST(MeanShape, IsUprightAndEqualOnBothSidesHoweverTheFacesAreTurned) {
  const Keypoints plain = face();
  const std::vector<Keypoints> faces = {turned(plain, 0.3, 1), turned(plain, -0.3, 2.5),
                                        turned(plain, 0.1, 1), turned(plain, -0.1, 0.5)};
  const Keypoints mean = mean_shape(kaggle15(), faces);
  const Keypoints mirror_image = mirrored(kaggle15(), mean, 1);
  for (std::size_t i = 0; i < mean.size(); ++i) {
    EXPECT_NEAR(distance(mean[i].position, mirror_image[i].position), 0, 1e-9);
  }
  const Rect box = bounding_box(mean);
  EXPECT_NEAR(std::max(box.width, box.height), 1, 1e-9);
  EXPECT_NEAR(length(box.center()), 0, 1e-9);
  EXPECT_NEAR(turned_by(mean, plain), 0, 1e-6);
  EXPECT_NEAR(turned_by(mean, turned(plain, 0.7, 3)), 0.7, 1e-6);
}

TEST(MeanShape, TakesPointsThatAreAbsentInSomeFaces) {
  Keypoints partly = face();
  partly[2].visibility = Visibility::kAbsent;
  const Keypoints mean = mean_shape(kaggle15(), std::vector<Keypoints>{face(), partly});
  EXPECT_TRUE(mean[2].present());
  EXPECT_NEAR(turned_by(mean, partly), 0, 1e-6);
}

TEST(MeanShape, OfNoFacesIsEmptyAndTurnsNothing) {
  EXPECT_TRUE(mean_shape(kaggle15(), {}).empty());
  EXPECT_EQ(turned_by({}, face()), 0);
}

}  // namespace
}  // namespace facepoint
