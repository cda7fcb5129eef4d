// WFLW's list: a line a face: x y of every point, the box as x_min y_min x_max y_max, six
// attributes (pose, expression, illumination, make-up, occlusion, blur) and the picture's path.
// Lists without attributes, or without both, are read too.
#include <algorithm>
#include <array>
#include <cmath>
#include <istream>

#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

constexpr std::size_t kBox = 4;
constexpr std::size_t kAttributes = 6;

class WflwFormat : public LabelFormat {
 public:
  const FormatTraits& traits() const override {
    static const FormatTraits kTraits = {
        .name = "wflw", .title = "WFLW list", .extension = "txt", .rows_stand_alone = true};
    return kTraits;
  }
  Guess detect(const std::string& path, std::string_view head) const override;
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override;
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override;
};

// How many tokens a line begins with that are numbers.
std::size_t leading_numbers(const std::vector<TextToken>& tokens) {
  std::size_t count = 0;
  while (count < tokens.size() && finite_number(tokens[count].text)) ++count;
  return count;
}

Guess WflwFormat::detect(const std::string&, std::string_view head) const {
  const std::size_t end = head.find('\n');
  const std::vector<TextToken> tokens = tokens_of(head.substr(0, end));
  if (tokens.size() < 5) return {};
  const std::size_t numbers = leading_numbers(tokens);
  if (numbers == tokens.size() || numbers < 10 || numbers % 2 != 0) return {};
  const std::string_view last = tokens.back().text;
  if (last.find('.') == std::string_view::npos) return {};
  return {numbers == 2 * 98 + kBox + kAttributes ? 0.98 : 0.8,
          std::to_string(numbers) + " numbers and a file name in its first line"};
}

bool is_digits(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Where the picture's path begins, as an index into the tokens; the reason why not is in `bad`.
// Numbers that neither the points nor box and attributes account for are those of another scheme.
std::optional<std::size_t> path_token(const std::vector<TextToken>& tokens, const Scheme& scheme,
                                      BadLine& bad) {
  const std::size_t coordinates = static_cast<std::size_t>(scheme.size()) * 2;
  const std::size_t numbers = leading_numbers(tokens);
  for (const std::size_t more : {kBox + kAttributes, kBox, std::size_t{0}}) {
    const std::size_t path = coordinates + more;
    if (tokens.size() <= path) continue;
    const bool begins_with_digits = numbers == path + 1 && is_digits(tokens[path].text);
    if (numbers == path || begins_with_digits) return path;
  }
  if (numbers >= tokens.size()) {
    bad.reason = "the picture's path is missing at the end";
    bad.column = tokens.empty() ? 1 : static_cast<std::int64_t>(tokens.back().end()) + 1;
    return std::nullopt;
  }
  bad.column = static_cast<std::int64_t>(tokens[numbers].begin) + 1;
  bad.reason = count_of(static_cast<std::int64_t>(numbers), "number") + " before \"" +
               std::string(tokens[numbers].text.substr(0, 20)) + "\", but the points of " +
               scheme.name + " take " + std::to_string(coordinates) + " (and the box 4, and the " +
               "attributes 6); name another scheme with --scheme";
  return std::nullopt;
}

void WflwFormat::read(std::istream& in, const ReadContext& context, LabelSink& sink) const {
  std::string line;
  for (std::int64_t number = 1; read_line_with_end(in, line); ++number) {
    const std::string_view text = without_line_end(line);
    const std::vector<TextToken> tokens = tokens_of(text);
    if (tokens.empty()) {
      sink.text(line);
      continue;
    }
    BadLine bad{number, 1, {}};
    const std::optional<std::size_t> path = path_token(tokens, *context.scheme, bad);
    if (!path) {
      sink.bad(bad, line);
      continue;
    }
    ReadFace face;
    face.line = number;
    face.image_name = trimmed(text.substr(tokens[*path].begin));
    for (int i = 0; i < context.scheme->size(); ++i) {
      const std::size_t at = static_cast<std::size_t>(i) * 2;
      face.points.push_back(
          {{*finite_number(tokens[at].text), *finite_number(tokens[at + 1].text)}});
    }
    face.raw = line;
    sink.face(std::move(face));
  }
}

void WflwFormat::write(const WriteFaces& faces, const Scheme&, const TextSink& out) const {
  faces.each([&](const WriteFace& face) {
    std::string text;
    for (const Landmark& point : face.points) {
      text += plain_number(point.position.x) + " " + plain_number(point.position.y) + " ";
    }
    const Rect box = bounding_box(face.points);
    for (const double edge : {std::floor(box.x), std::floor(box.y), std::ceil(box.x + box.width),
                              std::ceil(box.y + box.height)}) {
      text += plain_number(edge) + " ";
    }
    out(text + "0 0 0 0 0 0 " + face.image_name + "\n");
  });
}

std::optional<std::string> WflwFormat::with_points(const ChunkEdit& edit) const {
  const std::vector<TextToken> tokens = tokens_of(edit.raw);
  TextEdits edits(edit.raw);
  for (std::size_t i = 0; i < edit.after.points.size(); ++i) {
    const std::array<double, 2> wanted = {edit.after.points[i].position.x,
                                          edit.after.points[i].position.y};
    for (std::size_t axis = 0; axis < 2; ++axis) {
      const TextToken& token = tokens.at(i * 2 + axis);
      if (finite_number(token.text) == wanted[axis]) continue;
      edits.replace(token.begin, token.end(), plain_number(wanted[axis]));
    }
  }
  return edits.finish();
}

}  // namespace

const LabelFormat& wflw_format() {
  static const WflwFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
