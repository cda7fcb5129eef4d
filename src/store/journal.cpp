#include "store/journal.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "store/change_writes.h"
#include "store/columns.h"
#include "store/database.h"
#include "store/face_writes.h"
#include "store/tags.h"

namespace facepoint {

// Not in the unnamed namespace: all() and only() find it by its argument.
static void into(Statement& statement, Change& change) {
  statement.into(change.id, change.kind, change.label, change.target, change.created, change.faces,
                 change.person);
}

namespace {

const std::string kSelectChanges =
    "SELECT c.id, c.kind, c.label, c.target_id, c.created, "
    "(SELECT count(*) FROM change_face x WHERE x.change_id = c.id), c.person FROM change c ";

// A face's path is what a person finds it by.
struct FaceNow {
  FaceState state;
  std::string path;
};

FaceNow face_now(Database& database, FaceId id) {
  FaceNow now;
  const bool found = Statement(database,
                               "SELECT f.current_revision_id, f.status, i.path FROM face f "
                               "JOIN image i ON i.id = f.image_id WHERE f.id = :id")
                         .use(id)
                         .into(now.state.revision, now.state.status, now.path)
                         .single();
  if (!found) throw database.no_such("face", id.value);
  return now;
}

Error conflict(const Database& database, FaceId face, const std::string& path,
               const std::string& remedy) {
  return database.error(ErrorCode::kConflict, "Face " + std::to_string(face.value) + " of " + path +
                                                  " was changed in the meantime. " + remedy);
}

// Moves an open proposal of the face to `state` and notes it in the change. Returns its points.
Keypoints decide_proposal(Database& database, ChangeId change, FaceId face, ProposalId proposal,
                          const std::string& state) {
  Keypoints points;
  const bool decided = Statement(database,
                                 "UPDATE proposal SET state = :state WHERE id = :id AND "
                                 "face_id = :face AND state = 'open' RETURNING points")
                           .use(state, proposal, face)
                           .into(points)
                           .single();
  if (!decided) {
    throw conflict(database, face, face_now(database, face).path,
                   "Its proposal " + std::to_string(proposal.value) +
                       " is not open any more; look at it again.");
  }
  Statement(database,
            "INSERT INTO change_proposal (change_id, proposal_id, before_state, after_state) "
            "VALUES (:change, :proposal, 'open', :after)")
      .use(change, proposal, state)
      .run();
  return points;
}

// What the parts of one change have in common.
struct Gesture {
  ChangeId change;
  Author author;
  std::string detail;
  std::string created;
};

FaceState applied(Database& database, const Gesture& gesture, const FaceEdit& edit,
                  const FaceState& before) {
  FaceState after = before;
  std::optional<Keypoints> points = edit.points;
  if (edit.accepts) {
    Keypoints proposed =
        decide_proposal(database, gesture.change, edit.face, edit.accepts, "accepted");
    if (!points) points = std::move(proposed);
  }
  if (edit.rejects) decide_proposal(database, gesture.change, edit.face, edit.rejects, "rejected");
  if (points) {
    const auto no_point = [&](int i) { return i < 0 || i >= std::ssize(*points); };
    if (std::any_of(edit.set_points.begin(), edit.set_points.end(), no_point)) {
      throw database.error(ErrorCode::kInvalidInput,
                           "A change that sets a point that there isn't.");
    }
    Revision revision;
    revision.face = edit.face;
    revision.parent = before.revision;
    revision.points = *std::move(points);
    revision.author = gesture.author;
    revision.detail = gesture.detail;
    if (edit.by_rule && before.revision) {
      Statement select(database, "SELECT author, detail FROM revision WHERE id = :revision");
      select.use(before.revision).into(revision.author, revision.detail).single();
    }
    revision.created = gesture.created;
    revision.proposal = edit.accepts;
    revision.set_points = edit.set_points;
    revision.role = edit.role;
    after.revision = insert_revision(database, revision);
    if (before.status == FaceStatus::kProposed) after.status = FaceStatus::kCorrected;
  }
  if (edit.status) after.status = *edit.status;
  return after;
}

void insert_change_face(Database& database, ChangeId change, FaceId face, const FaceState& before,
                        const FaceState& after) {
  Statement(database,
            "INSERT INTO change_face (change_id, face_id, before_revision_id, after_revision_id, "
            "before_status, after_status) VALUES (:change, :face, :before, :after, "
            ":before_status, :after_status)")
      .use(change, face, before.revision, after.revision, before.status, after.status)
      .run();
}

// Notes only what makes a difference. A face is assigned to one person at most.
void change_tags(Database& database, ChangeId change, const FaceEdit& edit) {
  if (edit.adds_tags.empty() && edit.removes_tags.empty()) return;
  std::set<std::string> now;
  std::string tag;
  {
    Statement select(database, "SELECT tag FROM face_tag WHERE face_id = :face");
    select.use(edit.face).into(tag);
    while (select.next()) now.insert(tag);
  }
  std::set<std::string> removed(edit.removes_tags.begin(), edit.removes_tags.end());
  for (const std::string& added : edit.adds_tags) {
    if (!is_assignment(added)) continue;
    for (const std::string& other : now) {
      if (is_assignment(other)) removed.insert(other);
    }
  }
  for (const std::string& added : edit.adds_tags) removed.erase(added);
  const auto note = [&](const std::string& which, int added) {
    Statement(database,
              "INSERT INTO change_tag (change_id, face_id, tag, added) VALUES "
              "(:change, :face, :tag, :added)")
        .use(change, edit.face, which, added)
        .run();
  };
  for (const std::string& gone : removed) {
    if (now.contains(gone)) note(gone, 0);
  }
  for (const std::string& added : edit.adds_tags) {
    if (now.insert(added).second) note(added, 1);
  }
}

// Of a label: without one there is nothing to judge. What it looked like is kept with the verdict,
// since the next check will see another label.
void insert_verdict(Database& database, ChangeId change, const FaceEdit& edit, RevisionId label) {
  if (!edit.verdict || !label) return;
  std::vector<double> features;
  Statement(database,
            "SELECT features FROM suspicion WHERE face_id = :face AND revision_id = :label")
      .use(edit.face, label)
      .into(features)
      .single();
  Statement(database,
            "INSERT INTO verdict (change_id, face_id, revision_id, wrong, features) VALUES "
            "(:change, :face, :revision, :wrong, :features)")
      .use(change, edit.face, label, *edit.verdict == Verdict::kWrong, features)
      .run();
}

void check_edits(const Database& database, const std::vector<FaceEdit>& edits,
                 const std::vector<RevisionId>& expected) {
  const auto refuse = [&](const std::string& message) {
    throw database.error(ErrorCode::kInvalidInput, message);
  };
  if (edits.empty()) refuse("A change without any edit.");
  if (!expected.empty() && expected.size() != edits.size()) {
    refuse("A change with another number of expected revisions than of edits.");
  }
  std::set<FaceId> faces;
  for (const FaceEdit& edit : edits) {
    const std::string face = "face " + std::to_string(edit.face.value);
    if (!faces.insert(edit.face).second) refuse("A change that edits " + face + " twice.");
    const bool tags = !edit.adds_tags.empty() || !edit.removes_tags.empty();
    if (!edit.points && !edit.status && !edit.accepts && !edit.rejects && !tags && !edit.verdict) {
      refuse("A change that does nothing to " + face + ".");
    }
  }
}

// Where `target` has put each face (on undo; on redo: where it took each face from), or else.
void check_faces_unmoved(Database& database, const Change& target, ChangeKind kind) {
  const std::string side = kind == ChangeKind::kUndo ? "after" : "before";
  FaceId face;
  std::string path;
  const bool moved = Statement(database,
                               "SELECT f.id, i.path FROM change_face x JOIN face f ON f.id = "
                               "x.face_id JOIN image i ON i.id = f.image_id WHERE x.change_id = "
                               ":change AND (f.current_revision_id IS DISTINCT FROM x." +
                                   side + "_revision_id OR f.status <> x." + side +
                                   "_status) ORDER BY f.id LIMIT 1")
                         .use(target.id)
                         .into(face, path)
                         .single();
  if (moved) {
    throw conflict(database, face, path,
                   "So '" + target.label + "' cannot be " +
                       (kind == ChangeKind::kUndo ? "undone" : "done again") +
                       "; edit the face instead.");
  }
}

// Appends a change that takes every face and proposal of `target` from one side to the other.
void compensate(Project& project, const Change& target, ChangeKind kind) {
  Database& database = project.database();
  check_faces_unmoved(database, target, kind);
  const bool undo = kind == ChangeKind::kUndo;
  const std::string from = undo ? "after" : "before";
  const std::string to = undo ? "before" : "after";
  const ChangeId change = insert_change(database, kind, target.label, target.id, project.person());
  Statement(database,
            "INSERT INTO change_face (change_id, face_id, before_revision_id, after_revision_id, "
            "before_status, after_status) SELECT :change, face_id, " +
                from + "_revision_id, " + to + "_revision_id, " + from + "_status, " + to +
                "_status FROM change_face WHERE change_id = :target")
      .use(change, target.id)
      .run();
  // A face has at most one open proposal: one that came in the meantime stays it.
  Statement(database,
            "INSERT INTO change_proposal (change_id, proposal_id, before_state, after_state) "
            "SELECT :change, x.proposal_id, p.state, CASE WHEN x." +
                to +
                "_state = 'open' AND "
                "EXISTS (SELECT 1 FROM proposal o WHERE o.face_id = p.face_id AND o.id <> p.id AND "
                "o.state = 'open') THEN 'superseded' ELSE x." +
                to +
                "_state END "
                "FROM change_proposal x JOIN proposal p ON p.id = x.proposal_id "
                "WHERE x.change_id = :target")
      .use(change, target.id)
      .run();
  Statement(
      database,
      "INSERT INTO change_tag (change_id, face_id, tag, added) SELECT :change, face_id, tag, " +
          std::string(undo ? "1 - added" : "added") + " FROM change_tag WHERE change_id = :target")
      .use(change, target.id)
      .run();
  carry_out_change(database, change);
}

Change get_change(Database& database, ChangeId id) {
  Statement select(database, kSelectChanges + "WHERE c.id = :id");
  const auto change = only<Change>(select.use(id));
  if (!change) throw database.no_such("change", id.value);
  return *change;
}

Change compensate_next(Project& project, ChangeKind kind) {
  Database& database = project.database();
  Transaction transaction(database);
  const bool undo = kind == ChangeKind::kUndo;
  const auto target = undo ? undoable(project) : redoable(project);
  if (!target) {
    throw database.error(ErrorCode::kNotFound,
                         undo ? "There is nothing to undo." : "There is nothing to redo.");
  }
  compensate(project, *target, kind);
  transaction.commit();
  return *target;
}

}  // namespace

namespace {

// Notes the edit in the change; `expected`: what the face's revision is, if that is said.
RevisionId add_edit(Database& database, const Gesture& gesture, const FaceEdit& edit,
                    const std::optional<RevisionId>& expected) {
  const FaceNow before = face_now(database, edit.face);
  if (expected && before.state.revision != *expected) {
    throw conflict(database, edit.face, before.path, "Look at it again, then repeat this.");
  }
  const FaceState after = applied(database, gesture, edit, before.state);
  insert_change_face(database, gesture.change, edit.face, before.state, after);
  change_tags(database, gesture.change, edit);
  insert_verdict(database, gesture.change, edit, before.state.revision);
  return after.revision;
}

}  // namespace

ChangeId apply_change(Project& project, const std::string& label,
                      const std::vector<FaceEdit>& edits, Author author, const std::string& detail,
                      const std::vector<RevisionId>& expected) {
  Database& database = project.database();
  check_edits(database, edits, expected);
  Transaction transaction(database);
  const std::string person = author == Author::kPerson ? project.person() : std::string();
  const Gesture gesture{insert_change(database, ChangeKind::kEdit, label, {}, person), author,
                        detail.empty() ? person : detail, utc_now()};
  for (std::size_t i = 0; i < edits.size(); ++i) {
    add_edit(database, gesture, edits[i],
             expected.empty() ? std::nullopt : std::optional(expected[i]));
  }
  carry_out_change(database, gesture.change);
  transaction.commit();
  return gesture.change;
}

ChangeInParts::ChangeInParts(Project& project, const std::string& label, Author author,
                             const std::string& detail)
    : project_(project), author_(author), detail_(detail), created_(utc_now()) {
  const std::string person = author == Author::kPerson ? project.person() : std::string();
  change_ = insert_change(project.database(), ChangeKind::kEdit, label, {}, person);
}

RevisionId ChangeInParts::add(const FaceEdit& edit, RevisionId expected) {
  return add_edit(project_.database(), {change_, author_, detail_, created_}, edit, expected);
}

void ChangeInParts::finish() { carry_out_change(project_.database(), change_); }

// The edit that was made, or made again, last among those that stand: after a revert and its redo
// that need not be the newest.
std::optional<Change> undoable(Project& project) {
  Statement select(
      project.database(),
      kSelectChanges +
          "WHERE c.id = (SELECT edit FROM "
          "(SELECT edit, at FROM (SELECT e.id AS edit, e.id AS at FROM change e WHERE "
          "e.kind = 'edit' AND " +
          edit_stands("e.id") +
          " ORDER BY e.id DESC LIMIT 1) UNION ALL "
          "SELECT edit, at FROM (SELECT d.target_id AS edit, d.id AS at FROM change d WHERE "
          "d.kind = 'redo' AND " +
          edit_stands("d.target_id") + " ORDER BY d.id DESC LIMIT 1)) ORDER BY at DESC LIMIT 1)");
  return only<Change>(select);
}

// A new edit closes the way forward: only undos after the newest edit count.
std::optional<Change> redoable(Project& project) {
  Statement select(project.database(),
                   kSelectChanges +
                       "WHERE c.id = (SELECT u.target_id FROM change u WHERE u.kind = 'undo' AND "
                       "u.id > (SELECT max(e.id) FROM change e WHERE e.kind = 'edit') AND "
                       "NOT EXISTS (SELECT 1 FROM change n WHERE n.target_id = u.target_id AND "
                       "n.id > u.id) ORDER BY u.id DESC LIMIT 1)");
  return only<Change>(select);
}

Change undo(Project& project) { return compensate_next(project, ChangeKind::kUndo); }

Change redo(Project& project) { return compensate_next(project, ChangeKind::kRedo); }

Change revert(Project& project, ChangeId change) {
  Database& database = project.database();
  Transaction transaction(database);
  Change target = get_change(database, change);
  const std::string reason = why_not_revert(project, change);
  if (!reason.empty()) throw database.error(ErrorCode::kConflict, reason);
  compensate(project, target, ChangeKind::kUndo);
  transaction.commit();
  return target;
}

// That a face is where the change left it is not enough: approve, reject, approve looks like one
// approval, and without the first the last could never be undone.
std::string why_not_revert(Project& project, ChangeId change) {
  Database& database = project.database();
  const Change target = get_change(database, change);
  if (target.kind != ChangeKind::kEdit) return "This only took back or repeated another change.";
  if (database.number("SELECT " + edit_stands(std::to_string(change.value))) == 0) {
    return "'" + target.label + "' is taken back already.";
  }
  FaceId face;
  std::string path;
  std::string later;
  // The later rows once, whatever the number of faces.
  const bool changed = Statement(database,
                                 "SELECT f.id, i.path, e.label FROM change_face y "
                                 "JOIN change e ON e.id = y.change_id "
                                 "JOIN face f ON f.id = y.face_id JOIN image i ON i.id = "
                                 "f.image_id WHERE y.change_id > :change AND EXISTS (SELECT 1 FROM "
                                 "change_face x WHERE x.change_id = :target AND x.face_id = "
                                 "y.face_id) AND e.kind = 'edit' AND " +
                                     edit_stands("e.id") + " ORDER BY f.id, e.id LIMIT 1")
                           .use(change, change)
                           .into(face, path, later)
                           .single();
  if (!changed) return {};
  return "Face " + std::to_string(face.value) + " of " + path + " was changed since, by '" + later +
         "'. Take that back first.";
}

std::vector<Change> changes(Project& project, std::int64_t limit) {
  Statement select(project.database(), kSelectChanges + "ORDER BY c.id DESC LIMIT :limit");
  return all<Change>(select.use(limit));
}

std::vector<FaceId> faces_of_change(Project& project, ChangeId change) {
  Statement select(project.database(),
                   "SELECT face_id FROM change_face WHERE change_id = :change ORDER BY face_id");
  std::vector<FaceId> faces;
  FaceId face;
  select.use(change).into(face);
  while (select.next()) faces.push_back(face);
  return faces;
}

}  // namespace facepoint
