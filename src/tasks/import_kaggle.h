// The pictures of Kaggle's Facial Keypoints files, which are cells of their CSV, as picture files.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"
#include "tasks/label_text.h"

namespace facepoint {

// Writes them to `folder` where they are not there already; gives their names in order. Throws
// Error.
std::vector<std::string> extract_kaggle_pictures(const std::filesystem::path& csv,
                                                 TextMending mending,
                                                 const std::filesystem::path& folder,
                                                 JobContext& job);

}  // namespace facepoint
