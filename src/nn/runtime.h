// The door to LibTorch. The module is opened (about 0.7 s) when `runtime()` is first called, so
// nothing that doesn't predict or train pays for it. Its errors arrive as facepoint::Error.
#pragma once

#include <functional>
#include <memory>

#include "base/job.h"
#include "nn/predictor.h"
#include "nn/training.h"

namespace facepoint::nn {

class Runtime {
 public:
  virtual ~Runtime() = default;
  // Throws Error: kNotFound, kDamaged, kNewerVersion, kUnsupported (not a facepoint model).
  virtual std::unique_ptr<Predictor> load_model(const std::filesystem::path& weights,
                                                int threads) = 0;
  // Reports through `job` (stage = epoch, item = example); a cancel leaves the last checkpoint.
  virtual TrainingResult train(const TrainingSet& set, const TrainingOptions& options,
                               const std::function<void(const EpochReport&)>& on_epoch,
                               JobContext& job) = 0;
};

// Any thread; opened once per process.
Runtime& runtime();

// The shipped model: share_dir()/models/NAME/weights.fpm. Throws Error(kNotFound).
std::filesystem::path default_model();

}  // namespace facepoint::nn
