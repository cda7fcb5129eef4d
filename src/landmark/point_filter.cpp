#include "landmark/point_filter.h"

#include <algorithm>

#include "landmark/metrics.h"

namespace facepoint {
namespace {

// Of a network's expected error so much changes from frame to frame; the rest it errs in all frames
// alike, which no filter can tell.
constexpr double kTrembling = 0.35;
constexpr double kMemory = 0.7;    // of the running mean, a frame
constexpr double kDistrust = 0.5;  // share of the disagreement's square that is added
const double kMostApart = 0.15;    // mean distance in box sides

}  // namespace

void PointFilter::start(const Keypoints& points, const std::vector<double>& error) {
  points_ = points;
  error_ = error;
  disagreement_.assign(points.size(), {});
  variance_.clear();
  for (const double each : error) variance_.push_back(each * each * kTrembling * kTrembling);
}

void PointFilter::carry(const Keypoints& carried, const std::vector<double>& spread) {
  points_ = carried;
  for (std::size_t i = 0; i < points_.size(); ++i) variance_[i] += spread[i] * spread[i];
}

bool PointFilter::anchor(const Keypoints& points, const std::vector<double>& error) {
  const double side = box_side(points).value_or(0);
  if (mean_distance(points, points_).value_or(0) > kMostApart * side) return false;
  for (std::size_t i = 0; i < points_.size(); ++i) {
    Point& at = points_[i].position;
    const Point apart = points[i].position - at;
    Point& usual = disagreement_[i];
    usual = usual * kMemory + apart * (1 - kMemory);
    const double trembling = error[i] * error[i] * kTrembling * kTrembling;
    const double carried = variance_[i] + kDistrust * (usual.x * usual.x + usual.y * usual.y);
    const double gain = carried / std::max(carried + trembling, 1e-12);
    at = at + apart * gain;
    variance_[i] = (1 - gain) * carried;
    error_[i] += gain * (error[i] - error_[i]);
  }
  return true;
}

double PointFilter::disagreement() const {
  double sum = 0;
  for (const Point& each : disagreement_) sum += length(each);
  return disagreement_.empty() ? 0 : sum / static_cast<double>(disagreement_.size());
}

}  // namespace facepoint
