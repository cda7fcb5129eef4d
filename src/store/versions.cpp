#include "store/versions.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include "store/change_writes.h"
#include "store/database.h"

namespace facepoint {
namespace {

// How the faces f of a version are read under an alias: one look by key for each. (A full join of
// two versions would go through all of one for each of the other.)
struct Side {
  std::string join;
  std::string face;  // null: it isn't there
  std::string revision;
  std::string status;
};

Side side_of(const std::optional<Snapshot>& version, const std::string& alias) {
  if (!version) {
    return {" LEFT JOIN face " + alias + " ON " + alias + ".id = f.id AND " + alias +
                ".status <> 'deleted'",
            alias + ".id", alias + ".current_revision_id", alias + ".status"};
  }
  return {" LEFT JOIN snapshot_face " + alias + " ON " + alias + ".snapshot_id = " +
              std::to_string(version->id.value) + " AND " + alias + ".face_id = f.id",
          alias + ".face_id", alias + ".revision_id", alias + ".status"};
}

using TagsOfFaces = std::map<FaceId, std::set<std::string>>;

TagsOfFaces tags_of(Database& database, const std::optional<Snapshot>& version) {
  Statement select(database, version
                                 ? "SELECT face_id, tag FROM snapshot_tag WHERE snapshot_id = " +
                                       std::to_string(version->id.value)
                                 : "SELECT face_id, tag FROM face_tag");
  FaceId face;
  std::string tag;
  select.into(face, tag);
  TagsOfFaces tags;
  while (select.next()) tags[face].insert(tag);
  return tags;
}

std::vector<std::string> less(const TagsOfFaces& all, const TagsOfFaces& those, FaceId face) {
  static const std::set<std::string> kNone;
  const auto of = [&](const TagsOfFaces& tags) -> const std::set<std::string>& {
    const auto found = tags.find(face);
    return found == tags.end() ? kNone : found->second;
  };
  std::vector<std::string> rest;
  std::set_difference(of(all).begin(), of(all).end(), of(those).begin(), of(those).end(),
                      std::back_inserter(rest));
  return rest;
}

// Who touched each face by a change between the two versions, whichever is the older.
std::map<FaceId, std::set<std::string>> people_between(Database& database,
                                                       const std::optional<Snapshot>& from,
                                                       const std::optional<Snapshot>& to) {
  const std::int64_t newest = database.number("SELECT coalesce(max(id), 0) FROM change");
  const std::int64_t a = from ? from->change.value : newest;
  const std::int64_t b = to ? to->change.value : newest;
  Statement select(database,
                   "SELECT DISTINCT x.face_id, CASE WHEN c.person <> '' THEN c.person ELSE "
                   "coalesce(r.author, '') END FROM change_face x JOIN change c ON c.id = "
                   "x.change_id LEFT JOIN revision r ON r.id = x.after_revision_id WHERE "
                   "x.change_id > :after AND x.change_id <= :upto");
  FaceId face;
  std::string person;
  select.use(std::min(a, b), std::max(a, b)).into(face, person);
  std::map<FaceId, std::set<std::string>> people;
  while (select.next()) {
    if (!person.empty()) people[face].insert(person);
  }
  return people;
}

bool differs(const FaceDifference& face) {
  return face.before != face.after || face.points_differ ||
         face.status_before != face.status_after || !face.tags_added.empty() ||
         !face.tags_removed.empty();
}

}  // namespace

std::vector<FaceDifference> face_differences(Project& project, const std::optional<Snapshot>& from,
                                             const std::optional<Snapshot>& to) {
  Database& database = project.database();
  const TagsOfFaces tags_from = tags_of(database, from);
  const TagsOfFaces tags_to = tags_of(database, to);
  const auto people = people_between(database, from, to);
  const Side a = side_of(from, "a");
  const Side b = side_of(to, "b");
  Statement select(
      database,
      "SELECT f.id, i.id, i.dataset_id, i.path, f.scheme, f.x, f.y, f.width, f.height, " + a.face +
          " IS NOT NULL, " + b.face + " IS NOT NULL, " + a.revision + ", " + b.revision +
          ", CASE WHEN " + a.revision + " IS NOT DISTINCT FROM " + b.revision +
          " THEN 0 ELSE p.points IS DISTINCT FROM q.points END, coalesce(" + a.status + ", " +
          b.status + "), coalesce(" + b.status + ", " + a.status +
          "), coalesce(q.author, p.author, '') FROM face f JOIN image i ON i.id = f.image_id" +
          a.join + b.join + " LEFT JOIN revision p ON p.id = " + a.revision +
          " LEFT JOIN revision q ON q.id = " + b.revision + " WHERE " + a.face +
          " IS NOT NULL OR " + b.face + " IS NOT NULL ORDER BY i.dataset_id, i.path, f.id");
  FaceDifference row;
  std::string author;
  select.into(row.face, row.image, row.dataset, row.path, row.scheme, row.box.x, row.box.y,
              row.box.width, row.box.height, row.before, row.after, row.revision_before,
              row.revision_after, row.points_differ, row.status_before, row.status_after, author);
  std::vector<FaceDifference> differences;
  while (select.next()) {
    row.tags_added = less(tags_to, tags_from, row.face);
    row.tags_removed = less(tags_from, tags_to, row.face);
    if (!differs(row)) continue;
    const auto found = people.find(row.face);
    row.people.clear();
    if (found != people.end()) row.people.assign(found->second.begin(), found->second.end());
    // A face that an import added was touched by no change.
    if (row.people.empty() && row.before != row.after && !author.empty()) row.people = {author};
    differences.push_back(row);
  }
  return differences;
}

std::optional<ChangeId> restore_snapshot(Project& project, const Snapshot& snapshot) {
  Database& database = project.database();
  Transaction transaction(database);
  const ChangeId change =
      insert_change(database, ChangeKind::kEdit, "Restore " + snapshot.name, {}, project.person());
  const auto insert = [&](const std::string& sql) {
    std::string filled = sql;
    const auto fill = [&](const std::string& name, std::int64_t value) {
      for (auto at = filled.find(name); at != std::string::npos; at = filled.find(name)) {
        filled.replace(at, name.size(), std::to_string(value));
      }
    };
    fill("$change", change.value);
    fill("$snapshot", snapshot.id.value);
    database.run(filled);
  };
  insert(
      "INSERT INTO change_tag (change_id, face_id, tag, added) SELECT $change, s.face_id, s.tag, 1 "
      "FROM snapshot_tag s WHERE s.snapshot_id = $snapshot AND NOT EXISTS (SELECT 1 FROM face_tag "
      "t "
      "WHERE t.face_id = s.face_id AND t.tag = s.tag)");
  insert(
      "INSERT INTO change_tag (change_id, face_id, tag, added) SELECT $change, t.face_id, t.tag, 0 "
      "FROM face_tag t JOIN snapshot_face s ON s.snapshot_id = $snapshot AND s.face_id = t.face_id "
      "WHERE NOT EXISTS (SELECT 1 FROM snapshot_tag x WHERE x.snapshot_id = $snapshot AND "
      "x.face_id = t.face_id AND x.tag = t.tag)");
  insert(
      "INSERT INTO change_proposal (change_id, proposal_id, before_state, after_state) SELECT "
      "$change, p.id, p.state, 'open' FROM snapshot_face s JOIN proposal p ON p.id = s.proposal_id "
      "WHERE s.snapshot_id = $snapshot AND p.state <> 'open' AND NOT EXISTS (SELECT 1 FROM "
      "proposal o WHERE o.face_id = p.face_id AND o.state = 'open')");
  insert(
      "INSERT INTO change_face (change_id, face_id, before_revision_id, after_revision_id, "
      "before_status, after_status) SELECT $change, f.id, f.current_revision_id, CASE WHEN "
      "s.face_id IS NULL THEN f.current_revision_id ELSE s.revision_id END, f.status, "
      "coalesce(s.status, 'deleted') FROM face f LEFT JOIN snapshot_face s ON s.snapshot_id = "
      "$snapshot AND s.face_id = f.id WHERE (s.face_id IS NULL AND f.status <> 'deleted') OR "
      "(s.face_id IS NOT NULL AND (f.current_revision_id IS DISTINCT FROM s.revision_id OR "
      "f.status <> s.status)) OR f.id IN (SELECT face_id FROM change_tag WHERE change_id = "
      "$change) "
      "OR f.id IN (SELECT p.face_id FROM change_proposal x JOIN proposal p ON p.id = x.proposal_id "
      "WHERE x.change_id = $change)");
  std::int64_t faces = 0;
  Statement(database, "SELECT count(*) FROM change_face WHERE change_id = :change")
      .use(change)
      .into(faces)
      .single();
  if (faces == 0) return std::nullopt;  // the transaction goes with it
  carry_out_change(database, change);
  transaction.commit();
  return change;
}

}  // namespace facepoint
