// Predicts every labelled face by a network that never saw its person: one training for each fold,
// whose held-out faces it predicts. The predictions are kept in the project, for whoever judges
// labels by them. One thread, the project's connection; LibTorch is opened here.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "landmark/metrics.h"
#include "tasks/train.h"

namespace facepoint {

struct CrossPredictOptions {
  int folds = 3;
  std::string group_by = "identity";  // or "clip", "image": what is never in two folds
  std::filesystem::path out;          // folder of the folds' weights and checkpoints
  int epochs = 12;                    // of each training, from scratch
  std::uint64_t seed = 1;
  int threads = 2;
  bool resume = false;  // go on from the folds' checkpoints
  std::string where;    // a query; empty: every labelled face

  void check() const;  // throws Error(kInvalidInput)
};

struct CrossPredictReport {
  struct Fold {
    std::int64_t faces = 0;          // held out and predicted
    std::string digest;              // of the weights
    std::optional<MeanError> error;  // whole picture in; none: no label tells a face's size
  };
  std::vector<Fold> folds;
  std::vector<std::string> skipped;  // "path: why", pictures that could not be read
};

// A group's fold follows from `seed` and the group alone (see curate/split_plan.h), groups with the
// same or nearly the same pictures being one; a tenth of the other folds' groups validates (more
// where there are fewer than sixty). Brings the project's duplicates up to date first. Earlier
// predictions are replaced once all folds are trained.
CrossPredictReport run_cross_predict(Project& project, const CrossPredictOptions& options,
                                     const TrainWatch& watch, JobContext& job);

}  // namespace facepoint
