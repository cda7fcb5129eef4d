// Training of the face detector on composed scenes: one-cycle learning rate, averaged weights,
// checkpoints. LibTorch; runs on the caller's thread plus one that prepares scenes.
#pragma once

#include <functional>

#include "base/job.h"
#include "nn/detector.h"
#include "nn/training.h"

namespace facepoint::nn {

// See Runtime::train_detector.
DetectorResult train_detector_network(const TrainingSet& set, const DetectorOptions& options,
                                      const std::function<void(const DetectorEpoch&)>& on_epoch,
                                      JobContext& job);

}  // namespace facepoint::nn
