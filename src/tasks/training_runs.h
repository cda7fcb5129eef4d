// The trainings that a project remembers: how far they came, epoch by epoch, and how to go on with
// one. One thread, the project's connection. Without LibTorch.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "store/models.h"
#include "tasks/train.h"

namespace facepoint {

enum class RunState : std::uint8_t { kRunning, kStopped, kFinished, kFailed };
const char* to_text(RunState state);  // "running", ...

struct RunEpoch {
  int epoch = 0;
  double training_loss = 0;
  std::optional<double> validation_nme;  // by inter-ocular distance; none: of the face detector
  bool by_box = false;                   // by the box side; see EpochReport
  double seconds = 0;
  double waiting_share = 0;
  bool best = false;  // so far
  friend bool operator==(const RunEpoch&, const RunEpoch&) = default;
};

// A validation face as the best network so far sees it.
struct WorstFace {
  FaceId face;
  double nme = 0;
  Keypoints points;  // in image pixels
};

struct ListedRun {
  TrainingRunId id;
  std::string name;  // of its weights file
  std::string arch;
  std::string split_plan;
  std::string snapshot;                 // whose labels it was trained on; empty: not recorded
  RunState state = RunState::kStopped;  // also stopped: what a crash left as running
  std::string problem;                  // why it failed
  std::string started;
  std::string ended;
  std::int64_t train_faces = 0;  // 0: not recorded
  std::int64_t validation_faces = 0;
  int epochs = 0;             // at most; 0: not recorded
  std::string from;           // "scratch", "shipped" or a file
  std::filesystem::path out;  // the weights
  std::filesystem::path checkpoint;
  std::vector<RunEpoch> history;
  std::vector<WorstFace> worst;  // the largest error first
  bool can_resume = false;

  const RunEpoch* best() const;      // null: no epoch is done
  double seconds_per_epoch() const;  // 0: no epoch is done
};

ListedRun listed_run(const TrainingRun& run);
std::vector<ListedRun> list_runs(Project& project);  // newest first

// To go on with a run that can be resumed. Throws Error(kInvalidInput) for others.
TrainOptions resume_options(const TrainingRun& run);

}  // namespace facepoint
