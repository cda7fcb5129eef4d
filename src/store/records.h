// What the project file holds, as plain values. No SQL, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/geometry.h"
#include "base/id.h"
#include "landmark/keypoints.h"

namespace facepoint {

struct Dataset {
  DatasetId id;
  std::string name;    // unique in the project; "ytf"
  std::string root;    // absolute folder of the images
  std::string scheme;  // "ibug68"
};

// A label file as it was imported: enough to write it again byte for byte.
struct SourceFile {
  SourceFileId id;
  DatasetId dataset;
  std::string path;            // relative to the dataset's root
  std::string format;          // "udacity-csv", "pts"
  std::string official_split;  // "training", "test" or empty
  std::string header;          // its first line(s), with line end
  std::string line_end;        // "\n" or "\r\n"
  bool ends_with_line_end = true;
};

struct SourceRow {
  std::int64_t ordinal = 0;        // 0-based order in the file
  FaceId face;                     // none: the row could not be read as a face
  RevisionId imported;             // the revision the row was read into; none if no face
  std::string image_name;          // the row's own name for the image
  std::optional<std::string> raw;  // the row's text without line end, where it is not what we write
};

struct Image {
  ImageId id;
  DatasetId dataset;
  std::string path;    // relative to the dataset's root; with it the image's key
  std::string digest;  // of the file's bytes; empty if it could not be read
  std::int64_t bytes = 0;
  int width = 0;
  int height = 0;
  std::string format;  // by content: "jpeg", "png", ...
  std::uint64_t perceptual_hash = 0;
  double blur = 0;  // see image/analysis.h
  double brightness = 0;
  std::string identity;  // empty: not known
  std::string clip;
  std::string official_split;  // "training", "test" or empty
  std::string decode_error;    // empty: readable
};

enum class FaceStatus : std::uint8_t {
  kLabelled,   // points came with the dataset
  kProposed,   // a model's points wait for a decision; the face has no label yet
  kCorrected,  // a person changed points or accepted a proposal
  kApproved,   // a person said it is right
  kRejected,   // a person said it is no face, or not usable
  kDeleted,    // a person took it away: kept for undo, and listed nowhere
};
// Those that a face has which is listed.
inline constexpr FaceStatus kFaceStatuses[] = {FaceStatus::kLabelled, FaceStatus::kProposed,
                                               FaceStatus::kCorrected, FaceStatus::kApproved,
                                               FaceStatus::kRejected};
std::string to_text(FaceStatus status);  // "labelled", ...
std::optional<FaceStatus> face_status(const std::string& text);

struct Face {
  FaceId id;
  ImageId image;
  std::string scheme;
  Rect box;  // in image pixels
  FaceStatus status = FaceStatus::kLabelled;
  RevisionId current;  // none: only proposed
};

enum class Author : std::uint8_t { kImport, kPerson, kModel };
std::string to_text(Author author);  // "import", "person", "model"
std::optional<Author> author(const std::string& text);

// What a revision is to its face.
enum class RevisionRole : std::uint8_t {
  kLabel,        // was the face's label when it was made
  kOpinion,      // what a person says beside the label, which it never was
  kAdjudicated,  // the label that somebody chose among the opinions of several people
};
std::string to_text(RevisionRole role);  // "label", "opinion", "adjudicated"
std::optional<RevisionRole> revision_role(const std::string& text);

struct Revision {
  RevisionId id;
  FaceId face;
  RevisionId parent;  // none for the first
  Keypoints points;
  Author author = Author::kPerson;
  std::string detail;   // the source file, model or person's name
  std::string created;  // UTC
  ProposalId proposal;  // the one that was accepted as this revision, or none
  // Those that a person has put or confirmed where they are since the corrections of these points
  // began, in order. What differs from the parent and is none of them followed these.
  std::vector<int> set_points = {};
  RevisionRole role = RevisionRole::kLabel;
};

struct Proposal {
  ProposalId id;
  FaceId face;
  ModelId model;
  Keypoints points;
  std::vector<double> confidence;  // one a point, 0 to 1
  double score = 0;                // that this is a face, 0 to 1
  std::string state;               // "open", "accepted", "rejected", "superseded"
  std::string created;
};

// What a person says of a label that looked suspicious.
enum class Verdict : std::uint8_t { kRight, kWrong };

// What one gesture or batch does to one face.
struct FaceEdit {
  FaceId face;
  std::optional<Keypoints> points;   // a new revision, if given
  std::optional<FaceStatus> status;  // a new status; else a face that only was proposed and now
                                     // gets points becomes kCorrected, others stay as they are
  ProposalId accepts;                // this open proposal becomes the new revision's origin, and
                                     // gives its points where `points` is not given
  ProposalId rejects;                // this open proposal
  std::vector<std::string> adds_tags = {};  // see store/tags.h
  std::vector<std::string> removes_tags = {};
  std::vector<int> set_points = {};          // of the new revision
  RevisionRole role = RevisionRole::kLabel;  // likewise
  std::optional<Verdict> verdict = {};       // of the label that the face has before this edit
  bool by_rule = false;  // the new revision stays by the author of the one before: who followed a
                         // rule has set no points
};

enum class ChangeKind : std::uint8_t { kEdit, kUndo, kRedo };
std::string to_text(ChangeKind kind);  // "edit", "undo", "redo"
std::optional<ChangeKind> change_kind(const std::string& text);

struct Change {
  ChangeId id;
  ChangeKind kind = ChangeKind::kEdit;
  std::string label;  // "Move point 31"
  ChangeId target;    // what an undo or redo is about
  std::string created;
  std::int64_t faces = 0;
  std::string person = {};  // who did it; empty: an import, or before this was kept
};

struct Model {
  ModelId id;
  std::string name;
  std::string digest;  // of the weights file
  std::string path;
  std::string arch;  // "heatmap", "naimish"
  std::string scheme;
};

struct TrainingRun {
  TrainingRunId id;
  std::string arch;
  std::string options;  // JSON
  std::string split_plan;
  std::string state;       // "running", "finished", "cancelled", "failed"
  std::string checkpoint;  // path
  std::string metrics;     // JSON: one object an epoch
  std::string started;
  std::string ended;
  std::string process = {};   // that works on it while it runs: see base/process.h
  std::string problem = {};   // why it failed
  std::string snapshot = {};  // the name of the version that it was trained on
};

// A named version of the data set: see store/snapshots.h.
struct Snapshot {
  SnapshotId id;
  std::string name;  // unique
  std::string note;
  std::string created;      // UTC
  std::string person;       // who took it
  std::string digest;       // of the labels: the same for the same labels
  std::int64_t faces = 0;   // that were listed
  std::int64_t labels = 0;  // of these, with points of their own
  ChangeId change;          // the newest one when it was taken, or none
};

struct SplitPlan {
  SplitPlanId id;
  std::string name;
  std::string group_by;        // "identity", "clip", "image"
  std::vector<double> ratios;  // train, val, test; sums to 1
  std::uint64_t seed = 0;
  std::string rule;                      // the rule's name and version, "hash-threshold-1"
  std::vector<std::string> locked = {};  // parts that never lose or gain members
  int folds = 0;                         // k-fold parts; 0: train, val and test
  std::string stratify = {};             // "pose,size,source" or fewer of them; empty: by hash
  std::string where = {};                // the query that chose the images; empty: all
};
struct SplitMember {
  ImageId image;
  std::string part;  // "train", "val", "test" or "fold-1", "fold-2", ...
};
// An image that is in no part of a plan.
struct SplitLeftOut {
  ImageId image;
  std::string reason;
};

// Two images of the same picture; see curate/duplicates.h.
struct Duplicate {
  ImageId a;  // before b in the order dataset, path
  ImageId b;
  bool identical = false;             // byte for byte; else nearly
  double similarity = 0;              // of the pixels, at most 1
  std::optional<bool> labels_differ;  // none: one of them has no label to compare
};

// A video that frames were taken from.
struct Video {
  VideoId id;
  DatasetId dataset;   // of its frames
  std::string clip;    // of these images; unique in the dataset
  std::string path;    // where the file was
  std::string digest;  // of its content
};
// Which frame of a video an image is.
struct VideoImage {
  ImageId image;
  VideoId video;
  std::int64_t number = 0;  // 0-based
  double seconds = 0;       // since the first frame
};

}  // namespace facepoint
