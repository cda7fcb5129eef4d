#include "image/analysis.h"

#include <gtest/gtest.h>

#include <cmath>

#include "image/process.h"

namespace facepoint {
namespace {

// Soft light and dark places that depend on `phase`.
Picture scene(double phase, int width = 200, int height = 160) {
  Picture picture{width, height, 3, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double u = 6.0 * x / width;
      const double v = 6.0 * y / height;
      const double value = 120 + 50 * std::sin(u * 1.3 + phase) * std::cos(v + 2 * phase) +
                           30 * std::sin(2.1 * v - phase * u);
      picture.pixels.insert(picture.pixels.end(), 3, static_cast<std::uint8_t>(value));
    }
  }
  return picture;
}

TEST(Analysis, AScaledBrightenedOrBlurredPictureHasNearlyTheSameHash) {
  const Picture original = scene(0.4);
  const std::uint64_t hash = analyse(original).perceptual_hash;
  EXPECT_LE(hamming_distance(hash, analyse(resize(original, 90, 72)).perceptual_hash), 4);
  EXPECT_LE(hamming_distance(hash, analyse(adjust(original, 0.8, 20)).perceptual_hash), 4);
  EXPECT_LE(hamming_distance(hash, analyse(gaussian_blur(original, 2)).perceptual_hash), 4);
}

TEST(Analysis, DifferentPicturesHaveFarHashes) {
  const std::uint64_t hash = analyse(scene(0.4)).perceptual_hash;
  EXPECT_GE(hamming_distance(hash, analyse(scene(1.7)).perceptual_hash), 10);
  EXPECT_GE(hamming_distance(hash, analyse(mirror_horizontally(scene(0.4))).perceptual_hash), 10);
}

TEST(Analysis, BlurringLowersTheBlurFigure) {
  Picture sharp = scene(0.4);
  for (std::size_t i = 0; i < sharp.pixels.size(); i += 21) sharp.pixels[i] ^= 0x40;
  EXPECT_LT(analyse(gaussian_blur(sharp, 2)).blur, analyse(sharp).blur / 3);
}

TEST(Analysis, BrightnessIsTheMeanGrey) {
  const Picture flat{10, 10, 3, std::vector<std::uint8_t>(300, 77)};
  EXPECT_NEAR(analyse(flat).brightness, 77, 0.5);
  EXPECT_EQ(analyse(flat).blur, 0);
}

TEST(Analysis, HammingDistanceCountsBits) {
  EXPECT_EQ(hamming_distance(0, 0), 0);
  EXPECT_EQ(hamming_distance(0b1011, 0b0010), 2);
  EXPECT_EQ(hamming_distance(0, ~std::uint64_t{0}), 64);
}

}  // namespace
}  // namespace facepoint
