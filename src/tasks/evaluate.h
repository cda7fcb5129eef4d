// How well models place points on the labelled faces of a split plan's part. One thread, the
// project's connection; LibTorch is opened here.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/job.h"
#include "landmark/metrics.h"
#include "nn/predictor.h"
#include "store/project.h"
#include "tasks/detector_figures.h"
#include "tasks/detectors.h"
#include "tasks/face_finder.h"
#include "tasks/plan_faces.h"

namespace facepoint {

struct EvaluateOptions {
  std::string split;                          // the plan
  std::string part = "test";                  // or "val", "train"
  std::vector<std::filesystem::path> models;  // weights files; empty: the shipped one
  // See tasks/detectors.h: the whole picture goes in, faces are found first. Or "labels": the
  // points' own box is given, so that only the network is judged.
  std::string detector = kDefaultDetector;
  std::string disturb;                  // see image/disturb.h; empty: the pictures as they are
  std::string where;                    // a query; empty: every labelled face of the part
  double min_score = kDefaultMinScore;  // see faces_at
  int threads = 2;
  bool allow_leaks = false;  // also when the plan's parts share people or pictures

  void check() const;  // throws Error(kInvalidInput)
};

struct JudgedFace {
  std::string image;
  std::string dataset;
  FaceId face;
  std::optional<FaceError> error;  // nullopt: missed
  double confidence = 0;           // mean over the points
  Keypoints points = {};           // the model's, in pixels of the judged picture
  // The label has an inter-ocular distance: only then does the face count, found or missed.
  bool counts = true;
};

struct ModelEvaluation {
  ModelInfo model;
  EvaluationSummary all;
  std::vector<std::pair<std::string, EvaluationSummary>> by_dataset;
  std::vector<CedPoint> ced;     // up to 0.1; by inter-ocular distance
  std::int64_t false_boxes = 0;  // found faces that are no labelled face
  // Expected against true distance of every point found, in parts of the box side; ten bins.
  std::vector<ReliabilityBin> reliability;
  double failures_in_worst_tenth = 0;  // at 10 %, of the faces found; see landmark/metrics.h
  std::vector<JudgedFace> faces;       // in the order of their images' paths
};

struct EvaluateReport {
  std::string subject;  // see subject_of
  std::string split;
  std::string part;
  std::string detector;
  std::string disturb;
  std::vector<std::string> regions;  // as EvaluationSummary::mean_by_region
  std::int64_t images = 0;
  std::vector<DetectorFigures> detection;  // of the detector alone, a dataset each; none: "labels"
  std::vector<ModelEvaluation> models;
  std::vector<std::string> skipped;  // "path: why", pictures that could not be read
};

// A digest of the faces of options.part, with their labels, and of how they are judged; not of the
// models.
std::string subject_of(const EvaluateOptions& options, const PlanFaces& faces);

// Throws Error(kInvalidInput) as check(), for a part without labels, and for a plan that leaks.
EvaluateReport run_evaluate(Project& project, const EvaluateOptions& options, JobContext& job);

// For each label the index of the found face that is it, -1 for none: pairs are taken in order of
// overlap of the points' boxes, from the largest to one of 0.3 (intersection over union).
std::vector<int> match_faces(const std::vector<Keypoints>& labels,
                             const std::vector<FoundFace>& found);

}  // namespace facepoint
