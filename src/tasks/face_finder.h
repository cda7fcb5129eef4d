// All faces of a whole picture with their points: a detector proposes, the CNN places the points
// twice (the second time from the first points) and says which proposals were faces. Belongs to the
// thread of its detector and predictor.
#pragma once

#include <vector>

#include "image/face_detector.h"
#include "nn/predictor.h"

namespace facepoint {

struct FoundFace {
  Rect box;                        // of the points, in image pixels
  Keypoints points;                // in image pixels
  std::vector<double> error;       // one a point: its expected distance from the label, in pixels
  std::vector<double> confidence;  // one a point, 0 to 1; see point_confidences
  // That this is a face whose points can be trusted, 0 to 1: the network's own score times the
  // chance that its expected error leaves of lying within 6 % of the box side. On drums, ears and
  // lettering the points find no place, even where the score takes them for faces.
  double score = 0;
};

FoundFace found_face(FacePrediction prediction, const Scheme& scheme);

// Below it a detection is taken for a false alarm; a picture may have no face.
inline constexpr double kDefaultMinScore = 0.5;

struct PictureDetections {
  const Picture* picture = nullptr;
  std::vector<Detection> detections;
};

// The faces at each picture's detections, best first. Detections that the predictor scores below
// `min_score` are dropped, and of those whose points lie on each other all but the best. Several
// pictures at once keep the processor busier than one by one.
std::vector<std::vector<FoundFace>> faces_at(Predictor& predictor,
                                             const std::vector<PictureDetections>& pictures,
                                             double min_score);
// The same for one picture.
std::vector<FoundFace> faces_at(Predictor& predictor, const Picture& picture,
                                const std::vector<Detection>& detections, double min_score);

}  // namespace facepoint
