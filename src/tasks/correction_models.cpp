#include "tasks/correction_models.h"

#include "landmark/mean_shape.h"
#include "nn/model_summary.h"

namespace facepoint {

CorrectionModel correction_model_of(const std::filesystem::path& weights) {
  const nn::ModelSummary summary = nn::read_model_summary(weights);
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
