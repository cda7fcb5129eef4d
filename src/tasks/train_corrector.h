// Trains the network that listens to corrections (nn/corrector.h) on the labelled faces of a split
// plan and records the run in the project. One thread, the project's connection; LibTorch is opened
// here.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/job.h"
#include "nn/corrector_training.h"
#include "store/project.h"

namespace facepoint {

struct TrainCorrectorOptions {
  std::string split;          // the plan: its train part is trained on, its val part validates
  std::string where;          // a query; empty: every face of the plan
  bool allow_leaks = false;   // as TrainOptions
  CorrectorOptions training;  // its checkpoint and card are filled in here

  void check() const;  // throws Error(kInvalidInput)
};

struct TrainCorrectorReport {
  TrainingRunId run;
  CorrectorResult result;
  std::int64_t train_faces = 0;
  std::int64_t validation_faces = 0;
};

// A cancel or failure is recorded in the run and thrown on; the last checkpoint stands.
TrainCorrectorReport run_train_corrector(Project& project, const TrainCorrectorOptions& options,
                                         const std::function<void(const CorrectorEpoch&)>& on_epoch,
                                         JobContext& job);

}  // namespace facepoint
