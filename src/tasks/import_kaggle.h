// The pictures of Kaggle's Facial Keypoints files, which are cells of their CSV, as picture files.
#pragma once

#include <filesystem>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "base/job.h"
#include "tasks/import_scan.h"

namespace facepoint {

// What its pictures will be called, in order. Throws Error.
std::vector<std::string> kaggle_picture_names(const CellPictures& cells, JobContext& job);

// Writes them to their folder below `root` where they are not there already. A file that holds
// anything else than the row's picture is left alone: throws Error(kConflict) before any is
// written. Throws Error.
void extract_kaggle_pictures(const CellPictures& cells, const std::filesystem::path& root,
                             JobContext& job);

// Those of these images that are cells, as files below a folder that goes away with the last owner.
// Null: none is.
std::shared_ptr<const std::filesystem::path> copy_of_cells(const ScannedSource& source,
                                                           const std::set<std::string>& images,
                                                           JobContext& job);

}  // namespace facepoint
