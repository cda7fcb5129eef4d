#include "formats/pts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <istream>
#include <system_error>

#include "base/error.h"
#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

struct Line {
  std::int64_t number = 0;
  std::size_t begin = 0;          // offset in the text
  std::vector<TextToken> tokens;  // likewise
};

std::vector<Line> tokenize(std::string_view text) {
  std::vector<Line> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    Line line{static_cast<std::int64_t>(lines.size()) + 1, begin,
              tokens_of(text.substr(begin, end - begin))};
    for (TextToken& token : line.tokens) token.begin += begin;
    lines.push_back(std::move(line));
    begin = end + 1;
  }
  return lines;
}

// "n_points: 68" or "n_points:68", split in any way.
std::optional<int> declared_points(const Line& line) {
  std::string joined;
  for (const TextToken& token : line.tokens) joined += token.text;
  constexpr std::string_view kKey = "n_points:";
  if (!joined.starts_with(kKey)) return std::nullopt;
  int n = 0;
  const char* end = joined.data() + joined.size();
  const auto [stop, error] = std::from_chars(joined.data() + kKey.size(), end, n);
  if (error != std::errc() || stop != end) return std::nullopt;
  return n;
}

BadLine bad_line(const Line& line, std::size_t offset, std::string reason) {
  return {line.number, static_cast<std::int64_t>(offset - line.begin) + 1, std::move(reason)};
}

// The point of a line; the reason why not is left in `bad`.
std::optional<Point> point_of(const Line& line, std::optional<BadLine>& bad) {
  if (line.tokens.size() != 2) {
    bad = bad_line(line, line.tokens[0].begin,
                   std::to_string(line.tokens.size()) + " numbers instead of x and y");
    return std::nullopt;
  }
  double values[2] = {};
  for (int i = 0; i < 2; ++i) {
    const std::optional<double> value = finite_number(line.tokens[i].text);
    if (!value) {
      bad = bad_line(line, line.tokens[i].begin,
                     "not a finite number: " + std::string(line.tokens[i].text.substr(0, 20)));
      return std::nullopt;
    }
    if (std::abs(*value) > kFarthestPixel) {
      bad = bad_line(line, line.tokens[i].begin,
                     "farther away than any picture reaches: " +
                         std::string(line.tokens[i].text.substr(0, 20)));
      return std::nullopt;
    }
    values[i] = *value;
  }
  return Point{values[0] - 1, values[1] - 1};
}

// Which line the points start at; `declared` gets n_points if there is a header.
std::size_t first_point_line(const std::vector<Line>& lines, std::optional<int>& declared) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].tokens.empty()) continue;
    if (const std::optional<int> n = declared_points(lines[i])) declared = n;
    if (lines[i].tokens.size() == 1 && lines[i].tokens[0].text == "{") return i + 1;
    if (finite_number(lines[i].tokens[0].text)) return i;  // headerless
  }
  return lines.size();
}

PtsFile failed(BadLine bad) {
  PtsFile file;
  file.bad = std::move(bad);
  return file;
}

std::string pts_number(double zero_based) {
  // A thousandth of a thousandth of a pixel: hides what the shift by one cost in the last bits.
  std::string text = udacity_number(std::round((zero_based + 1) * 1e6) / 1e6);
  if (text.ends_with(".0")) text.resize(text.size() - 2);
  return text;
}

}  // namespace

PtsFile parse_pts(std::string_view text) {
  const std::vector<Line> lines = tokenize(text);
  std::optional<int> declared;
  const std::size_t first = first_point_line(lines, declared);
  if (first >= lines.size()) return failed({1, 1, "no points in this file"});

  PtsFile file;
  file.header = text.substr(0, lines[first].begin);
  file.body = text.substr(lines[first].begin);
  bool closed = false;
  for (std::size_t i = first; i < lines.size(); ++i) {
    const Line& line = lines[i];
    if (line.tokens.empty()) continue;
    if (closed) return failed(bad_line(line, line.tokens[0].begin, "text after the closing brace"));
    if (line.tokens.size() == 1 && line.tokens[0].text == "}") {
      closed = true;
      continue;
    }
    std::optional<BadLine> bad;
    const std::optional<Point> point = point_of(line, bad);
    if (!point) return failed(*bad);
    file.points.push_back(*point);
  }
  const std::int64_t last = lines.back().number;
  if (!file.header.empty() && !closed) return failed({last, 1, "the closing brace is missing"});
  if (declared && static_cast<std::size_t>(*declared) != file.points.size()) {
    return failed({last, 1,
                   std::to_string(file.points.size()) + " points, but n_points says " +
                       std::to_string(*declared)});
  }
  return file;
}

std::string pts_header(int points) {
  return "version: 1\nn_points: " + std::to_string(points) + "\n{\n";
}

std::string pts_body(const std::vector<Point>& points, bool headerless) {
  std::string text;
  for (const Point& point : points) {
    text += pts_number(point.x) + " " + pts_number(point.y) + "\n";
  }
  return headerless ? text : text + "}\n";
}

std::string pts_body_with_points(std::string_view body, const std::vector<Point>& points) {
  std::string text;
  std::size_t copied = 0;
  std::size_t index = 0;
  for (const Line& line : tokenize(body)) {
    if (line.tokens.size() != 2) continue;
    if (index >= points.size()) break;
    const Point wanted = points[index++];
    for (int i = 0; i < 2; ++i) {
      const TextToken& token = line.tokens[i];
      const double value = i == 0 ? wanted.x : wanted.y;
      if (const auto present = finite_number(token.text); present && *present - 1 == value)
        continue;
      text += body.substr(copied, token.begin - copied);
      text += pts_number(value);
      copied = token.begin + token.text.size();
    }
  }
  if (index != points.size()) {
    throw Error(ErrorCode::kInternal, "a .pts file was changed that does not hold these points");
  }
  return text + std::string(body.substr(copied));
}

namespace {

class PtsFormat : public LabelFormat {
 public:
  const FormatTraits& traits() const override {
    static const FormatTraits kTraits = {.name = "pts",
                                         .title = "300-W .pts",
                                         .extension = "pts",
                                         .file_per = FilePer::kFace,
                                         .tolerance = 1e-6,
                                         .first_pixel = 1,
                                         .names_picture = false};
    return kTraits;
  }
  Guess detect(const std::string& path, std::string_view head) const override {
    if (trimmed(head).starts_with("version") && head.find("n_points") != std::string_view::npos) {
      return {1, "it begins with version and n_points"};
    }
    if (path.ends_with(".pts")) return {0.9, "its name ends with .pts"};
    return {};
  }
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override;
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override;
};

void PtsFormat::read(std::istream& in, const ReadContext&, LabelSink& sink) const {
  const std::optional<std::string> whole = read_whole(in);
  if (!whole) return sink.bad({1, 1, kTooLongForOnePicture}, {});
  const std::string& text = *whole;
  PtsFile file = parse_pts(text);
  if (file.bad) return sink.bad(*file.bad, text);
  if (!file.header.empty()) sink.text(file.header);
  const std::int64_t line = place_in(text, file.header.size()).line;
  sink.face({"", make_keypoints(file.points), line, file.body});
}

void PtsFormat::write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const {
  out(pts_header(scheme.size()) + pts_body(positions_of(faces.at(0).points)));
}

std::optional<std::string> PtsFormat::with_points(const ChunkEdit& edit) const {
  return pts_body_with_points(edit.raw, positions_of(edit.after.points));
}

}  // namespace

const LabelFormat& pts_format() {
  static const PtsFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
