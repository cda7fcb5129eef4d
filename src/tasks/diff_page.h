// The page of a diff: one HTML file that needs nothing beside it. See tasks/diff.h.
#pragma once

#include <string>

#include "tasks/diff.h"

namespace facepoint {

// Tables of the figures, and the first `pictures` faces that have points on both sides, cut out of
// their pictures, with where each point was and is. A picture that cannot be read is said to be so.
std::string diff_page(Project& project, const DiffReport& report, int pictures, JobContext& job);

}  // namespace facepoint
