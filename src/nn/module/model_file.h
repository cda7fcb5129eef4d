// A network as a weights file, and back. LibTorch; any thread, one network at a time.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "nn/module/calibration.h"
#include "nn/module/network.h"
#include "nn/predictor.h"

namespace facepoint::nn {

struct LoadedModel {
  std::shared_ptr<Network> network;
  ModelInfo info;
  Keypoints mean_shape;     // see landmark/mean_shape.h
  Calibration calibration;  // of the network's expected errors
  // Of held-out faces, see Residuals::covariance; empty: not known.
  std::vector<float> residual_covariance;
  // See Network::activation_ranges; empty: not measured, it predicts with floats.
  std::vector<float> activation_ranges;
};

std::string encode_model(const LoadedModel& model);
// Throws Error: kNotFound, kDamaged, kNewerVersion, kUnsupported.
LoadedModel load_model_file(const std::filesystem::path& path);

}  // namespace facepoint::nn
