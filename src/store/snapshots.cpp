#include "store/snapshots.h"

#include <array>

#include "base/digest.h"
#include "base/text.h"
#include "store/columns.h"
#include "store/database.h"
#include "store/query_rules.h"
#include "store/query_sql.h"

namespace facepoint {

// Not in the unnamed namespace: all() and only() find it by its argument.
static void into(Statement& statement, Snapshot& snapshot) {
  statement.into(snapshot.id, snapshot.name, snapshot.note, snapshot.created, snapshot.person,
                 snapshot.digest, snapshot.faces, snapshot.labels, snapshot.change);
}

namespace {

const std::string kSelectSnapshots =
    "SELECT id, name, note, created, person, digest, faces, labels, change_id FROM snapshot ";

void check_name(Database& database, const std::string& name) {
  const auto refuse = [&](const std::string& why) {
    throw database.error(ErrorCode::kInvalidInput, why);
  };
  if (name.empty()) refuse("A snapshot needs a name.");
  if (name == kNow) refuse("'now' means the labels as they are; give the snapshot another name.");
  Statement select(database, kSelectSnapshots + "WHERE name = :name");
  const auto taken = only<Snapshot>(select.use(name));
  if (!taken) return;
  refuse("There is a snapshot '" + name + "' already, of " + taken->created +
         ". Snapshots are never replaced; choose another name.");
}

// The tags of a face whose turn has come, from a reader that goes through all faces by id.
class TagsByFace {
 public:
  explicit TagsByFace(Database& database)
      : select_(database, "SELECT face_id, tag FROM face_tag ORDER BY face_id, tag") {
    select_.into(face_, tag_);
    more_ = select_.next();
  }

  std::string of(FaceId face) {
    std::string tags;
    for (; more_ && face_ <= face; more_ = select_.next()) {
      if (face_ == face) tags += ' ' + tag_;
    }
    return tags;
  }

 private:
  Statement select_;
  FaceId face_;
  std::string tag_;
  bool more_ = false;
};

std::string digest_now(Database& database) {
  TagsByFace tags(database);
  // Points as they are stored, the shortest text of their numbers: equal text, equal points.
  Statement select(database,
                   "SELECT f.id, f.x, f.y, f.width, f.height, f.status, r.points FROM face f JOIN "
                   "revision r ON r.id = f.current_revision_id WHERE f.status <> 'deleted' "
                   "ORDER BY f.id");
  FaceId face;
  std::array<double, 4> box{};
  std::string status;
  std::string points;
  select.into(face, box[0], box[1], box[2], box[3], status, points);
  std::string digest;
  while (select.next()) {
    std::string row = digest + '\n' + std::to_string(face.value) + '\n';
    row.append(reinterpret_cast<const char*>(box.data()), sizeof(box));
    row.append(status).append(tags.of(face)).append(1, '\n').append(points);
    digest = digest_of(row);
  }
  return digest.empty() ? digest_of({}) : digest;
}

SnapshotId insert_snapshot(Project& project, const std::string& name, const std::string& note,
                           const std::string& digest) {
  Statement insert(project.database(),
                   "INSERT INTO snapshot (name, note, created, person, digest, faces, labels, "
                   "change_id) SELECT :name, :note, :created, :person, :digest, count(*), "
                   "count(current_revision_id), (SELECT max(id) FROM change) FROM face WHERE "
                   "status <> 'deleted' RETURNING id");
  insert.use(name, note, utc_now(), project.person(), digest);
  return inserted<SnapshotId>(insert);
}

Snapshot take(Project& project, const std::string& name, const std::string& note,
              const std::string& digest) {
  Database& database = project.database();
  check_name(database, name);
  const SnapshotId id = insert_snapshot(project, name, note, digest);
  Statement(database,
            "INSERT INTO snapshot_face (snapshot_id, face_id, revision_id, status, proposal_id) "
            "SELECT :snapshot, f.id, f.current_revision_id, f.status, p.id FROM face f LEFT JOIN "
            "proposal p ON p.face_id = f.id AND p.state = 'open' WHERE f.status <> 'deleted' "
            "ORDER BY f.id")
      .use(id)
      .run();
  Statement(database,
            "INSERT INTO snapshot_tag (snapshot_id, face_id, tag) SELECT :snapshot, t.face_id, "
            "t.tag FROM face_tag t JOIN face f ON f.id = t.face_id WHERE f.status <> 'deleted'")
      .use(id)
      .run();
  return get_snapshot(project, name);
}

// Whether a snapshot keeps what the term is about.
bool is_kept(const QueryTerm& term) {
  const bool of_now = term.field == "score" || term.field == "faces" || term.field == "opinions" ||
                      (term.field == "has" && term.value == "proposal");
  return !of_now && !query_rule(term.field).of_points;
}

SqlCondition kept_condition(Database& database, const Query& query) {
  for (const QueryTerm& term : query.terms) {
    if (is_kept(term)) continue;
    throw database.error(ErrorCode::kInvalidInput,
                         "A snapshot doesn't keep what '" + term.field +
                             "' asks for. Ask it by file, person, split, size, status or tag.");
  }
  return face_condition(database, query);
}

// SQL for the snapshot's id twice, then the condition's values.
std::string of_snapshot(const std::string& columns, const SqlCondition& condition) {
  // The conditions are those of now; the names they read stand for the snapshot's faces and tags.
  return "WITH face_tag AS (SELECT face_id, tag FROM snapshot_tag WHERE snapshot_id = :tags) "
         "SELECT " +
         columns +
         " FROM (SELECT x.id, x.image_id, x.scheme, x.x, x.y, x.width, x.height, s.status, "
         "s.revision_id AS current_revision_id FROM snapshot_face s JOIN face x ON x.id = "
         "s.face_id WHERE s.snapshot_id = :snapshot) f JOIN image i ON i.id = f.image_id JOIN "
         "revision r ON r.id = f.current_revision_id WHERE " +
         condition.sql + " ORDER BY i.dataset_id, i.path, f.id";
}

}  // namespace

void check_snapshot_name(Project& project, const std::string& name) {
  check_name(project.database(), name);
}

Snapshot take_snapshot(Project& project, const std::string& name, const std::string& note) {
  Transaction transaction(project.database());
  Snapshot taken = take(project, name, note, digest_now(project.database()));
  transaction.commit();
  return taken;
}

Snapshot snapshot_of_now(Project& project, const std::string& prefix, const std::string& note) {
  Database& database = project.database();
  Transaction transaction(database);
  const std::string digest = digest_now(database);
  Statement select(database, kSelectSnapshots + "WHERE digest = :digest ORDER BY id DESC LIMIT 1");
  std::optional<Snapshot> same = only<Snapshot>(select.use(digest));
  if (!same) {
    const auto taken = [&](const std::string& name) {
      SnapshotId id;
      return Statement(database, "SELECT id FROM snapshot WHERE name = :name")
          .use(name)
          .into(id)
          .single();
    };
    int number = 1;
    while (taken(prefix + "-" + std::to_string(number))) ++number;
    same = take(project, prefix + "-" + std::to_string(number), note, digest);
  }
  transaction.commit();
  return *same;
}

std::vector<Snapshot> snapshots(Project& project) {
  Statement select(project.database(), kSelectSnapshots + "ORDER BY id DESC");
  return all<Snapshot>(select);
}

Snapshot get_snapshot(Project& project, const std::string& name) {
  Statement select(project.database(), kSelectSnapshots + "WHERE name = :name");
  if (auto found = only<Snapshot>(select.use(name))) return *std::move(found);
  std::string known;
  for (const Snapshot& each : snapshots(project)) known += (known.empty() ? "" : ", ") + each.name;
  throw project.database().error(
      ErrorCode::kNotFound,
      known.empty() ? "There is no snapshot yet. Take one with `facepoint snapshot`."
                    : "There is no snapshot '" + name + "'. The snapshots are: " + known + ".");
}

std::optional<Snapshot> find_version(Project& project, const std::string& name) {
  if (name == kNow) return std::nullopt;
  return get_snapshot(project, name);
}

std::string labels_digest(Project& project) { return digest_now(project.database()); }

std::vector<LabelledFace> labelled_faces(Project& project, SnapshotId snapshot,
                                         const Query& query) {
  const SqlCondition condition = kept_condition(project.database(), query);
  Statement select(
      project.database(),
      of_snapshot(kFaceColumns + ", " + kImageColumns + ", " + kRevisionColumns, condition));
  LabelledFace row;
  condition.bind_to(select.use(snapshot, snapshot));
  into(select, row.face);
  into(select, row.image);
  into(select, row.revision);
  std::vector<LabelledFace> faces;
  while (select.next()) faces.push_back(row);
  return faces;
}

std::vector<LabelRef> label_refs(Project& project, SnapshotId snapshot, const Query& query) {
  const SqlCondition condition = kept_condition(project.database(), query);
  Statement select(project.database(), of_snapshot(kLabelRefColumns, condition));
  condition.bind_to(select.use(snapshot, snapshot));
  return all<LabelRef>(select);
}

}  // namespace facepoint
