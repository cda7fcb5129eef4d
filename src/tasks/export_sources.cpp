#include "tasks/export_sources.h"

#include "base/error.h"
#include "formats/pts.h"
#include "formats/udacity_csv.h"

namespace facepoint {
namespace {

class Rewrite {
 public:
  Rewrite(Project& project, const SourceFile& file, const std::string& scheme, LabelWriter& writer)
      : project_(project),
        file_(file),
        scheme_(SchemeLibrary::standard().get(scheme)),
        writer_(writer),
        alone_(writer.traits().rows_stand_alone) {
    output_.path = file.path;
    output_.format = &writer.format();
    output_.scheme = scheme;
    output_.text = file.header;
  }

  void add_other(const SourceRow& row) { add_line(row.raw.value_or(row.image_name)); }
  void add(const SourceRow& row, const LabelledFace& face);
  // A face that is deleted, or not to be written.
  void leave_out(const SourceRow& row) { anew_ = anew_ || !alone_ || !has_bytes(row); }
  // Of a file that cannot be kept as it was: nothing but its faces, and none without a face where
  // files are called like pictures.
  std::optional<OutputFile> finish();

 private:
  // Not those of a face whose points lie between others': they are in the text between.
  static bool has_bytes(const SourceRow& row) { return !row.raw || !row.raw->empty(); }
  void add_line(const std::string& text);
  std::string as_imported(const SourceRow& row, const Keypoints& imported);

  Project& project_;
  const SourceFile& file_;
  const Scheme& scheme_;
  LabelWriter& writer_;
  bool alone_ = false;
  OutputFile output_;
  bool any_line_ = false;
  bool anew_ = false;
};

void Rewrite::add_line(const std::string& text) {
  if (any_line_ && !writer_.is("pts")) output_.text += file_.line_end;
  output_.text += text;
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
  std::optional<WriteFace> written = writer_.face_of(face, row.image_name, &imported);
  if (!written) return leave_out(row);
  output_.sources.push_back(&face);
  std::string text = as_imported(row, imported);
  if (written->points != imported && text.empty()) {
    anew_ = true;
  } else if (written->points != imported) {
    const std::optional<std::string> changed =
        writer_.format().with_points({file_.header, text, imported, *written, scheme_});
    anew_ = anew_ || !changed;
    text = changed.value_or("");
    ++output_.changed_rows;
  }
  add_line(text);
  output_.faces.push_back(*std::move(written));
}

std::optional<OutputFile> Rewrite::finish() {
  const bool own_file = writer_.traits().file_per != FilePer::kDataset;
  if (anew_) hold_all(output_.faces, writer_.traits());
  if (anew_ && own_file && output_.faces.empty()) return std::nullopt;
  if (anew_) {
    output_.text = writer_.format().write(output_.faces, scheme_);
    output_.changed_rows = std::ssize(output_.faces);
    writer_.count_written_anew();
  } else if (any_line_ && !writer_.is("pts") && file_.ends_with_line_end) {
    output_.text += file_.line_end;
  }
  return std::move(output_);
}

std::vector<PastSourceFile> files_of(Project& project, const SourcesOf& sources) {
  if (sources.snapshot) return source_files(project, sources.dataset, sources.snapshot->id);
  std::vector<PastSourceFile> files;
  for (SourceFile& file : source_files(project, sources.dataset)) {
    files.push_back({std::move(file)});
  }
  return files;
}

}  // namespace

std::vector<OutputFile> rewrite_sources(Project& project, const SourcesOf& sources,
                                        const FacesById& faces, bool only_matching,
                                        LabelWriter& writer, std::set<FaceId>& written) {
  std::vector<OutputFile> files;
  for (const PastSourceFile& past : files_of(project, sources)) {
    const SourceFile& file = past.file;
    if (file.format != writer.traits().name) continue;
    Rewrite rewrite(project, file, sources.scheme, writer);
    const bool own_file = writer.traits().file_per == FilePer::kFace;
    bool any = !only_matching && !own_file;
    for (const SourceRow& row : source_rows(project, past)) {
      const auto face = faces.find(row.face);
      if (face != faces.end()) {
        rewrite.add(row, *face->second);
        written.insert(row.face);
        any = true;
      } else if (row.face) {
        rewrite.leave_out(row);
      } else if (!only_matching || row.image_name.empty()) {  // text between is no row
        rewrite.add_other(row);
        any = any || !only_matching;
      }
    }
    if (!any) continue;
    if (std::optional<OutputFile> output = rewrite.finish()) files.push_back(*std::move(output));
  }
  return files;
}

}  // namespace facepoint
