// What a model file says about itself, read without LibTorch. Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "landmark/error_samples.h"
#include "nn/predictor.h"
#include "nn/weights_file.h"

namespace facepoint::nn {

struct ModelSummary {
  ModelInfo info;
  std::int64_t weights = 0;              // numbers in its tensors
  std::int64_t bytes = 0;                // of the file
  std::optional<double> validation_nme;  // from its card, 0.05 is 5 %
  Keypoints mean_shape;                  // of the faces it was trained on; may be empty
  // How errors of held-out faces hang together, see landmark/correction_model.h; empty: not known.
  std::vector<float> residual_covariance;
};

// "heatmap68" for heatmap68/weights.fpm, "mine" for mine.fpm.
std::string model_name(const std::filesystem::path& file);

// The tensor of a weights file that holds it.
inline constexpr const char* kResidualCovariance = "residual_covariance";
std::vector<float> residual_covariance_of(const WeightsFile& file, std::size_t points);

// Tensors of a corrector's file; nothing for no samples.
std::vector<StoredTensor> stored_samples(const ErrorSamples& samples);

// Reads the whole file, so that a damaged one is found. Throws Error: kNotFound, kDamaged,
// kNewerVersion, kUnsupported (not a facepoint model).
ModelSummary read_model_summary(const std::filesystem::path& file);

// What a corrector's file (nn/corrector.h) says about itself.
struct CorrectorSummary {
  std::string base_name;    // of the model whose proposals it corrects
  std::string base_digest;  // of that one's file
  Keypoints mean_shape;     // of that one's faces
  // How that one's errors hang together, measured again on many disturbed pictures; see
  // landmark/correction_model.h.
  std::vector<float> residual_covariance;
  ErrorSamples error_samples;  // of these; empty: it was trained before they were kept
  std::string card;            // JSON
};

inline constexpr const char* kCorrectorKind = "corrector";
// Throws Error(kDamaged).
CorrectorSummary corrector_summary_of(const WeightsFile& file, const std::string& context);
// Throws Error as read_model_summary.
CorrectorSummary read_corrector_summary(const std::filesystem::path& file);

}  // namespace facepoint::nn
