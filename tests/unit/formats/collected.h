// Reads a text by a format and keeps everything that the reader said, for tests.
#pragma once

#include <sstream>
#include <string>
#include <vector>

#include "formats/label_format.h"

namespace facepoint::test {

class Collected : public LabelSink {
 public:
  void text(std::string_view text) override { bytes += text; }
  void bad(BadLine line, std::string_view text) override {
    bytes += text;
    bad_lines.push_back(std::move(line));
  }

  std::string bytes;   // all chunks together
  std::string header;  // before the first face
  std::vector<ReadFace> faces;
  std::vector<BadLine> bad_lines;

 private:
  void take(ReadFace face) override {
    bytes += face.raw;
    if (faces.empty()) header = bytes.substr(0, bytes.size() - face.raw.size());
    faces.push_back(std::move(face));
  }
};

// Four points, named, with a mirror map: texts stay readable.
inline const Scheme& small_scheme() {
  static const Scheme kScheme = parse_scheme(R"({
    "name": "four", "title": "Four points",
    "points": ["left", "right", "nose", "chin"],
    "regions": [{"name": "face", "title": "Face", "color": "#ffffff", "closed": false,
                 "points": [0, 1, 2, 3]}],
    "mirror": [1, 0, 2, 3], "inter_ocular": [0, 1]})",
                                             "four");
  return kScheme;
}

// Its points, of which the first lies here or there.
inline Keypoints four(double x0, double y0) {
  return make_keypoints({{x0, y0}, {3, 4}, {5, 6}, {7, 8}});
}

inline Collected read_text(const LabelFormat& format, const std::string& text,
                           const Scheme& scheme = small_scheme(), PictureSize size = {200, 100}) {
  ReadContext context;
  context.path = "test";
  context.scheme = &scheme;
  context.picture_size = [size](const std::string&) { return size; };
  std::istringstream in(text);
  Collected result;
  format.read(in, context, result);
  return result;
}

// The texts of label files, as an export gives them.
inline LabelFormat::Texts of_texts(std::vector<std::string> texts) {
  return [texts = std::move(texts)](const std::function<void(std::istream&)>& take) {
    for (const std::string& text : texts) {
      std::istringstream in(text);
      take(in);
    }
  };
}

inline Landmark absent() { return {{}, Visibility::kAbsent}; }
inline Landmark occluded(double x, double y) { return {{x, y}, Visibility::kOccluded}; }

// The text with one face's points exchanged for others, as an export does it.
inline std::string with_points(const LabelFormat& format, const std::string& text, std::size_t face,
                               const Keypoints& points, const Scheme& scheme = small_scheme(),
                               PictureSize size = {200, 100}) {
  const Collected read = read_text(format, text, scheme, size);
  const ReadFace& before = read.faces.at(face);
  const WriteFace after{before.image_name, size, points};
  const auto chunk = format.with_points({read.header, before.raw, before.points, after, scheme});
  if (!chunk) return "(none)";
  const std::size_t at = text.find(before.raw);
  return text.substr(0, at) + *chunk + text.substr(at + before.raw.size());
}

}  // namespace facepoint::test
