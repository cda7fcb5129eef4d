#include "tasks/import_labels.h"

#include <algorithm>
#include <set>

#include "store/datasets.h"
#include "store/faces.h"
#include "store/journal.h"
#include "store/source_rows.h"
#include "tasks/import_findings.h"
#include "tasks/import_remedies.h"
#include "tasks/import_rows.h"

namespace facepoint {
namespace {

constexpr double kSameFaceOverlap = 0.3;

class LabelImport {
 public:
  LabelImport(Project& project, const Dataset& dataset, ScannedSource& source,
              const std::optional<LabelLayout>& layout, ImportReport& report, JobContext& job)
      : project_(project),
        dataset_(dataset),
        source_(source),
        layout_(layout && changes_points(*layout) ? layout : std::nullopt),
        report_(report),
        job_(job),
        examination_(source.images, report),
        unlabelled_(images_with_unlabelled_faces(project, dataset.id)) {}

  void run();

 private:
  void read_file(const ScannedLabels& labels);
  void read_rows(const ScannedLabels& labels, ImportFindings& findings, const RowTaker& take);
  void take(const ScannedLabels& labels, const ParsedRow& parsed, SourceRowUpdate& rows);
  SourceRow new_row(const ScannedLabels& labels, const ParsedRow& parsed);
  SourceRow known_row(const ScannedLabels& labels, const ParsedRow& parsed,
                      const SourceRow& stored);
  std::optional<FaceId> unlabelled_face_at(ImageId image, const Rect& box);
  RevisionId revise(FaceId face, const Keypoints& points, FaceStatus status, RevisionId current);

  Project& project_;
  const Dataset& dataset_;
  ScannedSource& source_;
  std::optional<LabelLayout> layout_;
  ImportReport& report_;
  JobContext& job_;
  RowExamination examination_;
  std::vector<ImageId> unlabelled_;  // images that have unlabelled faces
  std::set<FaceId> claimed_;         // of these faces
  std::optional<ChangeInParts> change_;
  std::int64_t rows_done_ = 0;
  std::int64_t rows_total_ = 0;
};

RevisionId LabelImport::revise(FaceId face, const Keypoints& points, FaceStatus status,
                               RevisionId current) {
  if (!change_) {
    change_.emplace(project_, "Import corrected labels of " + dataset_.name, Author::kImport,
                    source_.labels.front().file.path);
  }
  FaceEdit edit;
  edit.face = face;
  edit.points = points;
  edit.status = status;
  ++report_.faces_revised;
  return change_->add(edit, current);
}

// A face that a model found where the new label lies: the label is that face's.
std::optional<FaceId> LabelImport::unlabelled_face_at(ImageId image, const Rect& box) {
  if (!std::binary_search(unlabelled_.begin(), unlabelled_.end(), image)) return std::nullopt;
  for (const Face& face : faces_of(project_, image)) {
    if (face.current || claimed_.contains(face.id) || face.status == FaceStatus::kRejected)
      continue;
    if (intersection_over_union(face.box, box) >= kSameFaceOverlap) return face.id;
  }
  return std::nullopt;
}

SourceRow LabelImport::new_row(const ScannedLabels& labels, const ParsedRow& parsed) {
  SourceRow row;
  row.image_name = parsed.image_name;
  row.raw = parsed.raw;
  if (parsed.points.empty()) return row;
  const ImageId image = source_.images.at(parsed.image_path).id;
  const Rect box = bounding_box(parsed.points);
  if (const std::optional<FaceId> face = unlabelled_face_at(image, box)) {
    claimed_.insert(*face);
    row.face = *face;
    row.imported = revise(*face, parsed.points, FaceStatus::kLabelled, RevisionId{});
    return row;
  }
  NewFace face;
  face.image = image;
  face.scheme = dataset_.scheme;
  face.box = box;
  face.points = parsed.points;
  face.detail = labels.file.path;
  const AddedFace added = add_one_of_many_faces(project_, face);
  row.face = added.face;
  row.imported = added.revision;
  ++report_.faces_added;
  return row;
}

SourceRow LabelImport::known_row(const ScannedLabels& labels, const ParsedRow& parsed,
                                 const SourceRow& stored) {
  if (parsed.points.empty()) return stored;  // not readable any more: what was read before stays
  SourceRow row = stored;
  row.raw = parsed.raw;
  row.image_name = parsed.image_name;
  const Keypoints& points = parsed.points;
  if (get_revision(project_, stored.imported).points == points) return row;

  const Face face = get_face(project_, stored.face);
  if (face.current == stored.imported || !face.current) {  // none: restored to before it was read
    const bool stays = face.status == FaceStatus::kRejected || face.status == FaceStatus::kDeleted;
    const FaceStatus status = stays ? face.status : FaceStatus::kLabelled;
    row.imported = revise(face.id, points, status, face.current);
    return row;
  }
  if (get_revision(project_, face.current).points == points) {
    row.imported = face.current;
    return row;
  }
  report_.findings.add({ImportFindingKind::kConflict, place_of(labels.file.path, parsed.line),
                        "the file and a person changed this face of " + parsed.image_path +
                            "; the person's label is kept"});
  return stored;
}

void LabelImport::read_rows(const ScannedLabels& labels, ImportFindings& findings,
                            const RowTaker& take) {
  RowReader(source_, job_).read_again(labels, [&](ParsedRow row) {
    if (layout_) {
      read_row_as(*layout_, source_.images, labels.file.path, row, findings);
      // Its text is of other numbers than ours now: such a file is written anew.
      if (row.points.empty() && !is_line_format(labels.file.format)) return;
    }
    take(std::move(row));
  });
}

void LabelImport::take(const ScannedLabels& labels, const ParsedRow& parsed,
                       SourceRowUpdate& rows) {
  job_.progress(++rows_done_, rows_total_);
  if (!parsed.points.empty()) {
    source_.images.at(parsed.image_path).labelled = true;
    examination_.take(labels.file.path, parsed);
  }
  const std::optional<SourceRow> stored = rows.stored_for(parsed.image_name);
  rows.put(stored ? known_row(labels, parsed, *stored) : new_row(labels, parsed));
}

void LabelImport::read_file(const ScannedLabels& labels) {
  SourceFile file = labels.file;
  file.dataset = dataset_.id;
  if (layout_ && !is_line_format(file.format)) file.header.clear();
  SourceRowUpdate rows(project_, std::move(file), [&labels](const std::string& image_name) {
    return labels.format->picture_of(image_name);
  });
  if (!rows.is_new()) {
    ImportFindings said_later;
    read_rows(labels, said_later,
              [&](const ParsedRow& row) { rows.foresee(row.image_name, row.points); });
  }
  read_rows(labels, report_.findings, [&](const ParsedRow& row) { take(labels, row, rows); });
  rows.each_left([&](const std::string& name) {
    report_.findings.add({ImportFindingKind::kVanishedRow, labels.file.path + ": " + name,
                          "the row is no longer in the file; its face is kept"});
  });
  if (rows.finish()) ++report_.rows_rewritten;
}

void LabelImport::run() {
  for (const ScannedLabels& labels : source_.labels) rows_total_ += labels.rows;
  for (auto& [path, image] : source_.images) image.labelled = false;
  job_.begin_stage("Storing labels", rows_total_);
  for (const ScannedLabels& labels : source_.labels) read_file(labels);
  examination_.finish();
  if (change_) change_->finish();
}

}  // namespace

void import_labels(Project& project, const Dataset& dataset, ScannedSource& source,
                   const std::optional<LabelLayout>& layout, ImportReport& report,
                   JobContext& job) {
  ImportReport done = report;  // an interrupted transaction must not be reported
  project.transaction([&] {
    done = report;
    LabelImport(project, dataset, source, layout, done, job).run();
  });
  report = std::move(done);
}

}  // namespace facepoint
