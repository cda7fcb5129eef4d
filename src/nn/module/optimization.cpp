#include "nn/module/optimization.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "nn/module/network.h"

namespace facepoint::nn {

double one_cycle_rate(double peak, std::int64_t step, std::int64_t steps) {
  const double at =
      static_cast<double>(step) / static_cast<double>(std::max<std::int64_t>(steps, 1));
  constexpr double kWarm = 0.05;
  if (at < kWarm) return peak * (0.05 + 0.95 * at / kWarm);
  const double down = (at - kWarm) / (1 - kWarm);
  return peak * (0.01 + 0.99 * 0.5 * (1 + std::cos(std::numbers::pi * down)));
}

Optimization::Optimization(torch::nn::Module& network, torch::nn::Module& average, double peak_rate,
                           double weight_decay)
    : network_(network),
      average_(average),
      peak_rate_(peak_rate),
      optimizer_(network.parameters(),
                 torch::optim::AdamWOptions(peak_rate).weight_decay(weight_decay)) {
  restore_state(average_, stored_state(network_, false), "average");
  average_.eval();
}

void Optimization::step(double loss, std::int64_t step, std::int64_t steps) {
  if (!std::isfinite(loss)) {
    throw Error(ErrorCode::kInvalidInput,
                "the training diverged; go on from the checkpoint with a smaller learning rate");
  }
  for (auto& group : optimizer_.param_groups()) {
    static_cast<torch::optim::AdamWOptions&>(group.options())
        .lr(one_cycle_rate(peak_rate_, step, steps));
  }
  optimizer_.step();
  average_weights(step);
}

void Optimization::average_weights(std::int64_t step) {
  const torch::NoGradGuard no_gradient;
  const double keep =
      std::min(0.998, (1.0 + static_cast<double>(step)) / (10.0 + static_cast<double>(step)));
  const auto follow = [keep](const std::vector<torch::Tensor>& averages,
                             const std::vector<torch::Tensor>& values) {
    for (std::size_t i = 0; i < values.size(); ++i) {
      const torch::Tensor& average = averages[i];
      if (average.is_floating_point()) {
        average.lerp_(values[i], 1 - keep);
      } else {
        average.copy_(values[i]);
      }
    }
  };
  follow(average_.parameters(), network_.parameters());
  follow(average_.buffers(), network_.buffers());
}

}  // namespace facepoint::nn
