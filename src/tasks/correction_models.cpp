#include "tasks/correction_models.h"

#include "base/error.h"
#include "landmark/mean_shape.h"
#include "nn/model_summary.h"
#include "nn/runtime.h"

namespace facepoint {

CorrectionModel correction_model_of(const std::filesystem::path& weights,
                                    const std::filesystem::path& corrector_weights) {
  const nn::ModelSummary summary = nn::read_model_summary(weights);
  try {
    nn::CorrectorSummary corrector = nn::read_corrector_summary(
        corrector_weights.empty() ? nn::default_corrector() : corrector_weights);
    if (corrector.base_digest == summary.info.digest && !corrector.residual_covariance.empty()) {
      return {corrector.mean_shape, corrector.residual_covariance,
              std::move(corrector.error_samples)};
    }
  } catch (const Error&) {
    // Not installed: what the model knows of itself.
  }
  if (summary.residual_covariance.empty()) return {};
  return {summary.mean_shape, summary.residual_covariance};
}

CorrectionModel correction_model_of(const Scheme& scheme, std::span<const Keypoints> labels) {
  const Keypoints mean = mean_shape(scheme, labels);
  const std::vector<float> covariance = shape_covariance(mean, labels);
  if (covariance.empty()) return {};
  return {mean, covariance};
}

}  // namespace facepoint
