// What is remarkable about the pictures and rows of a source, once they are in the project.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tasks/import.h"
#include "tasks/import_scan.h"

namespace facepoint {

using ImagesByPath = std::map<std::string, Image>;

// Points outside, coincident points and repeated rows; counts rows and faces.
void examine_rows(const std::vector<ParsedLabels>& labels, const ImagesByPath& images,
                  ImportReport& report);
// Byte-identical pictures, repeated names, wrong extensions, unreadable ones.
void examine_images(const ImagesByPath& images, ImportReport& report);

}  // namespace facepoint
