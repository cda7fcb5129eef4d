// What was changed in the project, for a person to look through: edits, newest first, each with
// whether it still stands, and what one of them did to each face. Reads only; taking back is
// store/journal.h. See project.h for threads and errors.
#pragma once

#include "store/project.h"

namespace facepoint {

struct PastEdit {
  Change change;
  std::string undone;  // when it was taken back, UTC; empty while it stands
  std::string path;    // of the image of its first face
};

// Edits whose label contains `text`, whatever the case of ASCII letters; all for an empty one.
std::int64_t count_edits(Project& project, const std::string& text = {});
// `limit` of them from the `offset`th on, newest first.
std::vector<PastEdit> edits(Project& project, const std::string& text, std::int64_t offset,
                            std::int64_t limit);
// How many of them are newer than `change`: its offset, if it is one of them.
std::int64_t edits_newer_than(Project& project, ChangeId change, const std::string& text = {});

struct ChangedFace {
  FaceId face;
  ImageId image;
  std::string path;    // of the image
  std::string scheme;  // of the face
  RevisionId before;   // none: it had no label
  RevisionId after;    // none: it has no label
  FaceStatus status_before = FaceStatus::kLabelled;
  FaceStatus status_after = FaceStatus::kLabelled;
  std::vector<std::string> tags_added = {};
  std::vector<std::string> tags_removed = {};
};
std::vector<ChangedFace> changed_faces(Project& project, ChangeId change);  // by face

// The newest change of any kind, none without one: grows with each.
ChangeId newest_change(Project& project);
// Faces that a change newer than `change` touched, undos and redos among them.
std::vector<FaceId> faces_changed_since(Project& project, ChangeId change);

}  // namespace facepoint
