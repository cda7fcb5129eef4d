// What networks say of labelled faces: the ground for finding wrong labels. Those of a
// cross-prediction never saw a face's person; else it is what the model said at the last check. One
// a face. See project.h for threads and errors.
#pragma once

#include <functional>
#include <optional>

#include "store/project.h"

namespace facepoint {

inline constexpr int kNoFold = -1;

struct FoldPrediction {
  FaceId face;
  RevisionId revision;        // the label that it was made beside
  int fold = 0;               // 0-based; kNoFold: by a model that wasn't trained for it
  std::string model;          // digest of the weights
  Keypoints points;           // in image pixels
  std::vector<double> error;  // one a point: its expected distance from the label, in pixels
  double score = 0;           // that this is a face whose points can be trusted, 0 to 1
  bool found = true;          // by the detector; else the network looked where the label lies
  int unlabelled = 0;         // further faces found in the picture, at none of its labels
};

void put_fold_prediction(Project& project,
                         const FoldPrediction& prediction);  // replaces the face's
void clear_fold_predictions(Project& project);
std::vector<FoldPrediction> fold_predictions(Project& project);  // by face

std::optional<FoldPrediction> fold_prediction_of(Project& project, FaceId face);

// The CNN's points of each face that it has said something of: its open proposal, else its fold
// prediction. Without what else these hold, which takes longer to read than the points.
struct PredictedPoints {
  FaceId face;
  Keypoints points;  // in image pixels
  bool proposed = false;
};
std::vector<PredictedPoints> predicted_points(Project& project);
std::optional<PredictedPoints> predicted_points_of(Project& project, FaceId face);

// A label beside the CNN's points of the same face.
struct ComparedLabel {
  FaceId face;
  DatasetId dataset;
  std::string scheme;
  Keypoints label;           // in image pixels
  Keypoints predicted;       // likewise, of as many points
  bool out_of_fold = false;  // by a network that never saw the person
};
// One after the other, by face, since the points of 100,000 faces take much memory. Rejected faces
// are left out. `use` may throw, which ends the reading, but write nothing.
void each_compared_label(Project& project, const Query& query,
                         const std::function<void(const ComparedLabel&)>& use);

}  // namespace facepoint
