// Where the files of the project's images lie. Any thread.
#pragma once

#include <filesystem>

#include "store/records.h"

namespace facepoint {

// The dataset's root and the image's path in it.
std::filesystem::path file_of(const Dataset& dataset, const Image& image);

}  // namespace facepoint
