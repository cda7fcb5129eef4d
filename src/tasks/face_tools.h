// What one thread needs to find faces and their points: a detector and a predictor of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "image/face_detector.h"
#include "nn/predictor.h"

namespace facepoint {

struct FaceTools {
  std::unique_ptr<FaceDetector> detector;
  std::unique_ptr<Predictor> predictor;
};

// One for each of `threads` threads; `detector` as in tasks/detectors.h. Each computes on its
// caller's thread alone, since several pictures at once use the processor better than several
// threads on one picture. Throws Error as nn::Runtime::load_model and open_detector do.
std::vector<FaceTools> load_face_tools(const std::filesystem::path& model,
                                       const std::string& detector, int threads);

}  // namespace facepoint
