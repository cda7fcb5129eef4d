#include "curate/layout_unit.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.h"

namespace facepoint {
namespace {

constexpr double kMostOfUnit = 1.6;  // faces may reach out of the image
constexpr double kMostPercent = 112;
constexpr double kClearlyLarger = 1.5;  // images, than the largest coordinates
constexpr int kLeastSide = 8;           // of an image that has room for a face, pixels

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

UnitGuess guess_unit(std::span<const FaceNumbers> faces) {
  std::vector<double> reach;  // each face's largest coordinate
  std::vector<double> sides;  // the images' shorter ones
  for (const FaceNumbers& face : faces) {
    double largest = 0;
    for (const Landmark& point : face.numbers) {
      if (!point.present()) continue;
      largest = std::max({largest, std::abs(point.position.x), std::abs(point.position.y)});
    }
    if (face.image_width <= 0 || face.image_height <= 0) continue;
    reach.push_back(largest);
    sides.push_back(std::min(face.image_width, face.image_height));
  }
  if (reach.empty()) return {};
  const double most = quantile(reach, 0.95);
  const double usual = quantile(reach, 0.5);
  const double side = quantile(sides, 0.5);
  const std::string text = "No coordinate of 19 faces in 20 is above " + fixed(most, 2) +
                           ", in images of " + fixed(side, 0) + " pixels and more";
  if (most <= kMostOfUnit && side >= kLeastSide) {
    return {CoordinateUnit::kUnitSquare, faces.size() < 2 ? 0.95 : 0.99, true,
            text + ": they are shares of width and height."};
  }
  if (most > kMostPercent || side <= kMostPercent * 0.9) return {};
  // Faces of every image would lie in its first hundred pixels.
  const bool clear = side >= kClearlyLarger * most && usual >= 40 && faces.size() >= 5;
  return {CoordinateUnit::kPercent, clear ? 0.97 : 0.7, clear,
          text + ": they are per cent of width and height."};
}

}  // namespace facepoint
