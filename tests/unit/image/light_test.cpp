#include "image/light.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace facepoint {
namespace {

// Every grey once, as an RGB picture of 16 x 16.
Picture ramp() {
  Picture picture;
  picture.width = 16;
  picture.height = 16;
  for (int i = 0; i < 256; ++i)
    picture.pixels.insert(picture.pixels.end(), 3, static_cast<std::uint8_t>(i));
  return picture;
}

int shown(const Light& light, int value) { return in_light(ramp(), light).pixels.at(3 * value); }

TEST(Light, PlainLightShowsThePictureAsItIs) {
  EXPECT_EQ(in_light(ramp(), {}).pixels, ramp().pixels);
}

TEST(Light, BrightnessMovesEveryValueAndEndsAtWhiteAndBlack) {
  EXPECT_EQ(shown({.brightness = 20}, 100), 151);
  EXPECT_EQ(shown({.brightness = 20}, 250), 255);
  EXPECT_EQ(shown({.brightness = -20}, 20), 0);
}

TEST(Light, ContrastTurnsAboutMiddleGrey) {
  EXPECT_GT(shown({.contrast = 50}, 200), 240);
  EXPECT_LT(shown({.contrast = 50}, 60), 10);
  EXPECT_NEAR(shown({.contrast = 50}, 128), 128, 1);
  EXPECT_NEAR(shown({.contrast = -100}, 0), shown({.contrast = -100}, 255), 0);
}

TEST(Light, GammaLiftsShadowsAndLeavesTheEnds) {
  EXPECT_GT(shown({.gamma = 200}, 40), 90);
  EXPECT_LT(shown({.gamma = 50}, 40), 10);
  EXPECT_EQ(shown({.gamma = 200}, 0), 0);
  EXPECT_EQ(shown({.gamma = 200}, 255), 255);
}

TEST(Light, GreyKeepsTheChannelsAndTakesTheColour) {
  Picture red = ramp();
  for (std::size_t i = 0; i < red.pixels.size(); i += 3) red.pixels[i + 1] = red.pixels[i + 2] = 0;
  const Picture grey = in_light(red, {.grey = true});
  EXPECT_EQ(grey.channels, 3);
  for (std::size_t i = 0; i < grey.pixels.size(); i += 3) {
    EXPECT_EQ(grey.pixels[i], grey.pixels[i + 1]);
    EXPECT_EQ(grey.pixels[i], grey.pixels[i + 2]);
  }
}

TEST(Light, LocalContrastSpreadsADullPart) {
  Picture dull;
  dull.width = 128;
  dull.height = 128;
  for (int i = 0; i < 128 * 128; ++i) {
    dull.pixels.insert(dull.pixels.end(), 3, static_cast<std::uint8_t>(100 + i % 7));
  }
  const Picture clear = in_light(dull, {.local_contrast = true});
  const auto [low, high] = std::minmax_element(clear.pixels.begin(), clear.pixels.end());
  EXPECT_GT(*high - *low, 2 * 6);
}

}  // namespace
}  // namespace facepoint
