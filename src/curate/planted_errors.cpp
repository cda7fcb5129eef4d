#include "curate/planted_errors.h"

#include <cmath>
#include <numbers>
#include <numeric>
#include <random>
#include <vector>

#include "landmark/metrics.h"
#include "landmark/numbering.h"

namespace facepoint {
namespace {

// Centre and side of its box become those of `place`.
Keypoints brought_to(const Keypoints& face, const Keypoints& place) {
  const double from = box_side(face).value_or(0);
  const double scale = from > 0 ? box_side(place).value_or(0) / from : 1;
  const Point by = bounding_box(place).center() - bounding_box(face).center() * scale;
  return transformed({scale, 0, by.x, by.y}, face);
}

std::vector<int> present_of(const Keypoints& label, const std::vector<int>& points) {
  std::vector<int> present;
  for (const int point : points) {
    if (label[point].present()) present.push_back(point);
  }
  return present;
}

}  // namespace

std::string to_text(PlantedError kind) {
  switch (kind) {
    case PlantedError::kPoint:
      return "point";
    case PlantedError::kRegion:
      return "region";
    case PlantedError::kShift:
      return "shift";
    case PlantedError::kSwap:
      return "swap";
    case PlantedError::kOtherFace:
      return "other face";
  }
  return {};
}

Keypoints with_planted_error(const Scheme& scheme, const Keypoints& label, PlantedError kind,
                             std::uint64_t seed, const Keypoints& other) {
  if (kind == PlantedError::kSwap) return renumbered(scheme, label);
  if (kind == PlantedError::kOtherFace) return brought_to(other, label);
  std::mt19937_64 engine(seed);
  const auto uniform = [&](double low, double high) {
    return low + (high - low) * (static_cast<double>(engine() >> 11) * 0x1.0p-53);
  };
  const auto chosen_of = [&](std::size_t count) {
    return static_cast<std::size_t>(engine() % count);
  };
  std::vector<int> everything(label.size());
  std::iota(everything.begin(), everything.end(), 0);
  std::vector<int> moved = present_of(label, everything);
  if (moved.empty()) return label;
  if (kind == PlantedError::kPoint) moved = {moved[chosen_of(moved.size())]};
  if (kind == PlantedError::kRegion) {
    std::vector<std::vector<int>> regions;
    for (const Region& region : scheme.regions) {
      regions.push_back(present_of(label, region.points));
      if (regions.back().empty()) regions.pop_back();
    }
    moved = regions[chosen_of(regions.size())];
  }
  const double away = uniform(0.07, kind == PlantedError::kPoint ? 0.2 : 0.15);
  const double angle = uniform(0, 2 * std::numbers::pi);
  const Point by = Point{std::cos(angle), std::sin(angle)} * (away * box_side(label).value_or(0));
  Keypoints spoiled = label;
  for (const int point : moved) spoiled[point].position = spoiled[point].position + by;
  return spoiled;
}

}  // namespace facepoint
