#include "landmark/jitter.h"

#include <array>

#include "landmark/metrics.h"
#include "landmark/smoothing.h"

namespace facepoint {
namespace {

constexpr std::size_t kWindow = 2 * kSmoothingReach + 1;

// Mean length over the points of the frames' weighted sum, the frames being the last ones.
double mean_length(const std::deque<Keypoints>& frames, std::span<const double> weights) {
  const std::size_t first = frames.size() - weights.size();
  const std::size_t points = frames.back().size();
  double sum = 0;
  for (std::size_t p = 0; p < points; ++p) {
    Point weighted;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      weighted = weighted + frames[first + i][p].position * weights[i];
    }
    sum += length(weighted);
  }
  return sum / static_cast<double>(points);
}

std::array<double, kWindow> residual_weights() {
  std::array<double, kWindow> weights{};
  const std::span<const double> parabola = parabola_weights(kSmoothingReach);
  for (std::size_t i = 0; i < kWindow; ++i) {
    weights[i] = (i == kSmoothingReach ? 1 : 0) - parabola[i];
  }
  return weights;
}

double mean(double sum, std::int64_t count) {
  return count > 0 ? sum / static_cast<double>(count) : 0;
}

}  // namespace

std::optional<double> JitterMeter::add(const Keypoints& points) {
  window_.push_back(points);
  if (window_.size() > kWindow) window_.pop_front();
  const double side = box_side(points).value_or(0);
  if (side <= 0) return std::nullopt;
  if (window_.size() >= 3) {
    accelerations_ += mean_length(window_, std::array{1.0, -2.0, 1.0}) / side;
    ++accelerated_;
  }
  if (window_.size() < kWindow) return std::nullopt;
  const double residual = mean_length(window_, residual_weights()) / side;
  residuals_ += residual;
  ++residual_of_;
  return residual;
}

Jitter JitterMeter::jitter() const {
  return {mean(accelerations_, accelerated_), mean(residuals_, residual_of_)};
}

}  // namespace facepoint
