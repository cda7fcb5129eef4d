// Training of either architecture: augmentation, one-cycle learning rate, averaged weights,
// checkpoints. LibTorch; runs on the caller's thread plus one that prepares batches.
#pragma once

#include <functional>

#include "base/job.h"
#include "nn/training.h"

namespace facepoint::nn {

// See Runtime::train.
TrainingResult train_network(const TrainingSet& set, const TrainingOptions& options,
                             const std::function<void(const EpochReport&)>& on_epoch,
                             JobContext& job);

}  // namespace facepoint::nn
