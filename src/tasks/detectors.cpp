#include "tasks/detectors.h"

#include <filesystem>

#include "base/error.h"
#include "nn/runtime.h"

namespace facepoint {
namespace {

constexpr int kDetectorThreads = 1;

bool is_weights_file(const std::string& name) {
  return std::filesystem::path(name).extension() == ".fpm";
}

}  // namespace

void check_detector(const std::string& name) {
  if (name == "cnn" || name == "haar" || is_weights_file(name)) return;
  throw Error(ErrorCode::kInvalidInput, "unknown detector '" + name +
                                            "'; known are: cnn, haar, or a detector's weights "
                                            "file (NAME.fpm)");
}

std::unique_ptr<FaceDetector> open_detector(const std::string& name) {
  check_detector(name);
  if (name == "haar") return make_haar_detector();
  const std::filesystem::path weights =
      is_weights_file(name) ? std::filesystem::path(name) : nn::default_detector();
  return nn::runtime().load_detector(weights, kDetectorThreads);
}

}  // namespace facepoint
