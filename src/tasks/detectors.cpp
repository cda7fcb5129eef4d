#include "tasks/detectors.h"

#include <filesystem>

#include "base/error.h"
#include "image/onnx_detector.h"
#include "nn/runtime.h"

namespace facepoint {
namespace {

constexpr int kDetectorThreads = 1;

bool is_file(const std::string& name, const char* extension) {
  return std::filesystem::path(name).extension() == extension;
}
bool is_weights_file(const std::string& name) { return is_file(name, ".fpm"); }
bool is_onnx_file(const std::string& name) { return is_file(name, ".onnx"); }

}  // namespace

void check_detector(const std::string& name) {
  if (name == "cnn" || name == "haar" || is_weights_file(name) || is_onnx_file(name)) return;
  throw Error(ErrorCode::kInvalidInput, "unknown detector '" + name +
                                            "'; known are: cnn, haar, a detector's weights "
                                            "file (NAME.fpm), or a YuNet or SCRFD (NAME.onnx)");
}

std::unique_ptr<FaceDetector> open_detector(const std::string& name) {
  check_detector(name);
  if (name == "haar") return make_haar_detector();
  if (is_onnx_file(name)) return make_onnx_detector(name);
  const std::filesystem::path weights =
      is_weights_file(name) ? std::filesystem::path(name) : nn::default_detector();
  return nn::runtime().load_detector(weights, kDetectorThreads);
}

}  // namespace facepoint
