#include "tasks/export_files.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "formats/pts.h"
#include "formats/udacity_csv.h"

namespace facepoint {
namespace {

constexpr double kPtsTolerance = 1e-6;  // its numbers have six decimals

std::vector<std::vector<Point>> faces_in(const OutputFile& file) {
  std::vector<std::vector<Point>> faces;
  if (file.format == "pts") {
    faces.push_back(parse_pts(file.text).points);
  } else if (file.format == "udacity-csv") {
    std::istringstream in(file.text);
    UdacityCsvReader reader(in, file.path);
    while (std::optional<UdacityRow> row = reader.next()) {
      if (!row->bad) faces.push_back(std::move(row->points));
    }
  }
  return faces;
}

bool same_points(const std::vector<Point>& a, const std::vector<Point>& b, double tolerance) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [&](const Point& p, const Point& q) {
    return std::abs(p.x - q.x) <= tolerance && std::abs(p.y - q.y) <= tolerance;
  });
}

void check_reads_back(const OutputFile& file) {
  const double tolerance = file.format == "pts" ? kPtsTolerance : 0;
  const std::vector<std::vector<Point>> read = faces_in(file);
  const bool same =
      std::equal(read.begin(), read.end(), file.faces.begin(), file.faces.end(),
                 [&](const auto& a, const auto& b) { return same_points(a, b, tolerance); });
  if (!same) {
    throw Error(ErrorCode::kInternal,
                "what was to be written does not read back as the project's labels; nothing was "
                "written to this file",
                file.path);
  }
}

}  // namespace

std::optional<std::vector<Point>> LabelWriter::points_of(const LabelledFace& face,
                                                         const Keypoints* imported) {
  const Keypoints& points = face.revision.points;
  const auto absent = std::count_if(points.begin(), points.end(),
                                    [](const Landmark& point) { return !point.present(); });
  if (absent > 0 && imported == nullptr) {
    left_out_.push_back(face.image.path + ": a face with " + std::to_string(absent) +
                        " absent points, which the format cannot hold");
    return std::nullopt;
  }
  absent_ += absent;
  std::vector<Point> positions;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (points[i].visibility == Visibility::kOccluded) ++occluded_;
    positions.push_back(points[i].present() ? points[i].position : (*imported)[i].position);
  }
  return positions;
}

OutputFile LabelWriter::new_csv(const std::string& path, int points,
                                const std::vector<const LabelledFace*>& faces,
                                const NameOf& name_of) {
  OutputFile csv{path, format_, udacity_header(points) + "\n", {}, 0};
  for (const LabelledFace* face : faces) {
    if (face->revision.points.size() != static_cast<std::size_t>(points)) {
      throw Error(ErrorCode::kInvalidInput,
                  "faces of different landmark schemes cannot share one CSV; export one dataset at "
                  "a time with --source",
                  path);
    }
    std::optional<std::vector<Point>> written = points_of(*face, nullptr);
    if (!written) continue;
    csv.text += udacity_row(name_of(face->image), *written) + "\n";
    csv.faces.push_back(std::move(*written));
  }
  return csv;
}

std::vector<OutputFile> LabelWriter::new_pts(const std::string& folder, std::set<std::string> taken,
                                             const std::vector<const LabelledFace*>& faces,
                                             const NameOf& name_of) {
  std::map<ImageId, int> faces_in;
  for (const LabelledFace* face : faces) ++faces_in[face->image.id];
  std::vector<OutputFile> files;
  for (const LabelledFace* face : faces) {
    std::optional<std::vector<Point>> points = points_of(*face, nullptr);
    if (!points) continue;
    const std::string stem =
        folder + std::filesystem::path(name_of(face->image)).replace_extension().generic_string();
    std::string path = stem + ".pts";
    for (int n = 1; (n == 1 && faces_in[face->image.id] > 1) || taken.contains(path); ++n) {
      path = stem + "_" + std::to_string(n) + ".pts";
    }
    taken.insert(path);
    const std::string text = pts_header(static_cast<int>(points->size())) + pts_body(*points);
    files.push_back({path, format_, text, {std::move(*points)}, 0});
  }
  return files;
}

void LabelWriter::report_losses(ExportReport& report) const {
  if (occluded_ > 0) {
    report.losses.push_back({"points marked occluded, written like visible ones", occluded_});
  }
  if (absent_ > 0) {
    report.losses.push_back({"points marked absent, written where they were imported", absent_});
  }
  report.left_out.insert(report.left_out.end(), left_out_.begin(), left_out_.end());
}

ExportReport::File write_verified(const OutputFile& file, const std::filesystem::path& out) {
  check_reads_back(file);
  const std::filesystem::path path = out / file.path;
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  write_file_atomically(path, file.text);
  if (read_file(path) != file.text) {
    throw Error(ErrorCode::kDamaged,
                "what was written is not what is read back; the disk may be failing",
                path.string());
  }
  return {file.path, static_cast<std::int64_t>(file.faces.size()), file.changed_rows,
          digest_of(file.text)};
}

}  // namespace facepoint
