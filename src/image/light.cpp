#include "image/light.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "image/opencv_bridge.h"

namespace facepoint {
namespace {

constexpr double kClipLimit = 2.5;
constexpr int kTiles = 8;

std::array<std::uint8_t, 256> curve(const Light& light) {
  std::array<std::uint8_t, 256> values{};
  const double slope = std::pow(4.0, light.contrast / 100.0) * (light.contrast <= -100 ? 0 : 1);
  for (int i = 0; i < 256; ++i) {
    const double lifted = std::pow(i / 255.0, 100.0 / light.gamma);
    const double value = (lifted - 0.5) * slope + 0.5 + light.brightness / 100.0;
    values.at(i) = static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.0, 1.0) * 255));
  }
  return values;
}

void equalize_locally(cv::Mat& picture) {
  const auto clahe = cv::createCLAHE(kClipLimit, {kTiles, kTiles});
  if (picture.channels() == 1) return clahe->apply(picture, picture);
  cv::Mat split;
  cv::cvtColor(picture, split, cv::COLOR_RGB2YCrCb);
  cv::Mat luma;
  cv::extractChannel(split, luma, 0);
  clahe->apply(luma, luma);
  cv::insertChannel(luma, split, 0);
  cv::cvtColor(split, picture, cv::COLOR_YCrCb2RGB);
}

}  // namespace

Light clamped(Light light) {
  light.brightness = std::clamp(light.brightness, -100, 100);
  light.contrast = std::clamp(light.contrast, -100, 100);
  light.gamma = std::clamp(light.gamma, kLeastGamma, kMostGamma);
  return light;
}

Picture in_light(const Picture& picture, const Light& light) {
  if (light == kPlainLight || picture.empty()) return picture;
  Picture result = picture;
  cv::Mat pixels = view_of(result);
  if (light.local_contrast) equalize_locally(pixels);
  const Light ranged = clamped(light);
  const std::array<std::uint8_t, 256> values = curve(ranged);
  cv::LUT(pixels, cv::Mat(1, 256, CV_8U, const_cast<std::uint8_t*>(values.data())), pixels);
  if (light.grey && picture.channels == 3) {
    cv::Mat grey;
    cv::cvtColor(pixels, grey, cv::COLOR_RGB2GRAY);
    cv::cvtColor(grey, pixels, cv::COLOR_GRAY2RGB);
  }
  return result;
}

}  // namespace facepoint
