// One training step's gradients, a part of the batch on each processor: two halves in two threads
// of one core each are nearly twice as fast as one whole in two threads. LibTorch; the trainer's
// thread.
#pragma once

#include <memory>
#include <vector>

#include "nn/module/batches.h"
#include "nn/module/network.h"

namespace facepoint::nn {

class ParallelStep {
 public:
  // `network` must outlive this; `workers` threads, each with a copy that shares its weights.
  // Statistics of batch norm are those of the network's own, the first part.
  ParallelStep(std::shared_ptr<Network> network, int workers);

  // Sets the gradients of the network's parameters; the loss.
  double gradients(const Batch& batch);

 private:
  std::vector<std::shared_ptr<Network>> copies_;  // the first is the network itself
};

}  // namespace facepoint::nn
