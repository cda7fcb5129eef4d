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
                   "INSERT INTO dataset (name, root, scheme) VALUES (:name, :root, :scheme) "
                   "RETURNING id");
  insert.use(dataset.name, dataset.root, dataset.scheme);
  return inserted<DatasetId>(insert);
}

std::vector<Dataset> datasets(Project& project) {
  Statement select(project.database(), "SELECT id, name, root, scheme FROM dataset ORDER BY id");
  return all<Dataset>(select);
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
                   "line_end, ends_with_line_end) VALUES (:dataset, :path, :format, :split, "
                   ":header, :line_end, :ends) RETURNING id");
  insert.use(file.dataset, file.path, file.format, file.official_split, file.header, file.line_end,
             file.ends_with_line_end);
  return inserted<SourceFileId>(insert);
}

std::vector<SourceFile> source_files(Project& project, DatasetId dataset) {
  Statement select(project.database(), kSelectFiles + " ORDER BY id");
  return all<SourceFile>(select.use(dataset));
}

std::optional<SourceFile> find_source_file(Project& project, DatasetId dataset,
                                           const std::string& path) {
  Statement select(project.database(), kSelectFiles + " AND path = :path");
  return only<SourceFile>(select.use(dataset, path));
}

void add_source_rows(Project& project, SourceFileId file, const std::vector<SourceRow>& rows) {
  Transaction transaction(project.database());
  for (const SourceRow& row : rows) {
    Statement(project.database(),
              "INSERT INTO source_row (source_file_id, ordinal, face_id, revision_id, image_name, "
              "raw) VALUES (:file, :ordinal, :face, :revision, :name, :raw)")
        .use(file, row.ordinal, row.face, row.imported, row.image_name, row.raw)
        .run();
  }
  transaction.commit();
}

std::vector<SourceRow> source_rows(Project& project, SourceFileId file) {
  Statement select(project.database(),
                   "SELECT ordinal, face_id, revision_id, image_name, raw FROM source_row "
                   "WHERE source_file_id = :file ORDER BY ordinal");
  return all<SourceRow>(select.use(file));
}

void replace_source_rows(Project& project, const SourceFile& file,
                         const std::vector<SourceRow>& rows) {
  Transaction transaction(project.database());
  Statement update(project.database(),
                   "UPDATE source_file SET header = :header, line_end = :line_end, "
                   "ends_with_line_end = :ends WHERE id = :id");
  update.use(file.header, file.line_end, file.ends_with_line_end, file.id);
  if (update.run() == 0) throw project.database().no_such("source file", file.id.value);
  Statement(project.database(), "DELETE FROM source_row WHERE source_file_id = :file")
      .use(file.id)
      .run();
  add_source_rows(project, file.id, rows);
  transaction.commit();
}

}  // namespace facepoint
