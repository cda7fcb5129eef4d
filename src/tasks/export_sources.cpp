#include "tasks/export_sources.h"

#include <algorithm>
#include <map>
#include <sstream>

#include "base/error.h"
#include "formats/mapping_csv.h"
#include "formats/pts.h"
#include "formats/udacity_csv.h"
#include "store/images.h"
#include "tasks/export_compare.h"
#include "tasks/export_yolo.h"
#include "tasks/import_rows.h"

namespace facepoint {

namespace fs = std::filesystem;

namespace {

// In formats of lines everything is a row, also what could not be read.
bool is_between_rows(const SourceFile& file, const SourceRow& row) {
  return row.image_name.empty() && !is_line_format(file.format);
}

// Reads rows of a CSV again, some hundreds at a time, and compares them with what they were read
// as.
class RowsReadAgain {
 public:
  RowsReadAgain(const LabelFormat& format, const SourceFile& file, const Scheme& scheme)
      : format_(format), file_(file), scheme_(scheme) {}

  void add(const WriteFace& imported, const std::string& raw) {
    text_ += raw;
    imported_.push_back(imported);
    if (imported_.size() == kAtOnce) compare();
  }
  bool same() const { return same_; }
  bool finish() {
    if (same_ && !imported_.empty()) compare();
    return same_;
  }

 private:
  static constexpr std::size_t kAtOnce = 500;

  void compare() {
    const WriteFaces expected(imported_);
    ReadContext context;
    context.path = file_.path;
    context.scheme = &scheme_;
    context.picture_size = [&](const std::string& name) { return expected.size_of(name); };
    ComparedFaces compared(expected, format_.traits());
    std::istringstream in(file_.header + text_);
    try {
      format_.read(in, context, compared);
      same_ = compared.difference().empty();
    } catch (const Error&) {  // it lacks columns
      same_ = false;
    }
    text_.clear();
    imported_.clear();
  }

  const LabelFormat& format_;
  const SourceFile& file_;
  const Scheme& scheme_;
  std::string text_;
  std::vector<WriteFace> imported_;
  bool same_ = true;
};

class Rewrite {
 public:
  Rewrite(Project& project, const SourceFile& file, const std::string& path, const Scheme& scheme,
          LabelWriter& writer)
      : project_(project),
        file_(file),
        scheme_(scheme),
        writer_(writer),
        alone_(writer.traits().rows_stand_alone),
        output_(writer.folder(), path, &scheme) {
    write(file.header);
  }

  void add_other(const SourceRow& row) { add_line(row.raw.value_or(row.image_name)); }
  void add(const SourceRow& row, const LabelledFace& face);
  // A face without a row gets one of YOLO's like those beside it; `sample`: of the dataset.
  void append(const LabelledFace& face, const std::string& sample);
  // A face that is deleted, or not to be written.
  void leave_out(const SourceRow& row) { anew_ = anew_ || !alone_ || !has_bytes(row); }
  // Of a file that cannot be kept as it was: nothing but its faces, and none without a face where
  // files are called like pictures.
  std::optional<ExportReport::File> finish();

 private:
  // Not those of a face whose points lie between others': they are in the text between.
  static bool has_bytes(const SourceRow& row) { return !row.raw || !row.raw->empty(); }
  void write(const std::string& text);
  void add_line(const std::string& text);
  std::string as_imported(const SourceRow& row, const Keypoints& imported);

  Project& project_;
  const SourceFile& file_;
  const Scheme& scheme_;
  LabelWriter& writer_;
  bool alone_ = false;
  OutputFile output_;
  std::int64_t changed_rows_ = 0;
  std::string last_row_;  // of a face, as it was imported
  bool any_line_ = false;
  bool in_line_ = false;  // what was written ends within one
  bool anew_ = false;
};

void Rewrite::write(const std::string& text) {
  output_.text(text);
  if (!text.empty()) in_line_ = text.back() != '\n';
}

void Rewrite::add_line(const std::string& text) {
  if (anew_) return;
  if (any_line_ && !writer_.is("pts")) write(file_.line_end);
  write(text);
  any_line_ = true;
}

// The text of a row that is what we write is not kept.
std::string Rewrite::as_imported(const SourceRow& row, const Keypoints& imported) {
  if (row.raw) return *row.raw;
  std::vector<Point> points;
  for (const Landmark& point : imported) points.push_back(point.position);
  if (writer_.is("pts")) return pts_body(points, file_.header.empty());
  if (writer_.is("udacity-csv")) return udacity_row(row.image_name, points);
  anew_ = true;
  return {};
}

void Rewrite::add(const SourceRow& row, const LabelledFace& face) {
  const Keypoints imported = face.revision.id == row.imported
                                 ? face.revision.points
                                 : get_revision(project_, row.imported).points;
  const std::optional<WriteFace> written = writer_.face_of(face, row.image_name, &imported);
  if (!written) return leave_out(row);
  std::string text = as_imported(row, imported);
  last_row_ = text;
  if (written->points != imported && text.empty()) {
    anew_ = true;
  } else if (written->points != imported) {
    const std::optional<std::string> changed =
        writer_.format().with_points({file_.header, text, imported, *written, scheme_});
    anew_ = anew_ || !changed;
    text = changed.value_or("");
    ++changed_rows_;
  }
  add_line(text);
  if (points_there(written->points) > 0) output_.add(*written);  // else it is read as no face
}

void Rewrite::append(const LabelledFace& face, const std::string& sample) {
  const std::string name = fs::path(face.image.path).filename().string();
  const std::optional<WriteFace> written = writer_.face_of(face, name, nullptr);
  if (!written) return;
  const std::optional<std::string> row =
      yolo_row_like(last_row_.empty() ? sample : last_row_, *written, scheme_);
  anew_ = anew_ || !row;
  if (row && in_line_) add_line(row->ends_with("\r\n") ? "\r\n" : "\n");
  add_line(row.value_or(""));
  output_.add(*written);
  ++changed_rows_;
}

std::optional<ExportReport::File> Rewrite::finish() {
  const bool own_file = writer_.traits().file_per != FilePer::kDataset;
  if (anew_) {
    writer_.count_written_anew(output_.write_faces_anew(own_file));
    if (own_file && output_.faces().empty()) return std::nullopt;
    changed_rows_ = static_cast<std::int64_t>(output_.faces().size());
  } else if (any_line_ && !writer_.is("pts") && file_.ends_with_line_end) {
    output_.text(file_.line_end);
  }
  ExportReport::File file = output_.finish();
  file.changed_rows = changed_rows_;
  return file;
}

}  // namespace

SourceFiles::SourceFiles(const ExportLabels& labels, const Dataset& dataset, LabelWriter& writer,
                         bool only_matching, std::function<void()> progress)
    : labels_(labels),
      dataset_(dataset),
      writer_(writer),
      only_matching_(only_matching),
      progress_(std::move(progress)) {
  const std::span<const LabelRef> all = labels.of(dataset.id);
  by_face_.assign(all.begin(), all.end());
  std::sort(by_face_.begin(), by_face_.end(),
            [](const LabelRef& a, const LabelRef& b) { return a.face < b.face; });
  if (!labels.is_converted(dataset.id)) list_files();
  sort_out();
  if (writer.is(kYoloPose)) {
    append_to_files();
    find_sample_row();
  } else if (writer.traits().file_per == FilePer::kImage) {
    find_files_to_join();
  }
}

void SourceFiles::list_files() {
  Project& project = labels_.project();
  if (labels_.snapshot()) {
    files_ = source_files(project, dataset_.id, labels_.snapshot()->id);
  } else {
    for (SourceFile& file : source_files(project, dataset_.id)) files_.push_back({std::move(file)});
  }
  std::erase_if(files_, [&](const PastSourceFile& past) {
    if (past.file.format != writer_.traits().name) return true;
    return writer_.is(kMappingCsv) && !reads_as_imported(past);
  });
  for (const PastSourceFile& past : files_) paths_.insert(past.file.path);
}

// Whether the mapping is that of the file, or reads it in the same way.
bool SourceFiles::reads_as_imported(const PastSourceFile& past) const {
  RowsReadAgain rows(writer_.format(), past.file, SchemeLibrary::standard().get(dataset_.scheme));
  const bool needs_size = writer_.traits().needs_size;
  each_source_row(labels_.project(), past, [&](const SourceRow& row) {
    const LabelRef* ref = find(row.face);
    if (!row.face || !row.raw || !rows.same() || (needs_size && ref == nullptr)) return;
    PictureSize size;
    if (needs_size) {
      const Image image = get_image(labels_.project(), ref->image);
      size = {image.width, image.height};
    }
    rows.add({row.image_name, size, get_revision(labels_.project(), row.imported).points},
             *row.raw);
  });
  return rows.finish();
}

const LabelRef* SourceFiles::find(FaceId face) const {
  const auto found =
      std::lower_bound(by_face_.begin(), by_face_.end(), face,
                       [](const LabelRef& ref, FaceId wanted) { return ref.face < wanted; });
  return found == by_face_.end() || found->face != face ? nullptr : &*found;
}

void SourceFiles::sort_out() {
  std::vector<bool> has_row(by_face_.size(), false);
  for (const PastSourceFile& past : files_) {
    each_source_row(labels_.project(), past, [&](const SourceRow& row) {
      const LabelRef* ref = find(row.face);
      if (ref != nullptr) has_row[static_cast<std::size_t>(ref - by_face_.data())] = true;
    });
  }
  for (const LabelRef& ref : labels_.of(dataset_.id)) {
    const bool has = has_row[static_cast<std::size_t>(find(ref.face) - by_face_.data())];
    const bool is_rejected = ref.status == FaceStatus::kRejected;
    if (!has && !is_rejected) without_row_.push_back(ref);
    if (has && is_rejected) ++rejected_with_row_;
  }
}

void SourceFiles::find_files_to_join() {
  std::set<ImageId> images;
  for (const LabelRef& ref : without_row_) images.insert(ref.image);
  std::erase_if(files_, [&](const PastSourceFile& past) {
    std::vector<LabelRef> refs;
    each_source_row(labels_.project(), past, [&](const SourceRow& row) {
      if (const LabelRef* ref = find(row.face)) refs.push_back(*ref);
    });
    const bool joins = std::any_of(refs.begin(), refs.end(),
                                   [&](const LabelRef& ref) { return images.contains(ref.image); });
    if (!joins) return false;
    to_join_.insert(to_join_.end(), refs.begin(), refs.end());
    writer_.count_written_anew();
    return true;
  });
}

// An image's new labels go to the file that has rows of it, or is called like it.
void SourceFiles::append_to_files() {
  if (without_row_.empty()) return;
  std::unordered_map<ImageId, SourceFileId> of_image;
  std::map<std::string, SourceFileId> by_path;
  for (const PastSourceFile& past : files_) {
    by_path.emplace(past.file.path, past.file.id);
    each_source_row(labels_.project(), past, [&](const SourceRow& row) {
      if (const LabelRef* ref = find(row.face)) of_image.emplace(ref->image, past.file.id);
    });
  }
  std::erase_if(without_row_, [&](const LabelRef& ref) {
    if (!of_image.contains(ref.image)) {
      const fs::path picture = get_image(labels_.project(), ref.image).path;
      const std::string stem = fs::path(picture).replace_extension().generic_string();
      const auto called = by_path.find(yolo_labels_of(stem) + ".txt");
      if (called == by_path.end()) return false;
      of_image.emplace(ref.image, called->second);
    }
    appended_[of_image.at(ref.image)].push_back(ref);
    return true;
  });
}

void SourceFiles::find_sample_row() {
  for (const PastSourceFile& past : files_) {
    each_source_row(labels_.project(), past, [&](const SourceRow& row) {
      if (sample_row_.empty() && row.face) sample_row_ = row.raw.value_or("");
    });
    if (!sample_row_.empty()) return;
  }
}

std::optional<ExportReport::File> SourceFiles::write(const PastSourceFile& past,
                                                     const std::string& prefix) const {
  const Scheme& scheme = SchemeLibrary::standard().get(dataset_.scheme);
  Rewrite rewrite(labels_.project(), past.file, prefix + past.file.path, scheme, writer_);
  bool any = !only_matching_ && writer_.traits().file_per != FilePer::kFace;
  each_source_row(labels_.project(), past, [&](const SourceRow& row) {
    if (const LabelRef* ref = find(row.face)) {
      rewrite.add(row, labels_.get(*ref));
      progress_();
      any = true;
    } else if (!row.face && (!only_matching_ || is_between_rows(past.file, row))) {
      rewrite.add_other(row);
      any = any || !only_matching_;
    } else {
      rewrite.leave_out(row);
    }
  });
  const auto appended = appended_.find(past.file.id);
  if (appended != appended_.end()) {
    for (const LabelRef& ref : appended->second) {
      rewrite.append(labels_.get(ref), sample_row_);
      progress_();
    }
    any = true;
  }
  return any ? rewrite.finish() : std::nullopt;
}

std::vector<ExportReport::File> SourceFiles::write(const std::string& prefix) const {
  std::vector<ExportReport::File> written;
  for (const PastSourceFile& past : files_) {
    if (auto file = write(past, prefix)) written.push_back(*std::move(file));
  }
  return written;
}

}  // namespace facepoint
