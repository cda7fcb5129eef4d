// Brings the rows of label files into the project: new rows become faces, changed ones revisions
// unless a person changed the face too. See import.h.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "tasks/import.h"
#include "tasks/import_scan.h"

namespace facepoint {

// In one transaction: all of a source's labels or, if cancelled, none. Adds to the report.
void import_labels(Project& project, const Dataset& dataset,
                   const std::vector<ParsedLabels>& labels,
                   const std::map<std::string, ImageId>& image_of, ImportReport& report,
                   JobContext& job);

}  // namespace facepoint
