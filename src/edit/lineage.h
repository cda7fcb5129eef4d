// Which of a face's states today's label was made of. Values, any thread.
#pragma once

#include <set>
#include <vector>

#include "store/records.h"

namespace facepoint {

// `current` and what it goes back to, by parents. The others of `revisions` (the newest first) were
// taken back, or are what other people say.
std::set<RevisionId> lineage_of(const std::vector<Revision>& revisions, RevisionId current);

}  // namespace facepoint
