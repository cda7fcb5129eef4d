// What networks say of labelled faces: the ground for finding wrong labels. Those of a
// cross-prediction never saw a face's person; else it is what the model said at the last check. One
// a face. See project.h for threads and errors.
#pragma once

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

}  // namespace facepoint
