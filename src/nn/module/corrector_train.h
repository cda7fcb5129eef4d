// Training of the network that listens, on corrections simulated at augmented crops: one-cycle
// learning rate, averaged weights, checkpoints. LibTorch; runs on the caller's thread plus one that
// prepares crops.
#pragma once

#include <functional>

#include "base/job.h"
#include "nn/corrector_training.h"
#include "nn/training.h"

namespace facepoint::nn {

// See Runtime::train_corrector.
CorrectorResult train_corrector_network(const TrainingSet& set, const CorrectorOptions& options,
                                        const std::function<void(const CorrectorEpoch&)>& on_epoch,
                                        JobContext& job);

}  // namespace facepoint::nn
