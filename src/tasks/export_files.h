// The files of an export while they are written: piece by piece beside their place, then read back
// and compared. One thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/digest.h"
#include "base/files.h"
#include "formats/label_format.h"
#include "store/faces.h"
#include "tasks/export.h"
#include "tasks/exported_files.h"

namespace facepoint {

// Where the files of an export go, and as what.
struct OutputFolder {
  std::filesystem::path path;
  const LabelFormat* format;  // null: no labels
  ExportedFiles* files;
};

class OutputFile {
 public:
  // `path`: relative to the folder; `scheme`: of its faces.
  OutputFile(const OutputFolder& folder, std::string path, const Scheme* scheme);

  const std::string& path() const { return path_; }
  // What reading the file must give, in order. (Formats that list faces by image bring those of one
  // image together.)
  const WriteFaces& faces() const { return faces_; }
  void add(const WriteFace& face) { faces_.add(face); }
  void text(std::string_view text);
  // Writes the faces in the format, in the place of all text.
  void write_faces();
  // The same of faces as the format holds them, also those points that came in another way; faces
  // without any are left out, and those whose picture has a size that the format needs and nobody
  // knows: the names of these pictures. Nothing is written where none is left and `not_empty`.
  std::vector<std::string> write_faces_anew(bool not_empty);
  // Reads back what lies beside the file's place and compares: the bytes with those that were
  // written, the faces with those that were added. Only then it is put there. `also`: gets the
  // bytes too. Throws Error, and what was there before stays, in any case (see ExportedFiles) what
  // no export wrote.
  ExportReport::File finish(Digest* also = nullptr);

 private:
  void flush();
  void check_bytes(Digest* also) const;
  void check_faces() const;
  WriteFaces::MoreRoom room() const;

  const OutputFolder& folder_;
  std::string path_;
  const Scheme* scheme_;
  WriteFaces faces_;
  std::string buffer_;  // not written yet
  Digest digest_;       // of all else
  std::optional<AtomicFile> file_;
};

// A file that holds no labels.
ExportReport::File write_text_file(OutputFolder folder, const std::string& path,
                                   std::string_view text);

// Labels on their way into files of one format, and what is lost on it.
class LabelWriter {
 public:
  // `mapping`: of a CSV's own layout, if that is the format. Throws Error.
  LabelWriter(const ExportOptions& options, ExportedFiles& files);

  const OutputFolder& folder() const { return folder_; }
  const LabelFormat& format() const { return *folder_.format; }
  const FormatTraits& traits() const { return format().traits(); }
  bool is(const char* name) const { return traits().name == name; }
  // What the label file of a picture is called where its name tells the picture, both without
  // extension.
  std::string stem_beside(const std::string& picture) const;
  // From now on faces are written like this row of a dataset, where rows differ in more than
  // points; empty: as the format writes them.
  void write_like(const std::string& row);
  // The face as it will be read back. Points that are as the file has them (`imported`, may be
  // null) stay so; one that became absent keeps that number where the format has no word for it.
  // None if there is no such number, or no point is there: the face is left out.
  std::optional<WriteFace> face_of(const LabelledFace& face, const std::string& image_name,
                                   const Keypoints* imported);
  // A file of its faces and nothing else, in the place of one that cannot be kept as it was;
  // without those of pictures whose size is not known.
  void count_written_anew(const std::vector<std::string>& without_size = {});
  void report_losses(ExportReport& report) const;

 private:
  void refuse_name_of_another(const std::string& image_name) const;
  Held held_points(const Keypoints& label, const Keypoints* imported, PictureSize size) const;

  std::unique_ptr<LabelFormat> mapping_;
  std::unique_ptr<LabelFormat> like_;
  OutputFolder folder_;
  std::int64_t occluded_ = 0;
  std::int64_t absent_ = 0;
  std::int64_t rounded_ = 0;
  std::int64_t outside_ = 0;
  std::int64_t without_points_ = 0;
  std::int64_t written_anew_ = 0;
  std::vector<std::string> left_out_;
};

}  // namespace facepoint
