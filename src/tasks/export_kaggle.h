// A submission to Kaggle's Facial Keypoints challenge: the labels of its test pictures, or what a
// model proposes where there is none. One thread, the project's connection.
#pragma once

#include "base/job.h"
#include "store/project.h"
#include "tasks/export.h"

namespace facepoint {

inline constexpr const char* kKaggleSubmission = "kaggle-submission";

// submission.csv: a row for each row of options.lookup, whose pictures are those of a dataset that
// were taken out of a test.csv. Throws Error.
ExportReport export_kaggle_submission(Project& project, const ExportOptions& options,
                                      JobContext& job);

}  // namespace facepoint
