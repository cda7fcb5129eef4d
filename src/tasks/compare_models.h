// Models beside each other on a plan's part. What was measured once is kept in the project, by the
// digests of the model and of all it was measured on, so that it is measured again only where one
// of them has changed. One thread, the project's connection.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tasks/evaluate.h"

namespace facepoint {

struct ModelScore {
  struct WorstFace {
    FaceId face;
    double nme = 0;    // by inter-ocular distance
    Keypoints points;  // the model's, in image pixels
  };
  std::string digest;  // of the model
  std::int64_t images = 0;
  EvaluationSummary all;
  std::vector<std::string> regions;  // as EvaluationSummary::mean_by_region
  std::vector<CedPoint> ced;         // as ModelEvaluation::ced

  // What it was measured on. Empty where an earlier version of facepoint measured it.
  std::string split;
  std::string part;
  std::string detector;
  std::string disturb;
  std::string where;
  std::vector<std::pair<std::string, EvaluationSummary>> by_dataset;
  std::vector<WorstFace> worst;  // the largest errors first; none on pictures that were spoiled
  std::string created;           // UTC; only from kept_scores
};

// As the labels are now. Throws Error as run_evaluate does for a plan or part without labels.
std::string subject_of(Project& project, const EvaluateOptions& options);

// Without LibTorch.
std::optional<ModelScore> kept_score(Project& project, const std::string& model_digest,
                                     const std::string& subject);

// All that are kept, the newest first: of labels that may have changed since.
std::vector<ModelScore> kept_scores(Project& project);

// Keeps what run_evaluate said with these options, as measured on the labels that it read, which
// may have changed since; nothing where pictures could not be read.
void keep_scores(Project& project, const EvaluateOptions& options, const EvaluateReport& report);

// Measures those of options.models that are not kept for these labels yet; LibTorch is opened for
// them. Returns how many were measured.
int measure_models(Project& project, const EvaluateOptions& options, JobContext& job);

}  // namespace facepoint
