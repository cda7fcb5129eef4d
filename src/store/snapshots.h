// Versions of the data set. A snapshot is a name for a set of revisions: which faces there were,
// with which label, status and tags, and the label files as they had been imported. Taking one
// copies no points. Never changed and never taken away. See project.h for threads and errors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/faces.h"
#include "store/project.h"

namespace facepoint {

// What people call the labels as they are, where a snapshot's name may stand.
inline constexpr const char* kNow = "now";

// Error(kInvalidInput) for a name that is taken, empty or kNow.
void check_snapshot_name(Project& project, const std::string& name);
// Of the state that is committed now, in one transaction; the name as above.
Snapshot take_snapshot(Project& project, const std::string& name, const std::string& note = {});

// The newest one with the labels as they are now; if there is none it is taken, named `prefix`-1 or
// the next number that is free.
Snapshot snapshot_of_now(Project& project, const std::string& prefix, const std::string& note);

std::vector<Snapshot> snapshots(Project& project);                 // newest first
Snapshot get_snapshot(Project& project, const std::string& name);  // Error(kNotFound)
// None for kNow.
std::optional<Snapshot> find_version(Project& project, const std::string& name);

// Of all labels as they are now: points, status, tags and box of each face with points of its own,
// whatever revisions they are in. Two states with the same digest have the same labels.
std::string labels_digest(Project& project);

// The labels of the snapshot that match, in the order of labelled_faces(project). A query about
// what snapshots don't keep (proposals, what is told from points): Error(kInvalidInput).
std::vector<LabelledFace> labelled_faces(Project& project, SnapshotId snapshot,
                                         const Query& query = {});
std::vector<LabelRef> label_refs(Project& project, SnapshotId snapshot, const Query& query = {});

}  // namespace facepoint
