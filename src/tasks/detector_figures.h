// How well a face detector alone finds labelled faces, before the landmark network has its say. A
// value; pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "image/face_detector.h"
#include "landmark/keypoints.h"

namespace facepoint {

struct DetectorFigures {
  std::string dataset;
  std::int64_t pictures = 0;
  std::int64_t faces = 0;
  std::int64_t found = 0;      // a detection overlaps the points' box by at least half
  std::int64_t unmatched = 0;  // detections of which that is not true
  double overlap_sum = 0;      // of the found faces: intersection over union of the boxes
  double seconds = 0;

  // One picture's labelled faces and detections. Each face and each detection counts once.
  void add(const std::vector<Keypoints>& labels, const std::vector<Detection>& detections,
           double took);
  double found_share() const { return faces > 0 ? static_cast<double>(found) / faces : 0; }
  double mean_overlap() const { return found > 0 ? overlap_sum / found : 0; }
};

}  // namespace facepoint
