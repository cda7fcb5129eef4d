// Photos that are there once per face. Reads pictures' bytes, knows no project.
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "tasks/import_scan.h"

namespace facepoint {

// A photo that is there once per face (X_1.jpg, X_2.jpg, ...: the same bytes, each with its own
// label file) is one image: the first file stands for all, and the others leave `images`. Two
// labels of the same face in the same photo are no such thing, and stay two images.
void fold_repeated_photos(const std::filesystem::path& root, std::vector<ParsedLabels>& labels,
                          std::set<std::string>& images, std::vector<ImportFinding>& findings);

}  // namespace facepoint
