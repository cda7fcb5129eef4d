// Models, training runs and evaluations that the project knows of. See project.h for threads and
// errors.
#pragma once

#include "store/project.h"

namespace facepoint {

ModelId add_model(Project& project, const Model& model);  // the known one if the digest is known
std::vector<Model> models(Project& project);

TrainingRunId add_training_run(Project& project, const TrainingRun& run);
void update_training_run(Project& project, const TrainingRun& run);
std::vector<TrainingRun> training_runs(Project& project);          // newest first
TrainingRun get_training_run(Project& project, TrainingRunId id);  // Error(kNotFound)

// What was measured of the model with this digest on `subject` (a digest too): JSON.
std::optional<std::string> kept_evaluation(Project& project, const std::string& model,
                                           const std::string& subject);
struct KeptEvaluation {
  std::string model;    // digest
  std::string subject;  // digest
  std::string report;   // JSON
  std::string created;  // UTC
};
std::vector<KeptEvaluation> kept_evaluations(Project& project);  // newest first
void keep_evaluation(Project& project, const std::string& model, const std::string& subject,
                     const std::string& report);  // replaces

}  // namespace facepoint
