#include "image/look.h"

#include <gtest/gtest.h>

#include "image/codec.h"
#include "image/process.h"

namespace facepoint {
namespace {

Picture stripes(int width, int height, int period) {
  Picture picture{width, height, 1,
                  std::vector<std::uint8_t>(static_cast<std::size_t>(width) * height)};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      picture.row(y)[x] =
          static_cast<std::uint8_t>(60 + 120 * ((x / period + y / (2 * period)) % 2));
    }
  }
  return picture;
}

float likeness_of(const Picture& a, const Picture& b) {
  return likeness(*read_look(look_of(a)), *read_look(look_of(b)));
}

TEST(Look, StaysWhenAPictureIsScaledBrightenedOrSavedAsJpeg) {
  const Picture picture = stripes(200, 160, 40);
  EXPECT_EQ(look_of(picture).size(), static_cast<std::size_t>(kLookPixels));
  EXPECT_GT(likeness_of(picture, resize(picture, 90, 72)), 0.98F);
  EXPECT_GT(likeness_of(picture, adjust(picture, 0.7, 20)), 0.99F);
  EXPECT_GT(likeness_of(picture, as_jpeg(picture, 40)), 0.99F);
}

TEST(Look, TellsDifferentPicturesApart) {
  EXPECT_LT(likeness_of(stripes(200, 160, 40), stripes(200, 160, 25)), 0.6F);
}

TEST(Look, OfABlankPictureSaysNothing) {
  const Picture blank{64, 64, 1, std::vector<std::uint8_t>(64 * 64, 128)};
  EXPECT_FALSE(read_look(look_of(blank)));
  EXPECT_FALSE(likeness(blank, blank));
  EXPECT_FALSE(read_look("too short"));
}

}  // namespace
}  // namespace facepoint
