// Faces and their points in loose pictures, without a project. Runs on one thread; pictures are
// decoded by a thread of its own.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "base/job.h"
#include "nn/predictor.h"
#include "tasks/face_finder.h"

namespace facepoint {

struct PredictOptions {
  std::vector<std::filesystem::path> pictures;
  std::filesystem::path model;  // a weights file; empty: the shipped one
  // Where each picture is written as NAME_points.png with its numbered points, small faces
  // enlarged; empty: nowhere. Made if it isn't there. No input is ever overwritten.
  std::filesystem::path out;
  double min_score = kDefaultMinScore;  // see faces_at
  int threads = 2;                      // of the prediction

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

// The same with a predictor at hand; options.model and options.threads are not looked at.
PredictReport run_predict(const PredictOptions& options, Predictor& predictor,
                          const TakePrediction& take, JobContext& job);

}  // namespace facepoint
