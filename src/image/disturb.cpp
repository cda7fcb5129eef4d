#include "image/disturb.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "image/codec.h"
#include "image/process.h"

namespace facepoint {
namespace {

DisturbedPicture turned(const Picture& picture, double degrees) {
  const double angle = degrees * std::numbers::pi / 180;
  const double c = std::cos(angle);
  const double s = std::sin(angle);
  const double w = picture.width;
  const double h = picture.height;
  const int width = static_cast<int>(std::ceil(w * std::abs(c) + h * std::abs(s)));
  const int height = static_cast<int>(std::ceil(w * std::abs(s) + h * std::abs(c)));
  Similarity turn{c, s, 0, 0};
  const Point shift =
      Point{(width - 1) / 2.0, (height - 1) / 2.0} - turn({(w - 1) / 2.0, (h - 1) / 2.0});
  turn.tx = shift.x;
  turn.ty = shift.y;
  return {warp(picture, turn, width, height), turn};
}

DisturbedPicture resized(const Picture& picture, double factor) {
  const auto side = [&](int length) {
    return std::max(1, static_cast<int>(std::lround(length * factor)));
  };
  // Pixel centres are integers, so the picture's corner lies at -0.5.
  return {resize(picture, side(picture.width), side(picture.height)),
          {factor, 0, (factor - 1) / 2, (factor - 1) / 2}};
}

double mean_side(const std::vector<Keypoints>& faces) {
  double sum = 0;
  for (const Keypoints& face : faces) sum += std::sqrt(bounding_box(face).area());
  return faces.empty() ? 0 : sum / static_cast<double>(faces.size());
}

// The lower right quarter of one face, the upper left of the next, in grey.
void cover(Picture& picture, const Rect& box) {
  constexpr std::uint8_t kGrey = 110;
  const bool lower = static_cast<long>(std::floor(box.x + box.y)) % 2 == 0;
  const double left = box.x + (lower ? box.width / 2 : 0);
  const double top = box.y + (lower ? box.height / 2 : 0);
  const auto inside = [](double value, int size) {
    return std::clamp(static_cast<int>(std::lround(value)), 0, size);
  };
  for (int y = inside(top, picture.height); y < inside(top + box.height / 2, picture.height); ++y) {
    const int first = inside(left, picture.width) * picture.channels;
    const int last = inside(left + box.width / 2, picture.width) * picture.channels;
    std::fill(picture.row(y) + first, picture.row(y) + last, kGrey);
  }
}

}  // namespace

const std::vector<std::string>& known_disturbances() {
  static const std::vector<std::string> known = {"turned:15", "turned:30", "turned:45",
                                                 "size:0.5",  "size:0.25", "dark",
                                                 "blurred",   "jpeg:20",   "covered"};
  return known;
}

DisturbedPicture disturbed(const Picture& picture, const std::string& kind,
                           const std::vector<Keypoints>& faces) {
  constexpr double kDarkGain = 0.25;
  constexpr double kDarkBias = -90;
  constexpr int kBadQuality = 20;
  if (kind == "turned:15") return turned(picture, 15);
  if (kind == "turned:30") return turned(picture, 30);
  if (kind == "turned:45") return turned(picture, 45);
  if (kind == "size:0.5") return resized(picture, 0.5);
  if (kind == "size:0.25") return resized(picture, 0.25);
  if (kind == "dark") return {adjust(picture, kDarkGain, kDarkBias), {}};
  if (kind == "blurred") return {gaussian_blur(picture, std::max(0.5, mean_side(faces) / 40)), {}};
  if (kind == "jpeg:20") return {as_jpeg(picture, kBadQuality), {}};
  if (kind == "covered") {
    DisturbedPicture result{picture, {}};
    for (const Keypoints& face : faces) cover(result.picture, bounding_box(face));
    return result;
  }
  std::string known;
  for (const std::string& name : known_disturbances()) known += (known.empty() ? "" : ", ") + name;
  throw Error(ErrorCode::kInvalidInput, "unknown disturbance '" + kind + "'; known are: " + known);
}

}  // namespace facepoint
