// The change journal: the only way labels change, and so the home of undo. It survives restarts.
// See project.h for threads and errors.
#pragma once

#include "store/project.h"

namespace facepoint {

// Applies all edits, of which no two are of one face, in one transaction and records them as one
// change. New revisions get the face's current one as parent. A proposal that is accepted or
// rejected but not open: Error(kConflict). `expected` (if not empty: one per edit) are the
// revisions that the caller has seen as current; when one is no longer current: Error(kConflict),
// nothing changed. `detail` of what a person does is, unless given, the person's name.
ChangeId apply_change(Project& project, const std::string& label,
                      const std::vector<FaceEdit>& edits, Author author = Author::kPerson,
                      const std::string& detail = {}, const std::vector<RevisionId>& expected = {});

// The same for more edits than are to be held at a time, inside a transaction of the caller's: what
// `add` is given becomes a part of the one change, and is carried out by `finish`. No two edits are
// of one face.
class ChangeInParts {
 public:
  ChangeInParts(Project& project, const std::string& label, Author author,
                const std::string& detail);
  // Returns the face's revision after the edit. See `expected` above.
  RevisionId add(const FaceEdit& edit, RevisionId expected);
  void finish();

 private:
  Project& project_;
  ChangeId change_;
  Author author_;
  std::string detail_;
  std::string created_;
};

// What undo / redo would act on now.
std::optional<Change> undoable(Project& project);
std::optional<Change> redoable(Project& project);

// Appends a compensating change, which also gives proposals their state back (superseded instead of
// open when a newer one is open). Error(kNotFound): nothing to do. Error(kConflict) naming the face
// when a face is no longer where the change left it; nothing is changed then. Return the change
// that was undone / redone.
Change undo(Project& project);
Change redo(Project& project);

// Undoes one edit that still stands, also when it is not the newest; the rest as `undo`, and `redo`
// brings it back. Error(kNotFound): no such change. Error(kConflict) with what `why_not_revert`
// says, nothing changed.
Change revert(Project& project, ChangeId change);
// For a person: it is taken back already, or which face was changed again since, by a change that
// stands. Empty: it can be reverted.
std::string why_not_revert(Project& project, ChangeId change);

std::vector<Change> changes(Project& project, std::int64_t limit);  // newest first
std::vector<FaceId> faces_of_change(Project& project, ChangeId change);

}  // namespace facepoint
