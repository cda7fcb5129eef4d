#include "curate/correction_trial.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <random>
#include <vector>

#include "landmark/metrics.h"

namespace facepoint {
namespace {

// Normally distributed (Box & Muller 1958), the same with every standard library.
Point normal_point(std::mt19937_64& engine) {
  const auto uniform = [&] { return (static_cast<double>(engine() >> 11) + 0.5) * 0x1.0p-53; };
  const double length = std::sqrt(-2 * std::log(uniform()));
  const double angle = 2 * std::numbers::pi * uniform();
  return {length * std::cos(angle), length * std::sin(angle)};
}

double quantile(const std::vector<int>& sorted, double share) {
  const auto last = static_cast<double>(sorted.size() - 1);
  return sorted[static_cast<std::size_t>(std::lround(share * last))];
}

}  // namespace

std::vector<int> drags_needed(const CorrectionTrial& trial, const Follow& follow, const Hand& hand,
                              std::span<const double> tolerances) {
  const double side = box_side(trial.truth).value_or(0);
  const int most = 4 * static_cast<int>(trial.truth.size());
  std::vector<int> needed(tolerances.size(), -1);
  std::mt19937_64 engine(hand.seed);
  std::vector<SetPoint> set;
  Keypoints points = trial.start;
  for (int drags = 0; drags < most; ++drags) {
    const auto worst = worst_point(points, trial.truth);
    const double largest =
        worst ? distance(points[*worst].position, trial.truth[*worst].position) : 0;
    bool done = true;
    for (std::size_t t = 0; t < tolerances.size(); ++t) {
      if (needed[t] < 0 && largest <= tolerances[t] * side) needed[t] = drags;
      done = done && needed[t] >= 0;
    }
    if (done || !worst) return needed;
    std::erase_if(set, [&](const SetPoint& each) { return each.point == *worst; });
    Point end = trial.truth[*worst].position;
    if (hand.error > 0) end = end + normal_point(engine) * (hand.error * side);
    set.push_back({*worst, end, drags + 1, distance(points[*worst].position, end)});
    points = follow(trial.start, set);
  }
  for (int& each : needed) {
    if (each < 0) each = most;
  }
  return needed;
}

DragFigures drag_figures(std::span<const int> drags) {
  DragFigures figures;
  if (drags.empty()) return figures;
  std::vector<int> sorted(drags.begin(), drags.end());
  std::sort(sorted.begin(), sorted.end());
  figures.faces = static_cast<std::int64_t>(sorted.size());
  for (const int each : sorted) {
    figures.mean += each / static_cast<double>(sorted.size());
    figures.none += (each == 0 ? 1.0 : 0.0) / static_cast<double>(sorted.size());
  }
  figures.median = quantile(sorted, 0.5);
  figures.p90 = quantile(sorted, 0.9);
  return figures;
}

}  // namespace facepoint
