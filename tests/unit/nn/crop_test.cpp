#include "nn/module/crop.h"

#include <gtest/gtest.h>

#include <numbers>

namespace facepoint::nn {
namespace {

TEST(Crop, ShowsTheBoxInItsMiddleWithAMargin) {
  const Rect box{100, 40, 60, 80};
  const Similarity crop = crop_from_frame(frame_of(box, 0), 128);
  const Point center = crop(box.center());
  EXPECT_NEAR(center.x, 63.5, 1e-9);
  EXPECT_NEAR(center.y, 63.5, 1e-9);
  // The longer side, 80 pixels, takes 1 / kCropMargin of the crop.
  EXPECT_NEAR(crop({0, 120}).y - crop({0, 40}).y, 128 / kCropMargin, 1e-9);
}

TEST(Crop, TurnsTheGivenDirectionToItsXAxis) {
  const double angle = std::numbers::pi / 6;
  const Similarity crop = crop_from_frame(frame_of(Rect{0, 0, 50, 50}, angle), 64);
  const Point along = crop({std::cos(angle), std::sin(angle)}) - crop({0, 0});
  EXPECT_GT(along.x, 0);
  EXPECT_NEAR(along.y, 0, 1e-9);
}

TEST(Crop, OfATurnedFaceIsTheUprightFacesCrop) {
  const Keypoints upright = make_keypoints({{10, 20}, {70, 20}, {40, 95}});
  const double angle = 0.6;
  const Similarity turn{std::cos(angle), std::sin(angle), 30, -5};
  const Keypoints turned = transformed(turn, upright);
  const Similarity plain_crop = crop_from_frame(frame_of(upright, 0), 128);
  const Similarity turned_crop = crop_from_frame(frame_of(turned, angle), 128);
  for (std::size_t i = 0; i < upright.size(); ++i) {
    EXPECT_NEAR(distance(plain_crop(upright[i].position), turned_crop(turned[i].position)), 0,
                1e-9);
  }
}

TEST(Crop, UnitCoordinatesCountPixelEdgesFromZeroToOne) {
  EXPECT_EQ(unit_from_pixel({-0.5, 127.5}, 128), (Point{0, 1}));
  EXPECT_EQ(pixel_from_unit(unit_from_pixel({3.25, 17}, 128), 128), (Point{3.25, 17}));
}

TEST(Crop, OfAnEmptyBoxIsStillInvertible) {
  const Similarity crop = crop_from_frame(frame_of(Rect{10, 10, 0, 0}, 0), 128);
  EXPECT_GT(crop.scale(), 0);
}

}  // namespace
}  // namespace facepoint::nn
