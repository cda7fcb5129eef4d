// Where what is known of how points err together comes from: a network's own residuals, or the
// variation of labels. Without LibTorch. See landmark/correction_model.h.
#pragma once

#include <filesystem>
#include <span>

#include "landmark/correction_model.h"

namespace facepoint {

// Of a model's weights file: for proposals of that model. What a corrector trained beside it has
// measured (none given: the shipped one) is better than what it knows of itself. Empty where
// neither knows. Throws Error as nn::read_model_summary does.
CorrectionModel correction_model_of(const std::filesystem::path& weights,
                                    const std::filesystem::path& corrector = {});
// For labels that no known network proposed. Empty for too few faces.
CorrectionModel correction_model_of(const Scheme& scheme, std::span<const Keypoints> labels);

}  // namespace facepoint
