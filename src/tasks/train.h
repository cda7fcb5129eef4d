// Trains a network on the labelled faces of a split plan and records the run in the project. One
// thread, the project's connection; LibTorch is opened here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "base/job.h"
#include "nn/training.h"
#include "store/project.h"

namespace facepoint {

struct TrainOptions {
  std::string split;             // the plan: its train part is trained on, its val part validates
  std::string arch = "heatmap";  // or "naimish"
  std::filesystem::path out;     // the weights file; the checkpoint lies beside it
  int epochs = 40;
  int batch_size = 32;
  double learning_rate = 0;  // 0: the architecture's default
  std::uint64_t seed = 1;
  int threads = 2;
  int patience = 0;            // stop after so many epochs without a better validation; 0: never
  int width = 0;               // of the heatmap network; 0: that of `from`, or the default
  std::filesystem::path from;  // a model to start from; empty: from scratch
  bool resume = false;         // go on from the checkpoint
  std::string where;           // a query; empty: every face of the plan

  void check() const;  // throws Error(kInvalidInput)
  std::filesystem::path checkpoint() const;
};

struct TrainReport {
  TrainingRunId run;
  TrainingResult result;
  std::int64_t train_faces = 0;
  std::int64_t validation_faces = 0;
};

// A cancel or failure is recorded in the run and thrown on; the last checkpoint stands.
TrainReport run_train(Project& project, const TrainOptions& options,
                      const std::function<void(const EpochReport&)>& on_epoch, JobContext& job);

}  // namespace facepoint
