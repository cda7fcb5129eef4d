// Duplicates beside each other, to be looked at in a browser. One thread, the project's connection.
#pragma once

#include <filesystem>

#include "base/job.h"
#include "tasks/duplicates.h"

namespace facepoint {

struct DuplicatePage {
  std::int64_t pairs = 0;  // shown
  std::int64_t of = 0;     // found
};

// Writes one HTML file that holds its pictures: the pairs of each group beside each other with
// their labels, those first whose images have different names or labels that differ; at most `most`
// pairs. Throws Error, Cancelled.
DuplicatePage write_duplicate_page(Project& project, const DuplicateReport& report,
                                   const std::filesystem::path& file, std::int64_t most,
                                   JobContext& job);

}  // namespace facepoint
