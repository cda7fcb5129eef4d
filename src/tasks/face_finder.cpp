#include "tasks/face_finder.h"

#include <algorithm>
#include <utility>

#include "landmark/metrics.h"

namespace facepoint {
namespace {

bool all_finite(const Keypoints& points) {
  return std::all_of(points.begin(), points.end(),
                     [](const Landmark& point) { return is_finite(point.position); });
}

// Two detections of one face lead the predictor to nearly the same points; the faces of two people,
// however close, differ by a good part of a face.
bool same_face(const FoundFace& a, const FoundFace& b) {
  constexpr double kSharedPart = 0.25;
  const auto apart = mean_distance(a.points, b.points);
  const auto side_a = box_side(a.points);
  const auto side_b = box_side(b.points);
  return apart && side_a && side_b && *apart < kSharedPart * std::max(*side_a, *side_b);
}

}  // namespace

std::vector<FoundFace> faces_at(Predictor& predictor, const Picture& picture,
                                const std::vector<Detection>& detections, double min_score) {
  std::vector<FaceInput> inputs;
  inputs.reserve(detections.size());
  for (const Detection& detection : detections) inputs.push_back({&picture, detection.box});
  if (inputs.empty()) return {};

  std::vector<FoundFace> candidates;
  for (FacePrediction& prediction : predictor.predict(inputs, true)) {
    if (prediction.score < min_score || !all_finite(prediction.points)) continue;
    const Rect box = bounding_box(prediction.points);
    candidates.push_back(
        {box, std::move(prediction.points), std::move(prediction.confidence), prediction.score});
  }
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const FoundFace& a, const FoundFace& b) { return a.score > b.score; });

  std::vector<FoundFace> faces;
  for (FoundFace& candidate : candidates) {
    const bool known = std::any_of(faces.begin(), faces.end(), [&](const FoundFace& face) {
      return same_face(face, candidate);
    });
    if (!known) faces.push_back(std::move(candidate));
  }
  return faces;
}

FaceFinder::FaceFinder(FaceDetector& detector, Predictor& predictor, double min_score)
    : detector_(detector), predictor_(predictor), min_score_(min_score) {}

std::vector<FoundFace> FaceFinder::find(const Picture& picture) {
  return faces_at(predictor_, picture, detector_.detect(picture), min_score_);
}

}  // namespace facepoint
