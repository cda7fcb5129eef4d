// The face detectors by name, as `--detector` takes them. Any thread; a detector belongs to one.
#pragma once

#include <memory>
#include <string>

#include "image/face_detector.h"

namespace facepoint {

inline constexpr const char* kDefaultDetector = "cnn";
inline constexpr const char* kDetectorHelp =
    "How faces are found: cnn (the trained detector), haar (OpenCV's cascades), a detector's "
    "weights file (.fpm), or a YuNet or SCRFD network (.onnx)";

// Throws Error(kInvalidInput) for what is neither a known name nor such a file.
void check_detector(const std::string& name);

// Opens LibTorch for a trained one, which computes on its caller's thread alone.
// Throws as check_detector and as its file does.
std::unique_ptr<FaceDetector> open_detector(const std::string& name);

}  // namespace facepoint
