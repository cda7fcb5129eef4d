// A training set as its readers need it. Pure functions, any thread.
#pragma once

#include <filesystem>
#include <map>
#include <vector>

#include "nn/training.h"

namespace facepoint::nn {

// Each picture with all its faces, so that it is decoded once.
std::map<std::filesystem::path, std::vector<const TrainingExample*>> by_image(
    const std::vector<TrainingExample>& examples);

// Of the faces that are trained on; see mean_shape().
Keypoints mean_shape_of(const TrainingSet& set);

}  // namespace facepoint::nn
