// How two versions of the data set differ, and the way back to one. See project.h for threads and
// errors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/snapshots.h"

namespace facepoint {

// A face that isn't the same in both versions.
struct FaceDifference {
  FaceId face;
  ImageId image;
  DatasetId dataset;
  std::string path;  // of the image in its dataset
  std::string scheme;
  Rect box;             // in image pixels; the same in both
  bool before = false;  // it was there
  bool after = false;   // it is there
  RevisionId revision_before;
  RevisionId revision_after;
  bool points_differ = false;                        // or one of the two has none
  FaceStatus status_before = FaceStatus::kLabelled;  // of no meaning where it wasn't there
  FaceStatus status_after = FaceStatus::kLabelled;
  std::vector<std::string> tags_added = {};  // sorted
  std::vector<std::string> tags_removed = {};
  std::vector<std::string> people = {};  // who touched it in between, sorted; "import" among them
};

// From `from` to `to`; none stands for now. Compared is what faces are, whatever revisions say it:
// a point moved and moved back is no difference. In the order dataset, path, face.
std::vector<FaceDifference> face_differences(Project& project, const std::optional<Snapshot>& from,
                                             const std::optional<Snapshot>& to);

// Makes every face what it was in the snapshot, as one change that undo takes back: labels and
// status point to the revisions of then, tags are those of then, faces that came later are put away
// (kDeleted), deleted ones come back, and proposals that were open then are open again unless a
// newer one is. None: there is nothing to change.
std::optional<ChangeId> restore_snapshot(Project& project, const Snapshot& snapshot);

}  // namespace facepoint
