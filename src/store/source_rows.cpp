#include "store/source_rows.h"

#include <algorithm>
#include <string_view>
#include <tuple>

#include "store/columns.h"
#include "store/database.h"
#include "store/datasets.h"
#include "store/faces.h"

namespace facepoint {
namespace {

constexpr std::int64_t kMostAtOnce = 256;  // stored rows

bool same(const SourceFile& a, const SourceFile& b) {
  return std::tie(a.format, a.official_split, a.header, a.line_end, a.ends_with_line_end) ==
         std::tie(b.format, b.official_split, b.header, b.line_end, b.ends_with_line_end);
}

bool same(const SourceRow& a, const SourceRow& b) {
  return std::tie(a.ordinal, a.face, a.imported, a.image_name, a.raw) ==
         std::tie(b.ordinal, b.face, b.imported, b.image_name, b.raw);
}

std::uint64_t digest_of_name(std::string_view name) { return std::hash<std::string_view>{}(name); }

}  // namespace

SourceRowUpdate::SourceRowUpdate(Project& project, SourceFile file, PictureOf picture_of)
    : project_(project), file_(std::move(file)), picture_of_(std::move(picture_of)) {
  const auto known = find_source_file(project, file_.dataset, file_.path);
  if (!known) {
    file_.id = add_source_file(project, file_);
    is_new_ = true;
    return;
  }
  file_.id = known->id;
  list_stored();
  if (same(*known, file_)) return;
  keep_for_snapshots();
  file_written_ = true;
  Statement(project.database(),
            "UPDATE source_file SET format = :format, official_split = :split, header = :header, "
            "line_end = :line_end, ends_with_line_end = :ends WHERE id = :id")
      .use(file_.format, file_.official_split, file_.header, file_.line_end,
           file_.ends_with_line_end, file_.id)
      .run();
}

std::string SourceRowUpdate::picture_of(const std::string& image_name) const {
  return picture_of_ ? picture_of_(image_name) : image_name;
}

void SourceRowUpdate::list_stored() {
  Statement select(project_.database(),
                   "SELECT ordinal, image_name, face_id IS NOT NULL FROM source_row WHERE "
                   "source_file_id = :file");
  std::string name;
  Stored row;
  select.use(file_.id).into(row.ordinal, name, row.has_face);
  while (select.next()) {
    row.name = digest_of_name(picture_of(name));
    stored_.push_back(row);
  }
  std::sort(stored_.begin(), stored_.end(), [](const Stored& a, const Stored& b) {
    return std::tie(a.name, a.ordinal) < std::tie(b.name, b.ordinal);
  });
}

// One that follows the last is read with more of those that follow it.
const SourceRow& SourceRowUpdate::stored_row(std::int64_t ordinal) {
  const std::int64_t from = some_.empty() ? 0 : some_.front().ordinal;
  const std::int64_t to = from + std::ssize(some_);
  if (ordinal < from || ordinal >= to) {
    next_at_once_ = ordinal == to ? std::min(2 * next_at_once_, kMostAtOnce) : 1;
    Statement select(project_.database(),
                     "SELECT ordinal, face_id, revision_id, image_name, raw FROM source_row WHERE "
                     "source_file_id = :file AND ordinal >= :from AND ordinal < :to "
                     "ORDER BY ordinal");
    SourceRow row;
    select.use(file_.id, ordinal, ordinal + next_at_once_);
    select.into(row.ordinal, row.face, row.imported, row.image_name, row.raw);
    some_.clear();
    while (select.next()) some_.push_back(row);
  }
  return some_.at(static_cast<std::size_t>(ordinal - some_.front().ordinal));
}

void SourceRowUpdate::foresee(const std::string& image_name, const Keypoints& points) {
  coming_.push_back({digest_of_name(picture_of(image_name)), trace_of(points)});
}

// All of one name. Of one that can only be one another the points don't matter.
void SourceRowUpdate::match(const std::vector<Stored*>& stored,
                            const std::vector<Coming*>& coming) {
  std::vector<FaceTrace> before(stored.size());
  std::vector<FaceTrace> now(coming.size());
  if (stored.size() > 1 || coming.size() > 1) {
    for (std::size_t i = 0; i < stored.size(); ++i) {
      const RevisionId imported = stored_row(stored[i]->ordinal).imported;
      if (imported) before[i] = trace_of(get_revision(project_, imported).points);
    }
    for (std::size_t i = 0; i < coming.size(); ++i) now[i] = coming[i]->face;
  }
  const std::vector<std::optional<std::size_t>> same = match_faces(before, now);
  for (std::size_t i = 0; i < coming.size(); ++i) {
    if (!same[i]) continue;
    stored[*same[i]]->taken = true;
    coming[i]->stored = stored[*same[i]]->ordinal;
  }
}

void SourceRowUpdate::match_all() {
  matched_ = true;
  std::vector<Coming*> by_name;
  for (Coming& row : coming_) by_name.push_back(&row);
  std::stable_sort(by_name.begin(), by_name.end(),
                   [](const Coming* a, const Coming* b) { return a->name < b->name; });
  auto row = stored_.begin();
  for (auto first = by_name.begin(); first != by_name.end();) {
    const std::uint64_t name = (*first)->name;
    const auto last = std::find_if(first, by_name.end(),
                                   [&](const Coming* other) { return other->name != name; });
    std::vector<Stored*> stored;
    for (; row != stored_.end() && row->name <= name; ++row) {
      if (row->name == name && row->has_face) stored.push_back(&*row);
    }
    if (!stored.empty()) match(stored, {first, last});
    first = last;
  }
}

std::optional<SourceRow> SourceRowUpdate::stored_for(const std::string& image_name) {
  if (is_new_) return std::nullopt;
  if (!matched_) match_all();
  const std::int64_t ordinal = coming_.at(asked_++).stored;
  if (ordinal == kNoRow) return std::nullopt;
  const SourceRow& row = stored_row(ordinal);
  if (picture_of(row.image_name) != picture_of(image_name))
    return std::nullopt;  // another name of the same digest
  return row;
}

void SourceRowUpdate::put(SourceRow row) {
  row.ordinal = next_++;
  if (is_new_) return write(row, row.ordinal);
  if (!first_written_) {
    if (row.ordinal < std::ssize(stored_) && same(stored_row(row.ordinal), row)) return;
    first_written_ = row.ordinal;
    keep_for_snapshots();
  }
  write(row, -1 - row.ordinal);
}

void SourceRowUpdate::write(const SourceRow& row, std::int64_t ordinal) {
  Statement(project_.database(),
            "INSERT INTO source_row (source_file_id, ordinal, face_id, revision_id, image_name, "
            "raw) VALUES (:file, :ordinal, :face, :revision, :name, :raw)")
      .use(file_.id, ordinal, row.face, row.imported, row.image_name, row.raw)
      .run();
}

void SourceRowUpdate::each_left(const std::function<void(const std::string& image_name)>& take) {
  std::vector<std::int64_t> left;
  for (const Stored& row : stored_) {
    if (row.has_face && !row.taken) left.push_back(row.ordinal);
  }
  std::sort(left.begin(), left.end());
  for (const std::int64_t ordinal : left) take(stored_row(ordinal).image_name);
}

bool SourceRowUpdate::finish() {
  if (is_new_) return true;
  if (!first_written_ && next_ < std::ssize(stored_)) {
    first_written_ = next_;
    keep_for_snapshots();
  }
  if (!first_written_) return file_written_;
  Statement(project_.database(),
            "DELETE FROM source_row WHERE source_file_id = :file AND ordinal >= :from")
      .use(file_.id, *first_written_)
      .run();
  Statement(project_.database(),
            "UPDATE source_row SET ordinal = -1 - ordinal WHERE source_file_id = :file AND "
            "ordinal < 0")
      .use(file_.id)
      .run();
  return true;
}

// What snapshots since the last time need of the file as it is stored.
void SourceRowUpdate::keep_for_snapshots() {
  Statement keep(
      project_.database(),
      "INSERT INTO past_source_file (source_file_id, last_snapshot_id, header, line_end, "
      "ends_with_line_end) SELECT f.id, n.id, f.header, f.line_end, "
      "f.ends_with_line_end FROM source_file f JOIN snapshot n ON n.id = (SELECT "
      "max(id) FROM snapshot) WHERE f.id = :file AND n.id > coalesce((SELECT "
      "max(p.last_snapshot_id) FROM past_source_file p WHERE p.source_file_id = f.id), "
      "f.added_after, 0) RETURNING id");
  std::int64_t past = 0;
  if (!keep.use(file_.id).into(past).single()) return;
  Statement(project_.database(),
            "INSERT INTO past_source_row (past_source_file_id, ordinal, face_id, revision_id, "
            "image_name, raw) SELECT :past, ordinal, face_id, revision_id, image_name, raw FROM "
            "source_row WHERE source_file_id = :file")
      .use(past, file_.id)
      .run();
}

void each_row_image(Project& project, DatasetId dataset,
                    const std::function<void(const RowImage&)>& take) {
  Statement select(project.database(),
                   "SELECT s.path, r.image_name, i.path FROM source_row r JOIN source_file s ON "
                   "s.id = r.source_file_id JOIN face f ON f.id = r.face_id JOIN image i ON i.id = "
                   "f.image_id WHERE s.dataset_id = :dataset ORDER BY s.id, r.ordinal");
  RowImage row;
  select.use(dataset).into(row.file, row.image_name, row.image_path);
  while (select.next()) take(row);
}

}  // namespace facepoint
