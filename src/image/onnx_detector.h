// Face detectors that a person brings along as ONNX files. A detector belongs to one thread.
#pragma once

#include <filesystem>
#include <memory>

#include "image/face_detector.h"

namespace facepoint {

// YuNet (OpenCV Zoo, of 2022 or 2023) and SCRFD (InsightFace), see image/onnx_faces.h; name() says
// which. The file is tried on an empty picture at once. Throws Error with the file as context:
// kNotFound, kDamaged, and kUnsupported for what OpenCV can't run or is neither.
std::unique_ptr<FaceDetector> make_onnx_detector(const std::filesystem::path& file);

}  // namespace facepoint
