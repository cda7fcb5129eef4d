#include "landmark/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace facepoint {
namespace {

constexpr double kMostOfLimit = 100;  // of expected errors

double mean_of(const std::vector<double>& values) {
  if (values.empty()) return 0;
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  const std::size_t middle = values.size() / 2;
  return values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
}

double share_above(std::span<const double> errors, double limit) {
  if (errors.empty()) return 0;
  const auto above =
      std::count_if(errors.begin(), errors.end(), [&](double e) { return e > limit; });
  return static_cast<double>(above) / static_cast<double>(errors.size());
}

// Exact area under the step function "share of errors <= x" for x from 0 to `limit`, over `limit`.
double ced_area(std::span<const double> errors, double limit) {
  if (errors.empty()) return 0;
  double area = 0;
  for (const double error : errors) area += std::max(0.0, limit - error);
  return area / limit / static_cast<double>(errors.size());
}

// What confidences are about, in pixels.
double confidence_limit(const Scheme& scheme, const Keypoints& points) {
  constexpr double kOfEyes = 0.08;
  constexpr double kOfBox = 0.05;
  const auto eyes = inter_ocular_distance(scheme, points);
  return eyes ? kOfEyes * *eyes : kOfBox * box_side(points).value_or(0);
}

// chance_within the other way, by bisection.
double expected_for(double limit, double chance) {
  double low = 0;
  double high = kMostOfLimit * limit;
  for (int i = 0; i < 60; ++i) {
    const double middle = (low + high) / 2;
    (chance_within(limit, middle) > chance ? low : high) = middle;
  }
  return low;
}

}  // namespace

std::optional<double> inter_ocular_distance(const Scheme& scheme, const Keypoints& points) {
  const Landmark& a = points.at(static_cast<std::size_t>(scheme.inter_ocular[0]));
  const Landmark& b = points.at(static_cast<std::size_t>(scheme.inter_ocular[1]));
  if (!a.present() || !b.present()) return std::nullopt;
  const double d = distance(a.position, b.position);
  if (d <= 0) return std::nullopt;
  return d;
}

std::optional<double> box_side(const Keypoints& points) {
  const double area = bounding_box(points).area();
  if (area <= 0) return std::nullopt;
  return std::sqrt(area);
}

std::optional<double> mean_distance(const Keypoints& predicted, const Keypoints& truth) {
  const std::size_t n = std::min(predicted.size(), truth.size());
  double sum = 0;
  int used = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (!predicted[i].present() || !truth[i].present()) continue;
    sum += distance(predicted[i].position, truth[i].position);
    ++used;
  }
  if (used == 0) return std::nullopt;
  return sum / used;
}

FaceError face_error(const Scheme& scheme, const Keypoints& predicted, const Keypoints& truth) {
  FaceError result;
  result.by_region.resize(scheme.regions.size());
  const auto eyes = inter_ocular_distance(scheme, truth);
  const auto side = box_side(truth);
  const auto mean = mean_distance(predicted, truth);
  if (mean && eyes) result.nme_inter_ocular = *mean / *eyes;
  if (mean && side) result.nme_box = *mean / *side;
  if (!eyes) return result;
  for (std::size_t r = 0; r < scheme.regions.size(); ++r) {
    Keypoints p;
    Keypoints t;
    for (const int i : scheme.regions[r].points) {
      p.push_back(predicted.at(static_cast<std::size_t>(i)));
      t.push_back(truth.at(static_cast<std::size_t>(i)));
    }
    if (const auto d = mean_distance(p, t)) result.by_region[r] = *d / *eyes;
  }
  return result;
}

std::optional<int> worst_point(const Keypoints& points, const Keypoints& truth, double passes) {
  std::optional<int> worst;
  for (std::size_t p = 0; p < std::min(points.size(), truth.size()); ++p) {
    if (!truth[p].present()) continue;
    const double off = distance(points[p].position, truth[p].position);
    if (off <= passes) continue;
    passes = off;
    worst = static_cast<int>(p);
  }
  return worst;
}

double chance_within(double limit, double expected) {
  if (expected <= 0) return 1;
  const double x = 2 * limit / expected;
  return 1 - std::exp(-x) * (1 + x);
}

std::vector<double> point_confidences(const Scheme& scheme, const Keypoints& points,
                                      std::span<const double> expected) {
  const double limit = confidence_limit(scheme, points);
  std::vector<double> confidences;
  confidences.reserve(expected.size());
  for (const double error : expected) confidences.push_back(chance_within(limit, error));
  return confidences;
}

std::vector<double> expected_errors(const Scheme& scheme, const Keypoints& points,
                                    std::span<const double> confidences) {
  const double limit = confidence_limit(scheme, points);
  std::vector<double> errors;
  errors.reserve(confidences.size());
  for (const double chance : confidences) errors.push_back(expected_for(limit, chance));
  return errors;
}

std::vector<ReliabilityBin> reliability(std::vector<std::pair<double, double>> pairs, int bins) {
  std::sort(pairs.begin(), pairs.end());
  std::vector<ReliabilityBin> result;
  const auto parts = static_cast<std::size_t>(std::max(1, bins));
  for (std::size_t b = 0; b < parts; ++b) {
    ReliabilityBin bin;
    const std::size_t last = pairs.size() * (b + 1) / parts;
    for (std::size_t i = pairs.size() * b / parts; i < last; ++i) {
      bin.expected += pairs[i].first;
      bin.observed += pairs[i].second;
      ++bin.count;
    }
    if (bin.count == 0) continue;
    bin.expected /= static_cast<double>(bin.count);
    bin.observed /= static_cast<double>(bin.count);
    result.push_back(bin);
  }
  return result;
}

double failures_in_worst_tenth(std::vector<std::pair<double, double>> faces, double limit) {
  std::sort(faces.begin(), faces.end());
  const auto failures = [&](std::size_t first, std::size_t last) {
    return static_cast<double>(
        std::count_if(faces.begin() + static_cast<std::ptrdiff_t>(first),
                      faces.begin() + static_cast<std::ptrdiff_t>(last),
                      [&](const auto& face) { return face.second > limit; }));
  };
  const double all = failures(0, faces.size());
  return all > 0 ? failures(0, (faces.size() + 9) / 10) / all : 0;
}

std::vector<CedPoint> cumulative_error_distribution(std::span<const double> errors, double limit,
                                                    int steps) {
  std::vector<CedPoint> curve;
  for (int i = 0; i <= steps; ++i) {
    const double x = limit * i / steps;
    curve.push_back({x, errors.empty() ? 0 : 1 - share_above(errors, x)});
  }
  return curve;
}

EvaluationSummary summarise(const Scheme& scheme,
                            std::span<const std::optional<FaceError>> errors) {
  EvaluationSummary summary;
  std::vector<double> all;  // a missed face is infinitely wrong
  std::vector<double> found;
  std::vector<double> by_box;
  std::vector<std::vector<double>> by_region(scheme.regions.size());
  for (const auto& error : errors) {
    if (!error) {
      all.push_back(std::numeric_limits<double>::infinity());
      ++summary.missed;
      continue;
    }
    if (error->nme_box) by_box.push_back(*error->nme_box);
    if (!error->nme_inter_ocular) continue;
    all.push_back(*error->nme_inter_ocular);
    found.push_back(*error->nme_inter_ocular);
    for (std::size_t r = 0; r < by_region.size(); ++r) {
      if (error->by_region[r]) by_region[r].push_back(*error->by_region[r]);
    }
  }
  summary.faces = static_cast<int>(all.size());
  summary.mean_nme = mean_of(found);
  summary.median_nme = median_of(found);
  summary.with_box = static_cast<int>(by_box.size());
  summary.mean_nme_box = mean_of(by_box);
  summary.failures_at_8 = share_above(all, 0.08);
  summary.failures_at_10 = share_above(all, 0.10);
  summary.ced_area_at_8 = ced_area(all, 0.08);
  for (const auto& values : by_region) summary.mean_by_region.push_back(mean_of(values));
  return summary;
}

std::optional<MeanError> mean_error(const EvaluationSummary& summary) {
  if (summary.faces > summary.missed) return MeanError{summary.mean_nme, false};
  if (summary.with_box > 0) return MeanError{summary.mean_nme_box, true};
  return std::nullopt;
}

}  // namespace facepoint
