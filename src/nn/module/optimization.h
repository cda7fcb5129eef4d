// What every training here does with its gradients: AdamW under a one-cycle learning rate, and a
// moving average of the weights, which is what is validated and kept. LibTorch; the trainer's
// thread.
#pragma once

#include <torch/torch.h>

#include <cstdint>

namespace facepoint::nn {

// One cycle (Smith 2018): up over the first twentieth of `steps`, then down along a cosine to a
// hundredth of `peak`.
double one_cycle_rate(double peak, std::int64_t step, std::int64_t steps);

class Optimization {
 public:
  // Both networks are of one architecture and must outlive this; `average` starts as a copy.
  Optimization(torch::nn::Module& network, torch::nn::Module& average, double peak_rate,
               double weight_decay);

  // Moves the weights by their gradients, which gave `loss`. Throws Error(kInvalidInput) when that
  // is no number any more.
  void step(double loss, std::int64_t step, std::int64_t steps);

  torch::optim::Optimizer& state() { return optimizer_; }

 private:
  void average_weights(std::int64_t step);

  torch::nn::Module& network_;
  torch::nn::Module& average_;
  double peak_rate_;
  torch::optim::AdamW optimizer_;
};

}  // namespace facepoint::nn
