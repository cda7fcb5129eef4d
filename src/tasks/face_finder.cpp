#include "tasks/face_finder.h"

#include <algorithm>
#include <cmath>
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

// A detection's box lies along the picture's axes: around a turned face it is larger than the box
// in the face's own frame, which the predictor wants.
FaceInput input_at(const Picture& picture, const Detection& detection) {
  const double grown = std::abs(std::cos(detection.angle)) + std::abs(std::sin(detection.angle));
  const double width = detection.box.width / grown;
  const double height = detection.box.height / grown;
  const Point middle = detection.box.center();
  return {&picture, {middle.x - width / 2, middle.y - height / 2, width, height}, detection.angle};
}

std::vector<FoundFace> without_false_alarms(std::vector<FoundFace> candidates, double min_score) {
  std::erase_if(candidates, [&](const FoundFace& face) {
    return face.score < min_score || !all_finite(face.points);
  });
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

}  // namespace

FoundFace found_face(FacePrediction prediction, const Scheme& scheme) {
  constexpr double kTrusted = 0.06;  // of the box side
  FoundFace face;
  face.box = bounding_box(prediction.points);
  face.confidence = point_confidences(scheme, prediction.points, prediction.error);
  face.points = std::move(prediction.points);
  face.error = std::move(prediction.error);
  double mean_error = 0;
  for (const double error : face.error)
    mean_error += error / static_cast<double>(face.error.size());
  const double side = box_side(face.points).value_or(1);
  face.score = prediction.score * chance_within(kTrusted * side, mean_error);
  return face;
}

std::vector<std::vector<FoundFace>> faces_at(Predictor& predictor,
                                             const std::vector<PictureDetections>& pictures,
                                             double min_score) {
  std::vector<FaceInput> inputs;
  for (const PictureDetections& item : pictures) {
    for (const Detection& detection : item.detections) {
      inputs.push_back(input_at(*item.picture, detection));
    }
  }
  std::vector<FacePrediction> predictions;
  if (!inputs.empty()) predictions = predictor.predict(inputs, true);

  const Scheme& scheme = SchemeLibrary::standard().get(predictor.info().scheme);
  std::vector<std::vector<FoundFace>> faces;
  faces.reserve(pictures.size());
  std::size_t next = 0;
  for (const PictureDetections& item : pictures) {
    std::vector<FoundFace> candidates;
    for (std::size_t i = 0; i < item.detections.size(); ++i) {
      candidates.push_back(found_face(std::move(predictions[next++]), scheme));
    }
    faces.push_back(without_false_alarms(std::move(candidates), min_score));
  }
  return faces;
}

std::vector<FoundFace> faces_at(Predictor& predictor, const Picture& picture,
                                const std::vector<Detection>& detections, double min_score) {
  return faces_at(predictor, {{&picture, detections}}, min_score).front();
}

}  // namespace facepoint
