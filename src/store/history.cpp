#include "store/history.h"

#include "store/columns.h"
#include "store/database.h"

namespace facepoint {

// Not in the unnamed namespace: all() finds them by their argument.
static void into(Statement& statement, PastEdit& edit) {
  Change& change = edit.change;
  statement.into(change.id, change.kind, change.label, change.target, change.created, change.faces,
                 change.person, edit.undone, edit.path);
}

static void into(Statement& statement, ChangedFace& face) {
  statement.into(face.face, face.image, face.path, face.scheme, face.before, face.after,
                 face.status_before, face.status_after);
}

namespace {

const std::string kMatches = "c.kind = 'edit' AND instr(lower(c.label), lower(:text)) > 0";

}  // namespace

std::int64_t count_edits(Project& project, const std::string& text) {
  std::int64_t count = 0;
  Statement select(project.database(), "SELECT count(*) FROM change c WHERE " + kMatches);
  select.use(text).into(count).single();
  return count;
}

std::vector<PastEdit> edits(Project& project, const std::string& text, std::int64_t offset,
                            std::int64_t limit) {
  Statement select(
      project.database(),
      "SELECT c.id, c.kind, c.label, c.target_id, c.created, "
      "(SELECT count(*) FROM change_face x WHERE x.change_id = c.id), c.person, "
      "coalesce((SELECT CASE u.kind WHEN 'undo' THEN u.created ELSE '' END FROM change u WHERE "
      "u.target_id = c.id ORDER BY u.id DESC LIMIT 1), ''), "
      "coalesce((SELECT i.path FROM change_face x JOIN face f ON f.id = x.face_id "
      "JOIN image i ON i.id = f.image_id WHERE x.change_id = c.id ORDER BY x.face_id LIMIT 1), '') "
      "FROM change c WHERE " +
          kMatches + " ORDER BY c.id DESC LIMIT :limit OFFSET :offset");
  return all<PastEdit>(select.use(text, limit, offset));
}

std::int64_t edits_newer_than(Project& project, ChangeId change, const std::string& text) {
  std::int64_t count = 0;
  Statement select(project.database(),
                   "SELECT count(*) FROM change c WHERE c.id > :change AND " + kMatches);
  select.use(change.value, text).into(count).single();
  return count;
}

std::vector<ChangedFace> changed_faces(Project& project, ChangeId change) {
  Statement select(project.database(),
                   "SELECT f.id, i.id, i.path, f.scheme, x.before_revision_id, "
                   "x.after_revision_id, x.before_status, x.after_status FROM change_face x "
                   "JOIN face f ON f.id = x.face_id JOIN image i ON i.id = f.image_id "
                   "WHERE x.change_id = :change ORDER BY f.id");
  std::vector<ChangedFace> faces = all<ChangedFace>(select.use(change));
  FaceId face;
  std::string tag;
  bool added = false;
  Statement tags(project.database(),
                 "SELECT face_id, tag, added FROM change_tag WHERE change_id = :change "
                 "ORDER BY face_id, tag");
  tags.use(change).into(face, tag, added);
  auto at = faces.begin();
  while (tags.next()) {
    while (at != faces.end() && at->face < face) ++at;
    if (at != faces.end() && at->face == face) {
      (added ? at->tags_added : at->tags_removed).push_back(tag);
    }
  }
  return faces;
}

ChangeId newest_change(Project& project) {
  ChangeId newest;
  Statement(project.database(), "SELECT max(id) FROM change").into(newest).single();
  return newest;
}

std::vector<FaceId> faces_changed_since(Project& project, ChangeId change) {
  Statement select(project.database(),
                   "SELECT DISTINCT face_id FROM change_face WHERE change_id > :change "
                   "ORDER BY face_id");
  std::vector<FaceId> faces;
  FaceId face;
  select.use(change.value).into(face);  // as a number: no change would be NULL
  while (select.next()) faces.push_back(face);
  return faces;
}

}  // namespace facepoint
