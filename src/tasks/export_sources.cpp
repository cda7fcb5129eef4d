#include "tasks/export_sources.h"

#include "base/error.h"
#include "formats/pts.h"
#include "formats/udacity_csv.h"

namespace facepoint {
namespace {

std::vector<Point> positions(const Keypoints& points) {
  std::vector<Point> result;
  for (const Landmark& point : points) result.push_back(point.position);
  return result;
}

class Rewrite {
 public:
  Rewrite(Project& project, const SourceFile& file, LabelWriter& writer)
      : project_(project), file_(file), writer_(writer) {
    output_.path = file.path;
    output_.format = file.format;
    output_.text = file.header;
  }

  void add_unreadable(const SourceRow& row) { add_line(row.raw.value_or(row.image_name)); }
  void add(const SourceRow& row, const LabelledFace& face);
  OutputFile finish();

 private:
  void add_line(const std::string& text);
  std::string as_imported(const SourceRow& row, const std::vector<Point>& points) const;

  Project& project_;
  const SourceFile& file_;
  LabelWriter& writer_;
  OutputFile output_;
  bool any_line_ = false;
};

void Rewrite::add_line(const std::string& text) {
  if (any_line_ && file_.format != "pts") output_.text += file_.line_end;
  output_.text += text;
  any_line_ = true;
}

std::string Rewrite::as_imported(const SourceRow& row, const std::vector<Point>& points) const {
  if (row.raw) return *row.raw;
  if (file_.format == "pts") return pts_body(points, file_.header.empty());
  return udacity_row(row.image_name, points);
}

void Rewrite::add(const SourceRow& row, const LabelledFace& face) {
  const Keypoints imported = face.revision.id == row.imported
                                 ? face.revision.points
                                 : get_revision(project_, row.imported).points;
  const std::vector<Point> points = *writer_.points_of(face, &imported);
  const std::vector<Point> before = positions(imported);
  std::string text = as_imported(row, before);
  if (points != before) {
    text = file_.format == "pts" ? pts_body_with_points(text, points)
                                 : udacity_row_with_points(text, points);
    ++output_.changed_rows;
  }
  add_line(text);
  output_.faces.push_back(points);
}

OutputFile Rewrite::finish() {
  if (any_line_ && file_.format != "pts" && file_.ends_with_line_end) {
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
    if (file.format != writer.format()) continue;
    Rewrite rewrite(project, file, writer);
    bool any = !only_matching && file.format != "pts";  // which is one face
    for (const SourceRow& row : source_rows(project, past)) {
      const auto face = faces.find(row.face);
      if (face != faces.end()) {
        rewrite.add(row, *face->second);
        written.insert(row.face);
        any = true;
      } else if (!only_matching && !row.face) {  // else the face was deleted
        rewrite.add_unreadable(row);
        any = true;
      }
    }
    if (any) files.push_back(rewrite.finish());
  }
  return files;
}

}  // namespace facepoint
