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

// A training with fewer faces starts from the shipped model unless told otherwise.
inline constexpr std::int64_t kFacesFromScratch = 2000;
// Fewer teach nothing and measure nothing.
inline constexpr std::int64_t kFewestTrainingFaces = 10;
inline constexpr std::int64_t kFewestValidationFaces = 2;

struct TrainOptions {
  std::string split;             // the plan: its train part is trained on, its val part validates
  std::string arch = "heatmap";  // or "naimish"
  std::filesystem::path out;     // the weights file; the checkpoint lies beside it
  // A model file to start from; "shipped": the shipped one; "scratch": none. Empty: the shipped one
  // for fewer than kFacesFromScratch faces of its scheme and architecture, else none.
  std::string from;
  int epochs = 0;  // 0: 120 from scratch (naimish: 12), 40 from a model
  int batch_size = 32;
  double learning_rate = 0;  // 0: the architecture's default
  std::uint64_t seed = 1;
  int threads = 2;
  int patience = -1;         // stop after so many epochs without a better validation; 0: never;
                             // negative: 40 from scratch, 15 from a model
  int width = 0;             // of the heatmap network; 0: that of `from`, or the default
  bool resume = false;       // go on from the checkpoint
  bool allow_leaks = false;  // also when people or pictures of the train part validate
  std::string where;         // a query; empty: every face of the plan

  void check() const;  // throws Error(kInvalidInput)
  std::filesystem::path checkpoint() const;
};

// What a training is about to do, its open options settled.
struct TrainStart {
  std::int64_t train_faces = 0;
  std::int64_t validation_faces = 0;
  int epochs = 0;
  std::filesystem::path from;  // empty: from scratch
  int patience = 0;            // as TrainOptions::patience, settled
};

struct TrainWatch {
  std::function<void(const TrainStart&)> start;
  std::function<void(const EpochReport&)> epoch;
};

struct TrainReport {
  TrainingRunId run;
  TrainingResult result;
  std::int64_t train_faces = 0;
  std::int64_t validation_faces = 0;
};

// What run_train would do, and why it would refuse to.
struct TrainPreview {
  TrainStart start;
  std::string too_few;  // faces; empty: enough
  std::string shared;   // what the plan's parts share and should not; see leaks_text
  bool leaks() const { return !shared.empty(); }
};
// Throws Error(kNotFound) for a plan that is not there, kInvalidInput where it has no labels.
TrainPreview preview_train(Project& project, const TrainOptions& options, JobContext& job);

// The run names the snapshot that has its labels; see faces_to_train. A cancel or failure is
// recorded in the run and thrown on; the last checkpoint stands. Throws Error(kInvalidInput) when
// the plan has too few faces or leaks.
TrainReport run_train(Project& project, const TrainOptions& options, const TrainWatch& watch,
                      JobContext& job);

}  // namespace facepoint
