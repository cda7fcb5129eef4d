#include "edit/lineage.h"

namespace facepoint {

std::set<RevisionId> lineage_of(const std::vector<Revision>& revisions, RevisionId current) {
  std::set<RevisionId> lineage;
  RevisionId next = current;
  for (const Revision& revision : revisions) {
    if (revision.id != next) continue;
    lineage.insert(next);
    next = revision.parent;
  }
  return lineage;
}

}  // namespace facepoint
