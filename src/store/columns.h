// Private to store: which columns make up a record that several queries read, said once, with the
// aliases i (image), f (face) and r (revision); and how to read all rows or the only one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/database.h"
#include "store/faces.h"
#include "store/records.h"

namespace facepoint {

inline const std::string kImageColumns =
    "i.id, i.dataset_id, i.path, i.digest, i.bytes, i.width, i.height, i.format, "
    "i.perceptual_hash, i.blur, i.brightness, i.identity, i.clip, i.official_split, "
    "i.decode_error";

inline void into(Statement& statement, Image& image) {
  statement.into(image.id, image.dataset, image.path, image.digest, image.bytes, image.width,
                 image.height, image.format, image.perceptual_hash, image.blur, image.brightness,
                 image.identity, image.clip, image.official_split, image.decode_error);
}

inline const std::string kFaceColumns =
    "f.id, f.image_id, f.scheme, f.x, f.y, f.width, f.height, f.status, f.current_revision_id";

inline void into(Statement& statement, Face& face) {
  statement.into(face.id, face.image, face.scheme, face.box.x, face.box.y, face.box.width,
                 face.box.height, face.status, face.current);
}

inline const std::string kRevisionColumns =
    "r.id, r.face_id, r.parent_id, r.points, r.author, r.detail, r.created, r.proposal_id, "
    "r.set_points, r.role";

inline void into(Statement& statement, Revision& revision) {
  statement.into(revision.id, revision.face, revision.parent, revision.points, revision.author,
                 revision.detail, revision.created, revision.proposal, revision.set_points,
                 revision.role);
}

inline const std::string kLabelRefColumns =
    "f.id, f.image_id, i.dataset_id, f.current_revision_id, f.status";

inline void into(Statement& statement, LabelRef& ref) {
  statement.into(ref.face, ref.image, ref.dataset, ref.revision, ref.status);
}

// An edit stands unless the newest change about it is an undo. `edit`: SQL of its id.
inline std::string edit_stands(const std::string& edit) {
  return "coalesce((SELECT u.kind FROM change u WHERE u.target_id = " + edit +
         " ORDER BY u.id DESC LIMIT 1), 'redo') = 'redo'";
}

// Every row of a SELECT over the record's columns.
template <class Record>
std::vector<Record> all(Statement& statement) {
  std::vector<Record> records;
  Record record;
  into(statement, record);
  while (statement.next()) records.push_back(record);
  return records;
}

template <class Record>
std::optional<Record> only(Statement& statement) {
  Record record;
  into(statement, record);
  if (!statement.single()) return std::nullopt;
  return record;
}

}  // namespace facepoint
