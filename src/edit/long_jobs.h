// The long operations of the menus as work for the job runner: each opens its own connection on
// the worker and calls the same task as the command line. What they return is safe to run on any
// thread.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "edit/actions.h"
#include "edit/import_question.h"
#include "edit/job_runner.h"
#include "tasks/diff.h"
#include "tasks/evaluate.h"
#include "tasks/mend.h"
#include "tasks/propose.h"
#include "tasks/restore.h"
#include "tasks/train.h"
#include "tasks/video.h"

namespace facepoint {

// Examines the sources first, unless a person has answered already; where something would be stored
// wrongly it imports nothing and fills in `question`, which nobody may read before it is done.
JobRunner::Work import_job(const std::filesystem::path& project, const StartImport& action,
                           const std::shared_ptr<ImportQuestion>& question);
JobRunner::Work video_job(const std::filesystem::path& project, const VideoOptions& options);
JobRunner::Work annotate_job(const std::filesystem::path& project, const StartAnnotate& action);
JobRunner::Work check_job(const std::filesystem::path& project);
// `person`: who makes the change.
JobRunner::Work propose_job(const std::filesystem::path& project, const std::string& person,
                            const ProposeOptions& options);
JobRunner::Work snapshot_job(const std::filesystem::path& project, const std::string& person,
                             const TakeSnapshot& action);
JobRunner::Work report_job(const std::filesystem::path& project, const std::filesystem::path& out);
// They fill in `report`, which nobody may read before they are done.
JobRunner::Work compare_job(const std::filesystem::path& project, const std::string& snapshot,
                            const std::shared_ptr<DiffReport>& report);
JobRunner::Work restore_job(const std::filesystem::path& project, const std::string& person,
                            const std::string& snapshot,
                            const std::shared_ptr<RestoreReport>& report);
JobRunner::Work mend_job(const std::filesystem::path& project, const std::string& person,
                         const MendOptions& options, const std::shared_ptr<MendReport>& report);
JobRunner::Work split_job(const std::filesystem::path& project, const StartSplit& action);
JobRunner::Work duplicates_job(const std::filesystem::path& project);
JobRunner::Work export_job(const std::filesystem::path& project, const StartExport& action);

// The result says how far it came.
JobRunner::Work train_job(const std::filesystem::path& project, const TrainOptions& options);
JobRunner::Work measure_job(const std::filesystem::path& project, const EvaluateOptions& options);
JobRunner::Work training_split_job(const std::filesystem::path& project, const std::string& name);

}  // namespace facepoint
