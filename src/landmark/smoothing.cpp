#include "landmark/smoothing.h"

#include <algorithm>

#include "landmark/metrics.h"

namespace facepoint {
namespace {

constexpr double kTrembling = 0.008;  // of the box side: what trembles moves by less

constexpr std::array<double, 5> kFive{-3 / 35.0, 12 / 35.0, 17 / 35.0, 12 / 35.0, -3 / 35.0};
constexpr std::array<double, 7> kSeven{-2 / 21.0, 3 / 21.0, 6 / 21.0, 7 / 21.0,
                                       6 / 21.0,  3 / 21.0, -2 / 21.0};

}  // namespace

std::span<const double> parabola_weights(std::size_t reach) {
  if (reach == 2) return kFive;
  return kSeven;
}

Keypoints smoothed(std::span<const Keypoints* const> frames) {
  const std::size_t reach = frames.size() / 2;
  Keypoints points = *frames[reach];
  const double trembling = kTrembling * box_side(points).value_or(0);
  if (reach < 2 || trembling <= 0) return points;
  const std::span<const double> weights = parabola_weights(reach);
  for (std::size_t p = 0; p < points.size(); ++p) {
    Point on_parabola;
    for (std::size_t i = 0; i < frames.size(); ++i) {
      on_parabola = on_parabola + (*frames[i])[p].position * weights[i];
    }
    Point& at = points[p].position;
    const Point step = on_parabola - at;
    at = at + step * std::clamp(2 - length(step) / trembling, 0.0, 1.0);
  }
  return points;
}

}  // namespace facepoint
