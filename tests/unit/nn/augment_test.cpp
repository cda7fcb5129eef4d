#include "nn/module/augment.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "landmark/metrics.h"
#include "nn/module/batches.h"
#include "nn/module/crop.h"
#include "support/temp_dir.h"

namespace facepoint::nn {
namespace {

constexpr int kSize = 128;

const Scheme& ibug68() {
  static const SchemeLibrary library(test::source_dir() / "assets/schemes");
  return library.get("ibug68");
}

// Points on a ring, and a bright spot in a dark picture at point `marked`.
struct Marked {
  Picture picture{240, 240, 3, std::vector<std::uint8_t>(240 * 240 * 3, 0)};
  Keypoints points;
};

Marked marked_picture(int marked) {
  Marked out;
  for (int i = 0; i < ibug68().size(); ++i) {
    const double angle = i * 0.0924;
    out.points.push_back(
        {{120 + 45 * std::cos(angle), 120 + 45 * std::sin(angle)}, Visibility::kVisible});
  }
  const Point at = out.points[static_cast<std::size_t>(marked)].position;
  for (int y = 0; y < out.picture.height; ++y) {
    for (int x = 0; x < out.picture.width; ++x) {
      const double d = distance(at, {static_cast<double>(x), static_cast<double>(y)});
      std::fill_n(out.picture.row(y) + x * 3, 3,
                  static_cast<std::uint8_t>(255 * std::exp(-d * d / 8)));
    }
  }
  return out;
}

// Centre of what is much brighter than the rest.
Point bright_spot(const Picture& picture) {
  const auto brightest = *std::max_element(picture.pixels.begin(), picture.pixels.end());
  const auto darkest = *std::min_element(picture.pixels.begin(), picture.pixels.end());
  Point sum;
  double weights = 0;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const double light = (picture.row(y)[x * picture.channels] - darkest) /
                           std::max(1.0, static_cast<double>(brightest - darkest));
      const double weight = light > 0.5 ? light : 0;
      sum = sum + Point{static_cast<double>(x), static_cast<double>(y)} * weight;
      weights += weight;
    }
  }
  return sum * (1 / weights);
}

TEST(Augment, PointsStayOnTheirPixelsHoweverTheCropIsPlaced) {
  int mirrored_crops = 0;
  int followed = 0;
  constexpr int kMarked = 17;
  const Marked marked = marked_picture(kMarked);
  const auto opposite = static_cast<std::size_t>(ibug68().mirror[kMarked]);
  for (std::uint64_t i = 0; i < 60; ++i) {
    Random random(3, 1, i);
    const Crop crop = augmented_crop(marked.picture, marked.points, frame_of(marked.points, 0),
                                     ibug68(), kSize, false, random);
    const Point spot = unit_from_pixel(bright_spot(crop.picture), kSize);
    const double plain = distance(spot, crop.points[kMarked]);
    const double mirrored = distance(spot, crop.points[opposite]);
    mirrored_crops += mirrored < 0.02 ? 1 : 0;
    followed += std::min(plain, mirrored) < 0.02 ? 1 : 0;
  }
  // Covering boxes hide or outshine the spot in some; the rest must agree to two pixels.
  EXPECT_GE(followed, 38);
  EXPECT_GE(mirrored_crops, 12);
  EXPECT_LE(mirrored_crops, 48);
}

TEST(Augment, DependsOnSeedEpochAndIndexAlone) {
  const Marked marked = marked_picture(30);
  const auto crop = [&](std::uint64_t seed, std::uint64_t epoch, std::uint64_t index) {
    Random random(seed, epoch, index);
    return augmented_crop(marked.picture, marked.points, frame_of(marked.points, 0), ibug68(),
                          kSize, true, random);
  };
  EXPECT_EQ(crop(1, 2, 3).picture.pixels, crop(1, 2, 3).picture.pixels);
  EXPECT_NE(crop(1, 2, 3).points, crop(1, 2, 4).points);
  EXPECT_NE(crop(1, 2, 3).points, crop(1, 3, 3).points);
  EXPECT_NE(crop(1, 2, 3).points, crop(2, 2, 3).points);
  EXPECT_EQ(crop(1, 2, 3).picture.channels, 1);
}

TEST(Augment, SaysHowTheFaceIsTurned) {
  Marked marked = marked_picture(0);
  for (std::uint64_t i = 0; i < 20; ++i) {
    Random random(5, 1, i);
    const Crop crop = augmented_crop(marked.picture, marked.points, frame_of(marked.points, 0),
                                     ibug68(), kSize, false, random);
    // The ring's points 0 and 34 (or their mirror images) lie on a level line of the picture.
    const Point direct = crop.points[0] - crop.points[34];
    const Point flipped = crop.points[static_cast<std::size_t>(ibug68().mirror[34])] -
                          crop.points[static_cast<std::size_t>(ibug68().mirror[0])];
    const double by_direct = std::atan2(direct.y, direct.x);
    const double by_flipped = std::atan2(flipped.y, flipped.x);
    EXPECT_TRUE(std::abs(by_direct - crop.angle) < 0.02 || std::abs(by_flipped - crop.angle) < 0.02)
        << by_direct << " " << by_flipped << " " << crop.angle;
  }
}

TEST(Batches, ShowEveryFaceOnceAnEpochAndSomeThatAreNone) {
  FaceStore store;
  const Marked marked = marked_picture(8);
  for (int i = 0; i < 16; ++i)
    store.faces.push_back({marked.picture, marked.points, frame_of(marked.points, 0), 0, 1.0 + i});
  store.faces[5].points[9].visibility = Visibility::kAbsent;
  BatchPlan plan;
  plan.batch_size = 5;
  plan.crop_size = 32;
  EpochBatches batches(store, ibug68(), plan, 1);
  EXPECT_EQ(batches.examples(), 18);
  // The ring's eye corners are as far apart in every face.
  const auto iod = inter_ocular_distance(ibug68(), marked.points);
  const double side = frame_of(marked.points, 0).side;
  const double common = std::clamp(0.62 * side / *iod, 0.7, 2.5);
  std::vector<float> weights;
  int without_face = 0;
  int with_absent_point = 0;
  for (std::int64_t i = 0; i < batches.count(); ++i) {
    const Batch batch = batches.next();
    for (std::int64_t k = 0; k < batch.size; ++k) {
      const auto first = batch.weights.begin() + k * ibug68().size();
      if (batch.faces[static_cast<std::size_t>(k)] == 0) {
        ++without_face;
        EXPECT_EQ(*std::max_element(first, first + ibug68().size()), 0);
      } else {
        weights.push_back(*std::max_element(first, first + ibug68().size()));
        const bool plain = first[9] == 0;
        const bool mirrored = first[ibug68().mirror[9]] == 0;
        if (weights.back() == static_cast<float>(6 * common)) {
          ++with_absent_point;
          EXPECT_TRUE(plain || mirrored) << "the absent point carries loss";
        }
      }
    }
  }
  std::sort(weights.begin(), weights.end());
  ASSERT_EQ(weights.size(), 16u);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    EXPECT_FLOAT_EQ(weights[i], static_cast<float>(static_cast<double>(i + 1) * common));
  }
  EXPECT_EQ(without_face, 2);
  EXPECT_EQ(with_absent_point, 1);
}

}  // namespace
}  // namespace facepoint::nn
