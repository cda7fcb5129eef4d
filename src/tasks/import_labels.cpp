#include "tasks/import_labels.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "base/error.h"
#include "base/text.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/journal.h"

namespace facepoint {
namespace {

constexpr double kSameFaceOverlap = 0.3;

// A row's name and how many rows of that name came before it.
using RowKey = std::pair<std::string, int>;

class RowKeys {
 public:
  RowKey next(const std::string& image_name) { return {image_name, seen_[image_name]++}; }

 private:
  std::map<std::string, int> seen_;
};

bool same(const SourceRow& a, const SourceRow& b) {
  return std::tie(a.ordinal, a.face, a.imported, a.image_name, a.raw) ==
         std::tie(b.ordinal, b.face, b.imported, b.image_name, b.raw);
}

bool same(const SourceFile& a, const SourceFile& b) {
  return std::tie(a.format, a.official_split, a.header, a.line_end, a.ends_with_line_end) ==
         std::tie(b.format, b.official_split, b.header, b.line_end, b.ends_with_line_end);
}

class LabelImport {
 public:
  LabelImport(Project& project, const Dataset& dataset,
              const std::map<std::string, ImageId>& image_of, ImportReport& report, JobContext& job)
      : project_(project), dataset_(dataset), image_of_(image_of), report_(report), job_(job) {}

  void run(const std::vector<ParsedLabels>& all);

 private:
  struct StoredFile {
    SourceFile file;
    std::vector<SourceRow> before;
    std::vector<SourceRow> after;
    bool is_new = false;
  };
  // A row whose revision will be known when the change has been applied.
  struct Pending {
    std::size_t file = 0;
    std::size_t row = 0;
  };

  void read_file_rows(const ParsedLabels& labels);
  SourceRow new_row(const ParsedRow& parsed);
  SourceRow known_row(const ParsedRow& parsed, const SourceRow& stored);
  std::optional<FaceId> unlabelled_face_at(ImageId image, const Rect& box);
  void plan_edit(FaceId face, const Keypoints& points, FaceStatus status, RevisionId current);
  void apply_edits();
  void store_rows();

  Project& project_;
  const Dataset& dataset_;
  const std::map<std::string, ImageId>& image_of_;
  ImportReport& report_;
  JobContext& job_;
  std::int64_t rows_done_ = 0;
  std::int64_t rows_total_ = 0;
  std::vector<StoredFile> files_;
  std::vector<FaceEdit> edits_;
  std::vector<RevisionId> expected_;
  std::vector<Pending> pending_;
  std::set<FaceId> claimed_;
};

void LabelImport::plan_edit(FaceId face, const Keypoints& points, FaceStatus status,
                            RevisionId current) {
  FaceEdit edit;
  edit.face = face;
  edit.points = points;
  edit.status = status;
  edits_.push_back(std::move(edit));
  expected_.push_back(current);
  pending_.push_back({files_.size() - 1, files_.back().after.size()});
  claimed_.insert(face);
}

// A face that a model found where the new label lies: the label is that face's.
std::optional<FaceId> LabelImport::unlabelled_face_at(ImageId image, const Rect& box) {
  for (const Face& face : faces_of(project_, image)) {
    if (face.current || claimed_.contains(face.id) || face.status == FaceStatus::kRejected)
      continue;
    if (intersection_over_union(face.box, box) >= kSameFaceOverlap) return face.id;
  }
  return std::nullopt;
}

SourceRow LabelImport::new_row(const ParsedRow& parsed) {
  SourceRow row;
  row.image_name = parsed.image_name;
  row.raw = parsed.raw;
  if (parsed.points.empty()) return row;
  const Keypoints& points = parsed.points;
  const ImageId image = image_of_.at(parsed.image_path);
  const Rect box = bounding_box(points);
  if (const std::optional<FaceId> face = unlabelled_face_at(image, box)) {
    row.face = *face;
    plan_edit(*face, points, FaceStatus::kLabelled, RevisionId{});
    return row;
  }
  NewFace face;
  face.image = image;
  face.scheme = dataset_.scheme;
  face.box = box;
  face.points = points;
  face.detail = files_.back().file.path;
  const AddedFace added = add_face(project_, face);
  row.face = added.face;
  row.imported = added.revision;
  claimed_.insert(added.face);
  ++report_.faces_added;
  return row;
}

SourceRow LabelImport::known_row(const ParsedRow& parsed, const SourceRow& stored) {
  if (parsed.points.empty()) return stored;  // not readable any more: what was read before stays
  SourceRow row = stored;
  row.raw = parsed.raw;
  const Keypoints& points = parsed.points;
  if (get_revision(project_, stored.imported).points == points) return row;

  const Face face = get_face(project_, stored.face);
  if (face.current == stored.imported) {
    const bool stays = face.status == FaceStatus::kRejected || face.status == FaceStatus::kDeleted;
    const FaceStatus status = stays ? face.status : FaceStatus::kLabelled;
    plan_edit(face.id, points, status, face.current);
    return row;
  }
  if (get_revision(project_, face.current).points == points) {
    row.imported = face.current;
    return row;
  }
  report_.findings.push_back({ImportFindingKind::kConflict, parsed.place,
                              "the file and a person changed this face of " + parsed.image_path +
                                  "; the person's label is kept"});
  return stored;
}

void LabelImport::read_file_rows(const ParsedLabels& labels) {
  StoredFile stored;
  stored.file = labels.file;
  stored.file.dataset = dataset_.id;
  if (const auto known = find_source_file(project_, dataset_.id, labels.file.path)) {
    stored.file.id = known->id;
    stored.before = source_rows(project_, known->id);
    stored.is_new = !same(*known, stored.file);
  } else {
    stored.file.id = add_source_file(project_, stored.file);
    stored.is_new = true;
  }
  files_.push_back(std::move(stored));

  RowKeys stored_keys;
  std::map<RowKey, const SourceRow*> with_face;
  for (const SourceRow& row : files_.back().before) {
    const RowKey key = stored_keys.next(row.image_name);
    if (row.face) with_face.emplace(key, &row);
  }
  RowKeys parsed_keys;
  for (const ParsedRow& parsed : labels.rows) {
    const RowKey key = parsed_keys.next(parsed.image_name);
    const auto match = with_face.find(key);
    SourceRow row = match == with_face.end() ? new_row(parsed) : known_row(parsed, *match->second);
    if (match != with_face.end()) with_face.erase(match);
    row.ordinal = static_cast<std::int64_t>(files_.back().after.size());
    files_.back().after.push_back(std::move(row));
    job_.progress(++rows_done_, rows_total_);
  }
  for (const auto& [key, row] : with_face) {
    report_.findings.push_back({ImportFindingKind::kVanishedRow,
                                labels.file.path + ": " + key.first,
                                "the row is no longer in the file; its face is kept"});
  }
}

void LabelImport::apply_edits() {
  if (edits_.empty()) return;
  apply_change(project_, "Import corrected labels of " + dataset_.name, edits_, Author::kImport,
               files_.front().file.path, expected_);
  for (std::size_t i = 0; i < edits_.size(); ++i) {
    files_[pending_[i].file].after[pending_[i].row].imported =
        get_face(project_, edits_[i].face).current;
  }
  report_.faces_revised += static_cast<std::int64_t>(edits_.size());
}

void LabelImport::store_rows() {
  for (const StoredFile& stored : files_) {
    const bool rows_same =
        std::equal(stored.before.begin(), stored.before.end(), stored.after.begin(),
                   stored.after.end(), [](const auto& a, const auto& b) { return same(a, b); });
    if (!stored.is_new && rows_same) continue;
    replace_source_rows(project_, stored.file, stored.after);
    ++report_.rows_rewritten;
  }
}

void LabelImport::run(const std::vector<ParsedLabels>& all) {
  for (const ParsedLabels& labels : all) {
    rows_total_ += static_cast<std::int64_t>(labels.rows.size());
  }
  job_.begin_stage("Storing labels", rows_total_);
  for (const ParsedLabels& labels : all) read_file_rows(labels);
  apply_edits();
  store_rows();
}

}  // namespace

void import_labels(Project& project, const Dataset& dataset,
                   const std::vector<ParsedLabels>& labels,
                   const std::map<std::string, ImageId>& image_of, ImportReport& report,
                   JobContext& job) {
  ImportReport done = report;  // an interrupted transaction must not be reported
  project.transaction([&] {
    done = report;
    LabelImport(project, dataset, image_of, done, job).run(labels);
  });
  report = std::move(done);
}

}  // namespace facepoint
