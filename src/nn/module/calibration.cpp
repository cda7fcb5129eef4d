#include "nn/module/calibration.h"

#include <algorithm>
#include <cstddef>

namespace facepoint::nn {

double Calibration::operator()(double expected) const {
  if (knots.empty()) return expected;
  const auto& [low, low_mean] = knots.front();
  const auto& [high, high_mean] = knots.back();
  if (expected <= low) return low > 0 ? low_mean * expected / low : low_mean;
  if (expected >= high) return high > 0 ? high_mean * expected / high : high_mean;
  const auto above = std::upper_bound(knots.begin(), knots.end(), expected,
                                      [](double x, const auto& knot) { return x < knot.first; });
  const auto below = std::prev(above);
  const double part = (expected - below->first) / (above->first - below->first);
  return below->second + part * (above->second - below->second);
}

Calibration calibrate(std::vector<std::pair<double, double>> pairs, int bins) {
  struct Bin {
    double expected = 0;
    double observed = 0;
    double count = 0;
  };
  std::sort(pairs.begin(), pairs.end());
  std::vector<Bin> pooled;
  const auto parts = static_cast<std::size_t>(std::max(1, bins));
  for (std::size_t b = 0; b < parts; ++b) {
    const std::size_t first = pairs.size() * b / parts;
    const std::size_t last = pairs.size() * (b + 1) / parts;
    if (first == last) continue;
    Bin bin;
    for (std::size_t i = first; i < last; ++i) {
      bin.expected += pairs[i].first;
      bin.observed += pairs[i].second;
    }
    bin.count = static_cast<double>(last - first);
    while (!pooled.empty() &&
           pooled.back().observed / pooled.back().count >= bin.observed / bin.count) {
      bin.expected += pooled.back().expected;
      bin.observed += pooled.back().observed;
      bin.count += pooled.back().count;
      pooled.pop_back();
    }
    pooled.push_back(bin);
  }
  Calibration calibration;
  for (const Bin& bin : pooled) {
    calibration.knots.emplace_back(bin.expected / bin.count, bin.observed / bin.count);
  }
  return calibration;
}

}  // namespace facepoint::nn
