// What a model file says about itself, read without LibTorch. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "nn/predictor.h"

namespace facepoint::nn {

struct ModelSummary {
  ModelInfo info;
  std::int64_t weights = 0;              // numbers in its tensors
  std::int64_t bytes = 0;                // of the file
  std::optional<double> validation_nme;  // from its card, 0.05 is 5 %
};

// "heatmap68" for heatmap68/weights.fpm, "mine" for mine.fpm.
std::string model_name(const std::filesystem::path& file);

// Reads the whole file, so that a damaged one is found. Throws Error: kNotFound, kDamaged,
// kNewerVersion, kUnsupported (not a facepoint model).
ModelSummary read_model_summary(const std::filesystem::path& file);

}  // namespace facepoint::nn
