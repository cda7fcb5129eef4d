#include "store/face_writes.h"

namespace facepoint {

RevisionId insert_revision(Database& database, const Revision& revision) {
  Statement insert(database,
                   "INSERT INTO revision (face_id, parent_id, points, author, detail, created, "
                   "proposal_id, set_points, role) VALUES (:face, :parent, :points, :author, "
                   ":detail, :created, :proposal, :set, :role) RETURNING id");
  insert.use(revision.face, revision.parent, revision.points, revision.author, revision.detail,
             revision.created, revision.proposal, revision.set_points, revision.role);
  return inserted<RevisionId>(insert);
}

void set_face_state(Database& database, FaceId face, const FaceState& state) {
  Statement(database,
            "UPDATE face SET current_revision_id = :revision, status = :status WHERE id = :id")
      .use(state.revision, state.status, face)
      .run();
}

}  // namespace facepoint
