#include "store/datasets.h"

#include "store/columns.h"
#include "store/database.h"

namespace facepoint {

// Not in the unnamed namespace: all() and only() find them by their argument.
static void into(Statement& statement, Dataset& dataset) {
  statement.into(dataset.id, dataset.name, dataset.root, dataset.scheme);
}

static void into(Statement& statement, SourceFile& file) {
  statement.into(file.id, file.dataset, file.path, file.format, file.official_split, file.header,
                 file.line_end, file.ends_with_line_end);
}

static void into(Statement& statement, SourceRow& row) {
  statement.into(row.ordinal, row.face, row.imported, row.image_name, row.raw);
}

namespace {

const std::string kSelectFiles =
    "SELECT id, dataset_id, path, format, official_split, header, line_end, ends_with_line_end "
    "FROM source_file WHERE dataset_id = :dataset";

}  // namespace

DatasetId add_dataset(Project& project, const Dataset& dataset) {
  Statement insert(project.database(),
                   "INSERT INTO dataset (name, root, scheme, added_after) VALUES (:name, :root, "
                   ":scheme, (SELECT max(id) FROM snapshot)) RETURNING id");
  insert.use(dataset.name, dataset.root, dataset.scheme);
  return inserted<DatasetId>(insert);
}

std::vector<Dataset> datasets(Project& project) {
  Statement select(project.database(), "SELECT id, name, root, scheme FROM dataset ORDER BY id");
  return all<Dataset>(select);
}

std::vector<Dataset> datasets(Project& project, SnapshotId snapshot) {
  Statement select(project.database(),
                   "SELECT id, name, root, scheme FROM dataset WHERE added_after IS NULL OR "
                   "added_after < :snapshot ORDER BY id");
  return all<Dataset>(select.use(snapshot));
}

std::vector<DatasetCounts> dataset_counts(Project& project) {
  std::string by_status;      // of one image
  std::string sum_by_status;  // of a dataset
  for (const FaceStatus status : kFaceStatuses) {
    const std::string word = to_text(status);
    by_status.append(", count(CASE WHEN f.status = '").append(word).append("' THEN 1 END) AS ");
    by_status.append(word);
    sum_by_status.append(", coalesce(sum(o.").append(word).append("), 0)");
  }
  Statement select(
      project.database(),
      "SELECT (SELECT count(*) FROM source_file s WHERE s.dataset_id = d.id), count(o.id), "
      "count(CASE WHEN o.labels = 0 THEN 1 END), count(CASE WHEN o.decode_error <> '' THEN 1 END), "
      "coalesce(sum(o.faces), 0)" +
          sum_by_status +
          " FROM dataset d LEFT JOIN (SELECT i.id, i.dataset_id, i.decode_error, "
          "count(f.id) AS faces, count(f.current_revision_id) AS labels" +
          by_status +
          " FROM image i LEFT JOIN face f ON f.image_id = i.id AND f.status <> 'deleted' "
          "GROUP BY i.id, i.dataset_id, i.decode_error) o ON o.dataset_id = d.id "
          "GROUP BY d.id ORDER BY d.id");
  DatasetCounts row;
  select.into(row.label_files, row.images, row.unlabelled, row.unreadable, row.faces);
  for (const FaceStatus status : kFaceStatuses) select.into(row.faces_by_status[status]);
  std::vector<DatasetCounts> counts;
  while (select.next()) counts.push_back(row);
  return counts;
}

std::optional<Dataset> find_dataset(Project& project, const std::string& name) {
  Statement select(project.database(),
                   "SELECT id, name, root, scheme FROM dataset WHERE name = :name");
  return only<Dataset>(select.use(name));
}

void set_dataset_root(Project& project, DatasetId id, const std::string& root) {
  Statement update(project.database(), "UPDATE dataset SET root = :root WHERE id = :id");
  if (update.use(root, id).run() == 0) throw project.database().no_such("dataset", id.value);
}

SourceFileId add_source_file(Project& project, const SourceFile& file) {
  Statement insert(project.database(),
                   "INSERT INTO source_file (dataset_id, path, format, official_split, header, "
                   "line_end, ends_with_line_end, added_after) VALUES (:dataset, :path, :format, "
                   ":split, :header, :line_end, :ends, (SELECT max(id) FROM snapshot)) "
                   "RETURNING id");
  insert.use(file.dataset, file.path, file.format, file.official_split, file.header, file.line_end,
             file.ends_with_line_end);
  return inserted<SourceFileId>(insert);
}

std::vector<SourceFile> source_files(Project& project, DatasetId dataset) {
  Statement select(project.database(), kSelectFiles + " ORDER BY id");
  return all<SourceFile>(select.use(dataset));
}

std::vector<std::string> source_formats(Project& project) {
  std::string format;
  Statement select(
      project.database(),
      "SELECT f.format FROM source_file f JOIN source_row r ON r.source_file_id = f.id "
      "WHERE r.face_id IS NOT NULL GROUP BY f.format ORDER BY count(*) DESC, f.format");
  select.into(format);
  std::vector<std::string> formats;
  while (select.next()) formats.push_back(format);
  return formats;
}

std::optional<SourceFile> find_source_file(Project& project, DatasetId dataset,
                                           const std::string& path) {
  Statement select(project.database(), kSelectFiles + " AND path = :path");
  return only<SourceFile>(select.use(dataset, path));
}

std::vector<SourceRow> source_rows(Project& project, SourceFileId file) {
  Statement select(project.database(),
                   "SELECT ordinal, face_id, revision_id, image_name, raw FROM source_row "
                   "WHERE source_file_id = :file ORDER BY ordinal");
  return all<SourceRow>(select.use(file));
}

std::vector<PastSourceFile> source_files(Project& project, DatasetId dataset, SnapshotId snapshot) {
  Statement select(project.database(),
                   "SELECT f.id, f.dataset_id, f.path, f.format, f.official_split, "
                   "coalesce(p.header, f.header), coalesce(p.line_end, f.line_end), "
                   "coalesce(p.ends_with_line_end, f.ends_with_line_end), coalesce(p.id, 0) FROM "
                   "source_file f LEFT JOIN past_source_file p ON p.source_file_id = f.id AND "
                   "p.last_snapshot_id = (SELECT min(q.last_snapshot_id) FROM past_source_file q "
                   "WHERE q.source_file_id = f.id AND q.last_snapshot_id >= :then) WHERE "
                   "f.dataset_id = :dataset AND (f.added_after IS NULL OR f.added_after < :since) "
                   "ORDER BY f.id");
  PastSourceFile row;
  select.use(snapshot, dataset, snapshot);
  into(select, row.file);
  select.into(row.past);
  std::vector<PastSourceFile> files;
  while (select.next()) files.push_back(row);
  return files;
}

void each_source_row(Project& project, const PastSourceFile& file,
                     const std::function<void(const SourceRow&)>& take) {
  const bool is_past = file.past != 0;
  Statement select(project.database(),
                   std::string("SELECT ordinal, face_id, revision_id, image_name, raw FROM ") +
                       (is_past ? "past_source_row WHERE past_source_file_id"
                                : "source_row WHERE source_file_id") +
                       " = :file ORDER BY ordinal");
  if (is_past) {
    select.use(file.past);
  } else {
    select.use(file.file.id);
  }
  SourceRow row;
  into(select, row);
  while (select.next()) take(row);
}

}  // namespace facepoint
