#include "curate/planted_errors.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <random>
#include <vector>

#include "landmark/metrics.h"

namespace facepoint {

Keypoints with_planted_error(const Scheme& scheme, const Keypoints& label, PlantedError kind,
                             std::uint64_t seed) {
  std::mt19937_64 engine(seed);
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * (static_cast<double>(engine() >> 11) * 0x1.0p-53);
  };
  const auto chosen_of = [&](std::size_t count) {
    return static_cast<std::size_t>(engine() % count);
  };
  std::vector<int> moved(label.size());
  std::iota(moved.begin(), moved.end(), 0);
  if (kind == PlantedError::kPoint) moved = {static_cast<int>(chosen_of(label.size()))};
  if (kind == PlantedError::kRegion)
    moved = scheme.regions[chosen_of(scheme.regions.size())].points;
  const double away = uniform(0.07, kind == PlantedError::kPoint ? 0.2 : 0.15);
  const double angle = uniform(0, 2 * std::numbers::pi);
  const Point by = Point{std::cos(angle), std::sin(angle)} * (away * box_side(label).value_or(0));
  Keypoints spoiled = label;
  for (const int point : moved) spoiled[point].position = spoiled[point].position + by;
  return spoiled;
}

}  // namespace facepoint
