// The files of an export while they are made: their text, and what must be read back from it.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/geometry.h"
#include "base/job.h"
#include "store/faces.h"
#include "tasks/export.h"

namespace facepoint {

struct OutputFile {
  std::string path;    // relative to the export's folder
  std::string format;  // "udacity-csv", "pts", "json"
  std::string text;
  std::vector<std::vector<Point>> faces;  // that reading `text` must give, in order
  std::int64_t changed_rows = 0;
};

// Labels on their way into files of one format, and what is lost on it.
class LabelWriter {
 public:
  explicit LabelWriter(std::string format) : format_(std::move(format)) {}

  const std::string& format() const { return format_; }
  // The points to write; a point that is absent keeps the number it was imported with
  // (`imported`, may be null). None if there is no such number: the face is left out.
  std::optional<std::vector<Point>> points_of(const LabelledFace& face, const Keypoints* imported);
  // How a face's image is named in the file.
  using NameOf = std::function<std::string(const Image&)>;
  // One CSV of all faces (only the header if there are none), each with `points` points; throws
  // Error(kInvalidInput) if a face has another number of them.
  OutputFile new_csv(const std::string& path, int points,
                     const std::vector<const LabelledFace*>& faces, const NameOf& name_of);
  // One .pts a face in `folder` ("" or ending with a slash): IMAGE.pts or, if an image has several
  // faces, IMAGE_1.pts, IMAGE_2.pts, ...; `taken` are paths that are used already.
  std::vector<OutputFile> new_pts(const std::string& folder, std::set<std::string> taken,
                                  const std::vector<const LabelledFace*>& faces,
                                  const NameOf& name_of);
  void report_losses(ExportReport& report) const;

 private:
  std::string format_;
  std::int64_t occluded_ = 0;
  std::int64_t absent_ = 0;
  std::vector<std::string> left_out_;
};

// Checks that the text reads back as the faces, writes it below `out`, reads it again and
// compares. Throws Error.
ExportReport::File write_verified(const OutputFile& file, const std::filesystem::path& out);

}  // namespace facepoint
