#include "store/change_writes.h"

#include "base/text.h"

namespace facepoint {

ChangeId insert_change(Database& database, ChangeKind kind, const std::string& label,
                       ChangeId target, const std::string& person) {
  Statement insert(database,
                   "INSERT INTO change (kind, label, target_id, created, person) VALUES (:kind, "
                   ":label, :target, :created, :person) RETURNING id");
  insert.use(kind, label, target, utc_now(), person);
  return inserted<ChangeId>(insert);
}

void carry_out_change(Database& database, ChangeId change) {
  Statement(database,
            "UPDATE face SET current_revision_id = x.after_revision_id, status = x.after_status "
            "FROM change_face x WHERE x.face_id = face.id AND x.change_id = :change")
      .use(change)
      .run();
  Statement(database,
            "UPDATE proposal SET state = x.after_state FROM change_proposal x WHERE "
            "x.proposal_id = proposal.id AND x.change_id = :change")
      .use(change)
      .run();
  Statement(database,
            "DELETE FROM face_tag WHERE (face_id, tag) IN (SELECT face_id, tag FROM change_tag "
            "WHERE change_id = :change AND added = 0)")
      .use(change)
      .run();
  Statement(database,
            "INSERT INTO face_tag (face_id, tag) SELECT face_id, tag FROM change_tag WHERE "
            "change_id = :change AND added = 1 ON CONFLICT DO NOTHING")
      .use(change)
      .run();
}

}  // namespace facepoint
