// A split plan's faces as a training takes them, and the record that a training leaves in the
// project. One thread, the project's connection.
#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>

#include "base/job.h"
#include "nn/training.h"
#include "store/models.h"
#include "tasks/plan_faces.h"

namespace facepoint {

// The plan's train and val parts. Sources are the datasets by number of training faces: the first
// is the reference convention of the labels. Their names are UTF-8, whatever their folders' are.
TrainingSet training_set_of(const PlanFaces& faces);

// Throws Error(kInvalidInput) for weights whose checkpoint, which lies beside them as *.checkpoint,
// could be that of others, and for names that are no UTF-8, as which they are recorded.
void check_weights_name(const std::filesystem::path& file);
std::filesystem::path checkpoint_beside(const std::filesystem::path& weights);

// Throws Error(kInvalidInput) for a file to start from whose name is no UTF-8.
void check_start_name(const std::filesystem::path& file);

// As it is kept in files and records. What is no UTF-8 in it, in a query or the name of a folder,
// is replaced.
std::string kept_text(const nlohmann::ordered_json& json);

// How many faces there are and how many are needed; empty: enough.
std::string too_few(const TrainingSet& set);
void require_enough(const TrainingSet& set);  // throws Error(kInvalidInput) with too_few()

// A plan's faces and the name of the snapshot that has their labels: the newest with these labels,
// or one that is taken now. Throws as require_enough and, unless leaks are allowed, refuse_leaks.
struct FacesToTrain {
  PlanFaces faces;
  TrainingSet set;
  std::string snapshot;
};
FacesToTrain faces_to_train(Project& project, const std::string& plan, const std::string& where,
                            bool allow_leaks, JobContext& job);
// The latter alone, for what is trained without a plan. Call it in one transaction with reading
// the faces, so that nobody changes a label in between.
std::string snapshot_to_train(Project& project);

// For a model's card: datasets with their source and number of training faces.
nlohmann::ordered_json data_of(const TrainingSet& set);

// An epoch as a training run's record keeps it.
nlohmann::ordered_json figures_of(const EpochReport& report);

// Stores `run` as running, does `work`, and stores how it ended: finished, cancelled or failed,
// which is thrown on. `work` is given what stores an epoch's figures (a JSON object); "worst" is
// kept of the last epoch that has it. `resume`: the record of the newest run with the same
// checkpoint goes on, if there is one; where it ends before an epoch is kept, the record is as it
// was. Throws Error(kLocked) where another process is at work on the same checkpoint.
using KeepEpoch = std::function<void(nlohmann::ordered_json)>;
TrainingRunId record_run(Project& project, TrainingRun run, bool resume,
                         const std::function<void(const KeepEpoch&)>& work);

}  // namespace facepoint
