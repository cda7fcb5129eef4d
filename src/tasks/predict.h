// Faces and their points in loose pictures, without a project. The caller's thread takes the
// results; the pictures are worked on by others.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/job.h"
#include "tasks/detectors.h"
#include "tasks/face_pipeline.h"

namespace facepoint {

struct PredictOptions {
  std::vector<std::filesystem::path> pictures;
  std::filesystem::path model;  // a weights file; empty: the shipped one
  // Where each picture is written as NAME_points.png with its numbered points, small faces
  // enlarged; empty: nowhere. Made if it isn't there. No input is ever overwritten.
  std::filesystem::path out;
  std::string detector = kDefaultDetector;  // see tasks/detectors.h
  double min_score = kDefaultMinScore;      // see faces_at
  int threads = 2;                          // pictures worked on at once

  void check() const;  // throws Error(kInvalidInput)
};

struct PredictedPicture {
  std::filesystem::path file;
  std::vector<FoundFace> faces;   // best first; may be none
  std::string error;              // why the picture could not be read; empty: it could
  std::filesystem::path drawing;  // empty: none was asked for
};

struct PredictReport {
  std::int64_t pictures = 0;
  std::int64_t faces = 0;
  std::int64_t without_face = 0;
  std::int64_t failures = 0;
};

// Calls `take` for each picture, in their order, as soon as it is done.
using TakePrediction = std::function<void(const PredictedPicture&)>;
PredictReport run_predict(const PredictOptions& options, const TakePrediction& take,
                          JobContext& job);

// The same with tools at hand, one for each thread; options.model, options.detector and
// options.threads are not looked at.
PredictReport run_predict(const PredictOptions& options, std::vector<FaceTools> tools,
                          const TakePrediction& take, JobContext& job);

}  // namespace facepoint
