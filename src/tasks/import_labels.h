// Brings the rows of label files into the project: new rows become faces, changed ones revisions
// unless a person changed the face too. See import.h.
#pragma once

#include <optional>

#include "tasks/import.h"
#include "tasks/import_scan.h"

namespace facepoint {

// In one transaction: all of a source's labels or, if cancelled, none. Rows are read by `layout` if
// there is one. Adds what was done and what is remarkable about rows to the report. The source's
// images have their ids; `labelled` of those that rows lead to is set anew.
void import_labels(Project& project, const Dataset& dataset, ScannedSource& source,
                   const std::optional<LabelLayout>& layout, ImportReport& report, JobContext& job);

}  // namespace facepoint
