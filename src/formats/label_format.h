// The one interface of all dataset formats. A reader splits a file into chunks, in order: what
// belongs to one face, what could not be read, and the text between. All chunks together are the
// file's bytes, so that what nobody changed leaves as it came (but of Kaggle's files, whose
// pictures leave as files). Points are 0-based image pixels at pixel centres; every format converts
// at its own border. Formats are immutable, any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/write_faces.h"
#include "landmark/coordinate_unit.h"
#include "landmark/scheme.h"

namespace facepoint {

// Why something could not be read. `column` counts bytes from 1.
struct BadLine {
  std::int64_t line = 0;
  std::int64_t column = 0;
  std::string reason;
};

struct ReadFace {
  std::string image_name;  // as the file has it; empty: the file itself is named like its picture
  Keypoints points;        // as many as the file has where it says so; else the scheme's
  std::int64_t line = 0;
  std::string raw;  // empty: only the whole file can be written anew
};

// A coordinate beyond is a wrong number, with which nothing can be drawn or compared.
inline constexpr double kFarthestPixel = 1e7;

class LabelSink {
 public:
  virtual ~LabelSink() = default;
  virtual void text(std::string_view bytes) = 0;  // between faces
  // With a point beyond kFarthestPixel it is bad; without any point it is none: its bytes are text.
  void face(ReadFace face);
  virtual void bad(BadLine bad, std::string_view bytes) = 0;

 protected:
  virtual void take(ReadFace face) = 0;
};

struct ReadContext {
  std::string path;  // for messages, and where a file is named like its picture
  const Scheme* scheme = nullptr;
  // Of a picture as the file names it ("": the file's own); not known: {}.
  std::function<PictureSize(const std::string& image_name)> picture_size;

  PictureSize size_of(const std::string& image_name) const {
    return picture_size ? picture_size(image_name) : PictureSize{};
  }
};

// Says how sure a format is that a file is its own, and why.
struct Guess {
  double sure = 0;  // 0 to 1
  std::string why;
};

enum class FilePer : std::uint8_t { kDataset, kImage, kFace };

// A face's chunk that is to get other points.
struct ChunkEdit {
  std::string_view header;  // the file's text before its first face
  std::string_view raw;
  const Keypoints& before;  // as they were read from `raw`
  const WriteFace& after;
  const Scheme& scheme;
};

// What a format can hold. A position that differs by more than `tolerance` after reading back is
// an error; `whole_pixels` rounds first.
struct FormatTraits {
  std::string name;   // "coco"
  std::string title;  // "COCO keypoints JSON"
  std::string extension;
  FilePer file_per = FilePer::kDataset;
  double tolerance = 0;
  bool whole_pixels = false;
  bool occlusion = false;  // of a point
  bool absence = false;
  bool inside_only = false;                      // what reads it takes no point outside the picture
  bool needs_size = false;                       // of the picture, to write or to read
  CoordinateUnit unit = CoordinateUnit::kPixel;  // of coordinates, as a file has them
  int first_pixel = 0;                           // its number; only of pixels
  bool names_picture = true;  // else a file's picture is the one that is called like it
  bool can_write = true;
  int passes = 1;                 // over a file's bytes, to read it
  bool rows_stand_alone = false;  // a chunk can be taken out, and what is left is still right
};

// Takes a text piece by piece.
using TextSink = std::function<void(std::string_view)>;

class LabelFormat {
 public:
  virtual ~LabelFormat() = default;
  virtual const FormatTraits& traits() const = 0;
  // `head`: the first bytes of the file, some thousand.
  virtual Guess detect(const std::string& path, std::string_view head) const = 0;
  // Throws Error only where nothing at all can be read.
  virtual void read(std::istream& in, const ReadContext& context, LabelSink& sink) const = 0;
  // The text of one file, in pieces. Every face has the scheme's points and is one that the format
  // can hold.
  virtual void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const = 0;
  // A face's chunk with those numbers replaced that differ; none: the chunk has no place for them
  // (a missing point that is there now), and the file must be written anew.
  virtual std::optional<std::string> with_points(const ChunkEdit& edit) const = 0;
  // The picture's path, with slashes, that is meant by a ReadFace's image_name.
  virtual std::string picture_of(const std::string& image_name) const { return image_name; }
  // A file that belongs to an export beside its label files, by its path; none for most formats.
  // `label_files` gives the text of each.
  struct SideFile {
    std::string path;
    std::string text;
  };
  using Texts = std::function<void(const std::function<void(std::istream&)>& take)>;
  virtual std::optional<SideFile> side_file(const Scheme& /*scheme*/,
                                            const Texts& /*label_files*/) const {
    return std::nullopt;
  }
  // Gives the text of a label file as it must be for all of an export to be read together; none:
  // they can be, as for most formats.
  using Fitting = std::function<std::string(std::istream&)>;
  virtual Fitting fitting(const Scheme& /*scheme*/, const Texts& /*label_files*/) const {
    return {};
  }
};

// Points as the format holds them, and what that touched.
struct Held {
  Keypoints points;
  int rounded = 0;
  int occlusion_dropped = 0;
  int outside = 0;  // points that became absent, since they are not in the picture
  int absent = 0;   // points for which the format has no word
};
Held held(const FormatTraits& traits, const Keypoints& points, PictureSize size);

std::vector<Point> positions_of(const Keypoints& points);
std::ptrdiff_t points_there(const Keypoints& points);  // how many are not absent
// The text of a small file.
std::string text_of(const LabelFormat& format, const std::vector<WriteFace>& faces,
                    const Scheme& scheme);

// In the order of help texts. Without the format of a mapping file (see mapping_csv.h).
const std::vector<const LabelFormat*>& label_formats();
// Null if there is none of this name.
const LabelFormat* find_label_format(std::string_view name);
std::string label_format_names();  // "udacity-csv, pts, ..."
// The names of those that can be written, for lists that a person chooses from.
std::vector<std::string> written_format_names();

struct DetectedFormat {
  const LabelFormat* format = nullptr;
  Guess guess;
};
// By content, the surest; none if nothing fits.
std::optional<DetectedFormat> detect_label_format(const std::string& path, std::string_view head);

}  // namespace facepoint
