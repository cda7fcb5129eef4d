// Models and training runs that the project knows of. See project.h for threads and errors.
#pragma once

#include "store/project.h"

namespace facepoint {

ModelId add_model(Project& project, const Model& model);  // the known one if the digest is known
std::vector<Model> models(Project& project);

TrainingRunId add_training_run(Project& project, const TrainingRun& run);
void update_training_run(Project& project, const TrainingRun& run);
std::vector<TrainingRun> training_runs(Project& project);  // newest first

}  // namespace facepoint
