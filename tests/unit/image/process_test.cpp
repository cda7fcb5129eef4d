#include "image/process.h"

#include <gtest/gtest.h>

#include <cmath>

namespace facepoint {
namespace {

// A grey picture whose value at (x, y) is `value(x, y)`.
template <typename Value>
Picture grey_picture(int width, int height, const Value& value) {
  Picture picture{width, height, 1, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      picture.pixels.push_back(static_cast<std::uint8_t>(std::lround(value(x, y))));
    }
  }
  return picture;
}

Picture slope(int width, int height) {
  return grey_picture(width, height, [](int x, int y) { return 20 + x + 0.5 * y; });
}

// Position of the brightness's centre of mass.
Point centre_of_light(const Picture& picture) {
  Point sum;
  double total = 0;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const double value = picture.row(y)[x];
      sum = sum + Point{x * value, y * value};
      total += value;
    }
  }
  return sum * (1 / total);
}

Picture spot(int width, int height, Point centre, double radius) {
  return grey_picture(width, height, [&](int x, int y) {
    const double d = distance({static_cast<double>(x), static_cast<double>(y)}, centre) / radius;
    return 250 * std::exp(-d * d);
  });
}

TEST(Process, GreyIsTheLumaOfRedGreenAndBlue) {
  const Picture rgb{3, 1, 3, {255, 0, 0, 0, 255, 0, 0, 0, 255}};
  const Picture grey = to_grey(rgb);
  EXPECT_EQ(grey.channels, 1);
  EXPECT_NEAR(grey.pixels[0], 76, 1);
  EXPECT_NEAR(grey.pixels[1], 150, 1);
  EXPECT_NEAR(grey.pixels[2], 29, 1);
}

TEST(Process, ExtendingRepeatsTheLastColumnAndRow) {
  const Picture picture{2, 2, 1, {1, 2, 3, 4}};
  const Picture extended = extend(picture, 4, 3);
  EXPECT_EQ(extended.pixels, (std::vector<std::uint8_t>{1, 2, 2, 2, 3, 4, 4, 4, 3, 4, 4, 4}));
  EXPECT_EQ(extend(picture, 2, 2).pixels, picture.pixels);
}

TEST(Process, ThumbnailsKeepTheShapeAndAreNeverEnlarged) {
  const Picture picture = slope(100, 40);
  const Picture small = thumbnail(picture, 50);
  EXPECT_EQ(small.width, 50);
  EXPECT_EQ(small.height, 20);
  EXPECT_EQ(thumbnail(picture, 200).pixels, picture.pixels);
}

TEST(Process, TheIdentityWarpKeepsEveryPixel) {
  const Picture picture = slope(60, 50);
  EXPECT_EQ(warp(picture, {}, 60, 50).pixels, picture.pixels);
}

TEST(Process, AWarpShiftedByHalfAPixelReadsBetweenPixels) {
  const Picture picture = grey_picture(60, 10, [](int x, int) { return 4 * x; });
  const Picture crop = warp(picture, Similarity{1, 0, -0.5, 0}, 40, 5);
  EXPECT_NEAR(crop.row(2)[10], 42, 1);
}

TEST(Process, PointsLandWhereTheTransformSaysAtEveryScaleAndAngle) {
  for (const double scale : {1.7, 0.9, 0.45, 0.26, 0.11}) {
    for (const double angle : {0.0, 0.6, -2.0}) {
      const Point in_image{213.3, 164.8};
      const Picture picture = spot(400, 300, in_image, 6 / scale);
      Similarity crop_from_image{scale * std::cos(angle), scale * std::sin(angle), 0, 0};
      const Point shift = Point{31.2, 34.7} - crop_from_image(in_image);
      crop_from_image.tx = shift.x;
      crop_from_image.ty = shift.y;
      // The spot's blurred rim outside the crop is cut off on all sides, so the centre stays.
      const Point centre = centre_of_light(warp(picture, crop_from_image, 64, 70));
      EXPECT_NEAR(centre.x, 31.2, 0.15) << scale << ' ' << angle;
      EXPECT_NEAR(centre.y, 34.7, 0.15) << scale << ' ' << angle;
    }
  }
}

TEST(Process, AWarpThatShrinksAveragesInsteadOfSkippingPixels) {
  const Picture stripes = grey_picture(256, 256, [](int x, int) { return x % 2 == 0 ? 0 : 200; });
  const Picture crop = warp(stripes, Similarity{0.125, 0, 0, 0}, 32, 32);
  for (const std::uint8_t value : crop.pixels) EXPECT_NEAR(value, 100, 15);
}

TEST(Process, OutsideThePictureTheEdgeIsRepeated) {
  const Picture picture = slope(60, 50);
  const Picture crop = warp(picture, Similarity{1, 0, 30, 0}, 60, 50);
  EXPECT_EQ(crop.row(10)[0], picture.row(10)[0]);
  EXPECT_EQ(crop.row(10)[29], picture.row(10)[0]);
  EXPECT_EQ(crop.row(10)[40], picture.row(10)[10]);
  const Picture far_away = warp(picture, Similarity{1, 0, 500, 500}, 8, 8);
  EXPECT_EQ(far_away.row(4)[4], picture.row(0)[0]);
}

TEST(Process, MirroringSwapsTheSides) {
  const Picture rgb{2, 1, 3, {1, 2, 3, 4, 5, 6}};
  EXPECT_EQ(mirror_horizontally(rgb).pixels, (std::vector<std::uint8_t>{4, 5, 6, 1, 2, 3}));
}

TEST(Process, AdjustScalesAroundTheMiddleAndClamps) {
  const Picture picture{4, 1, 1, {0, 100, 128, 250}};
  EXPECT_EQ(adjust(picture, 2, 10).pixels, (std::vector<std::uint8_t>{0, 82, 138, 255}));
}

TEST(Process, BlurSpreadsLightAndKeepsItsSum) {
  const Picture picture = spot(40, 40, {20, 20}, 2);
  const Picture blurred = gaussian_blur(picture, 2);
  EXPECT_LT(blurred.row(20)[20], picture.row(20)[20] / 2);
  EXPECT_NEAR(centre_of_light(blurred).x, 20, 0.1);
  EXPECT_EQ(gaussian_blur(picture, 0).pixels, picture.pixels);
}

}  // namespace
}  // namespace facepoint
