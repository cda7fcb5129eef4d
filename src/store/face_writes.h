// Private to store: the few writes that adding a face and changing one have in common.
// Call them inside a Transaction.
#pragma once

#include "store/database.h"
#include "store/records.h"

namespace facepoint {

// What the journal restores.
struct FaceState {
  RevisionId revision;
  FaceStatus status = FaceStatus::kLabelled;
};

RevisionId insert_revision(Database& database, const Revision& revision);
void set_face_state(Database& database, FaceId face, const FaceState& state);

}  // namespace facepoint
