// Images as curate/ looks at them. One thread, the project's connection.
#pragma once

#include <unordered_map>
#include <vector>

#include "curate/split_plan.h"
#include "store/project.h"

namespace facepoint {

// What curate/ looks at of stored images; the key is DATASET/PATH.
std::vector<SplitImage> split_images(Project& project, const std::vector<Image>& images);

// The place of each image in a list.
std::unordered_map<ImageId, std::size_t> places_of(const std::vector<Image>& images);

}  // namespace facepoint
