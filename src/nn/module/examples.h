// A training set as its readers need it. Pure functions, any thread.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "nn/training.h"

namespace facepoint::nn {

// Each picture with all its faces, so that it is decoded once.
std::map<std::filesystem::path, std::vector<const TrainingExample*>> by_image(
    const std::vector<TrainingExample>& examples);

// Of the labels of both parts: what is gone on with must have the same. Pictures count by their
// file names, so that they may have been moved.
std::string labels_digest(const TrainingSet& set);

// Of the faces that are trained on; see mean_shape().
Keypoints mean_shape_of(const TrainingSet& set);

}  // namespace facepoint::nn
