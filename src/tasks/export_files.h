// The files of an export while they are made: their text, and what must be read back from it.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/job.h"
#include "formats/label_format.h"
#include "store/faces.h"
#include "tasks/export.h"

namespace facepoint {

struct OutputFile {
  std::string path;                     // relative to the export's folder
  const LabelFormat* format = nullptr;  // null: no labels
  std::string text;
  std::string scheme;            // of its faces
  std::vector<WriteFace> faces;  // that reading `text` must give, in order
  std::int64_t changed_rows = 0;
  std::vector<const LabelledFace*> sources = {};  // of the faces of a new file
};

// Labels on their way into files of one format, and what is lost on it.
class LabelWriter {
 public:
  // `mapping`: of a CSV's own layout, if that is the format. Throws Error.
  LabelWriter(const std::string& format, const std::filesystem::path& mapping);

  const LabelFormat& format() const { return *format_; }
  const FormatTraits& traits() const { return format_->traits(); }
  bool is(const char* name) const { return traits().name == name; }
  // The face as it will be read back. Points that are as the file has them (`imported`, may be
  // null) stay so; one that became absent keeps that number where the format has no word for it.
  // None if there is no such number, or nothing is left: the face is left out.
  std::optional<WriteFace> face_of(const LabelledFace& face, const std::string& image_name,
                                   const Keypoints* imported);
  // How a face's image is named in the file.
  using NameOf = std::function<std::string(const Image&)>;
  // One file of all faces; throws Error(kInvalidInput) if a face is of another scheme.
  OutputFile new_file(const std::string& path, const std::string& scheme,
                      const std::vector<const LabelledFace*>& faces, const NameOf& name_of);
  // A file an image in `folder` ("" or ending with a slash), called like it; or a file a face:
  // IMAGE.pts or, if an image has several faces, IMAGE_1.pts, IMAGE_2.pts, ...; `taken` are paths
  // that are used already.
  std::vector<OutputFile> new_files(const std::string& folder, const std::set<std::string>& taken,
                                    const std::vector<const LabelledFace*>& faces,
                                    const NameOf& name_of);
  // A file of these faces and nothing else, in the place of one that cannot be kept as it was.
  void count_written_anew() { ++written_anew_; }
  void report_losses(ExportReport& report) const;

 private:
  std::unique_ptr<LabelFormat> mapping_;
  const LabelFormat* format_ = nullptr;
  std::int64_t occluded_ = 0;
  std::int64_t absent_ = 0;
  std::int64_t rounded_ = 0;
  std::int64_t outside_ = 0;
  std::int64_t written_anew_ = 0;
  std::vector<std::string> left_out_;
};

// Faces of a file as the format holds them, also those points that came in another way.
void hold_all(std::vector<WriteFace>& faces, const FormatTraits& traits);

// Checks that the text reads back as the faces, writes it below `out`, reads it again and
// compares. Throws Error.
ExportReport::File write_verified(const OutputFile& file, const std::filesystem::path& out);

}  // namespace facepoint
