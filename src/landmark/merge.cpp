#include "landmark/merge.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace facepoint {
namespace {

constexpr int kMostSteps = 2000;
constexpr double kConverged = 1e-8;  // pixels
constexpr double kSamePlace = 1e-6;

// What the points do to one that would be nearest to all.
struct Pull {
  Point force;         // the sum of unit vectors towards them
  double weights = 0;  // of one over the distances
  double here = 0;     // points that lie at it
};

Pull pull_at(std::span<const Point> points, Point at) {
  Pull pull;
  for (const Point& p : points) {
    const double way = distance(p, at);
    if (way < kSamePlace) {
      ++pull.here;
      continue;
    }
    pull.force = pull.force + (p - at) * (1 / way);
    pull.weights += 1 / way;
  }
  return pull;
}

double to_hundredth(double value) { return std::round(value * 100) / 100; }

Landmark merged_point(const std::vector<Keypoints>& labels, std::size_t index) {
  std::vector<Point> positions;
  std::size_t occluded = 0;
  for (const Keypoints& label : labels) {
    const Landmark& point = label[index];
    if (!point.present()) continue;
    positions.push_back(point.position);
    if (point.visibility == Visibility::kOccluded) ++occluded;
  }
  if (positions.empty()) return {{}, Visibility::kAbsent};
  const bool hidden = 2 * occluded > positions.size();
  const Visibility visibility = hidden ? Visibility::kOccluded : Visibility::kVisible;
  const bool agree = std::all_of(positions.begin(), positions.end(),
                                 [&](Point p) { return p == positions.front(); });
  if (agree) return {positions.front(), visibility};
  const Point median = geometric_median(positions);
  return {{to_hundredth(median.x), to_hundredth(median.y)}, visibility};
}

}  // namespace

// Weiszfeld's steps come to a given point only very slowly, so these are looked at first: one is
// the median where the others together pull at it no harder than those that lie there hold it.
Point geometric_median(std::span<const Point> points) {
  Point at;
  for (const Point& p : points) at = at + p * (1.0 / static_cast<double>(points.size()));
  if (points.size() <= 2) return at;
  for (const Point& candidate : points) {
    const Pull pull = pull_at(points, candidate);
    if (length(pull.force) <= pull.here) return candidate;
  }
  for (int step = 0; step < kMostSteps; ++step) {
    const Pull pull = pull_at(points, at);
    if (pull.here > 0) {  // no median, as was seen: off it, the way it is pulled
      at = at + pull.force * kSamePlace;
      continue;
    }
    const Point move = pull.force * (1 / pull.weights);
    at = at + move;
    if (length(move) < kConverged) break;
  }
  return at;
}

Keypoints merged(const std::vector<Keypoints>& labels) {
  if (labels.size() == 1) return labels.front();
  Keypoints result;
  for (std::size_t i = 0; i < labels.front().size(); ++i) result.push_back(merged_point(labels, i));
  return result;
}

}  // namespace facepoint
