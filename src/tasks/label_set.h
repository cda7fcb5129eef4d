// The labels that a check or a benchmark judges, each with what a network says of the face. One
// thread, the project's connection; LibTorch is opened where a network has to be asked.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "base/job.h"
#include "curate/suspicion.h"
#include "store/fold_predictions.h"
#include "tasks/plan_faces.h"

namespace facepoint {

struct LabelSet {
  Scheme scheme;
  std::vector<PlanFace> faces;
  std::vector<std::optional<FoldPrediction>> predictions;  // one a face
  std::string model;                                       // that was asked; empty: none
  std::int64_t out_of_fold = 0;      // faces judged by a network that never saw the person
  std::vector<std::string> skipped;  // "path: why", pictures that could not be read

  // Points into this set, which must outlive it.
  std::vector<LabelToJudge> to_judge() const;
};

struct AskNetwork {
  bool ask = true;              // else only what is stored counts
  std::filesystem::path model;  // a weights file; empty: the project's
  int threads = 2;
  bool keep = false;  // store what it says
};

// Stored predictions are used where they come from a cross-prediction, or from the same model
// beside the same labels; the network is asked for the others. One of another scheme says nothing.
LabelSet label_set(Project& project, Scheme scheme, std::vector<PlanFace> faces,
                   const AskNetwork& network, JobContext& job);

}  // namespace facepoint
