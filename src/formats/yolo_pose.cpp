// YOLO-pose: a .txt an image, a line a face: class, cx cy w h of the box, then px py (and v = 0 not
// labelled, 1 occluded, 2 visible) of every point; all but class and v are parts of the picture's
// width and height. A line without v holds visible points, a negative one is missing. Its trainer
// drops whole pictures for one number that is not within 0 and 1, so none is written, and for a
// line that has not the numbers of a point or the class that data.yaml tells.
#include <array>
#include <istream>
#include <set>

#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

constexpr std::size_t kBefore = 5;  // class and box

class YoloPoseFormat : public LabelFormat {
 public:
  const FormatTraits& traits() const override {
    static const FormatTraits kTraits = {.name = "yolo-pose",
                                         .title = "YOLO-pose",
                                         .extension = "txt",
                                         .file_per = FilePer::kImage,
                                         .tolerance = 1e-6,
                                         .occlusion = true,
                                         .absence = true,
                                         .inside_only = true,
                                         .needs_size = true,
                                         .unit = CoordinateUnit::kUnitSquare,
                                         .names_picture = false,
                                         .rows_stand_alone = true};
    return kTraits;
  }
  Guess detect(const std::string& path, std::string_view head) const override;
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override;
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override;
  std::optional<SideFile> side_file(const Scheme& scheme, const Texts& label_files) const override;
  Fitting fitting(const Scheme& scheme, const Texts& label_files) const override;
};

Guess YoloPoseFormat::detect(const std::string& path, std::string_view head) const {
  if (!path.ends_with(".txt")) return {};
  const std::vector<TextToken> tokens = tokens_of(head.substr(0, head.find('\n')));
  if (tokens.size() < kBefore + 6 || !whole_number(tokens[0].text)) return {};
  const std::size_t rest = tokens.size() - kBefore;
  if (rest % 3 != 0 && rest % 2 != 0) return {};
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const std::optional<double> value = finite_number(tokens[i].text);
    if (!value || *value < -4 || *value > 5) return {};
  }
  return {0.9, "its first line is a class, a box and points as parts of the picture"};
}

// Two or three numbers a point; 0: the line does not fit.
std::size_t numbers_a_point(std::size_t tokens, const Scheme& scheme) {
  const auto points = static_cast<std::size_t>(scheme.size());
  if (tokens == kBefore + points * 3) return 3;
  return tokens == kBefore + points * 2 ? 2 : 0;
}

Landmark landmark_of(const std::vector<double>& numbers, std::size_t at, std::size_t each,
                     PictureSize size) {
  const bool absent = each == 3 ? numbers[at + 2] == 0 : numbers[at] < 0 || numbers[at + 1] < 0;
  if (absent) return {{}, Visibility::kAbsent};
  const bool occluded = each == 3 && numbers[at + 2] == 1;
  return {{without_noise(numbers[at] * size.width), without_noise(numbers[at + 1] * size.height)},
          occluded ? Visibility::kOccluded : Visibility::kVisible};
}

void YoloPoseFormat::read(std::istream& in, const ReadContext& context, LabelSink& sink) const {
  const PictureSize size = context.size_of("");
  std::string line;
  for (std::int64_t number = 1; read_line_with_end(in, line); ++number) {
    const std::vector<TextToken> tokens = tokens_of(line);
    const auto fail = [&](std::size_t offset, const std::string& reason) {
      sink.bad({number, static_cast<std::int64_t>(offset) + 1, reason}, line);
    };
    if (tokens.empty()) {
      sink.text(line);
      continue;
    }
    const std::size_t each = numbers_a_point(tokens.size(), *context.scheme);
    if (each == 0) {
      fail(0, count_of(std::ssize(tokens), "number") + ", not those of a box and the points of " +
                  context.scheme->name + "; name another scheme with --scheme");
      continue;
    }
    std::vector<double> numbers;
    for (const TextToken& token : tokens) {
      const std::optional<double> value = finite_number(token.text);
      if (!value) break;
      numbers.push_back(*value);
    }
    if (numbers.size() < tokens.size()) {
      const TextToken& token = tokens[numbers.size()];
      fail(token.begin, "not a finite number: " + std::string(token.text.substr(0, 20)));
      continue;
    }
    if (!size.known()) {
      fail(0, "its numbers are parts of the picture, and no picture of this name can be read");
      continue;
    }
    ReadFace face{{}, {}, number, line};
    for (std::size_t at = kBefore; at < numbers.size(); at += each) {
      face.points.push_back(landmark_of(numbers, at, each, size));
    }
    sink.face(std::move(face));
  }
}

void YoloPoseFormat::write(const WriteFaces& faces, const Scheme&, const TextSink& out) const {
  faces.each([&](const WriteFace& face) {
    const Rect box = bounding_box(face.points);
    const auto part = [&](double x, double y) {
      return " " + plain_number(x / face.size.width) + " " + plain_number(y / face.size.height);
    };
    std::string text = "0" + part(box.center().x, box.center().y) + part(box.width, box.height);
    for (const Landmark& point : face.points) {
      if (!point.present()) {
        text += " 0 0 0";
        continue;
      }
      text += part(point.position.x, point.position.y);
      text += point.visibility == Visibility::kOccluded ? " 1" : " 2";
    }
    out(text + "\n");
  });
}

const char* visibility_text(const Landmark& point) {
  if (!point.present()) return "0";
  return point.visibility == Visibility::kOccluded ? "1" : "2";
}

// A row of two numbers a point with v behind each, and else as it is.
std::string with_visibility(std::string_view row, const std::vector<TextToken>& tokens,
                            const Keypoints& points) {
  TextEdits edits(row);
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::size_t end = tokens[kBefore + i * 2 + 1].end();
    edits.replace(end, end, std::string(" ") + visibility_text(points[i]));
  }
  return edits.finish();
}

std::optional<std::string> YoloPoseFormat::with_points(const ChunkEdit& edit) const {
  const std::vector<TextToken> tokens = tokens_of(edit.raw);
  const std::size_t each = numbers_a_point(tokens.size(), edit.scheme);
  if (each == 0 || !edit.after.size.known()) return std::nullopt;
  const auto needs_v = [&](std::size_t i) {
    return edit.after.points[i] != edit.before[i] &&
           edit.after.points[i].visibility != Visibility::kVisible;
  };
  TextEdits edits(edit.raw);
  for (std::size_t i = 0; i < edit.after.points.size(); ++i) {
    const Landmark& wanted = edit.after.points[i];
    const Landmark& before = edit.before[i];
    if (wanted == before) continue;
    if (each == 2 && needs_v(i)) {
      const std::string wide = with_visibility(edit.raw, tokens, edit.before);
      return with_points({edit.header, wide, edit.before, edit.after, edit.scheme});
    }
    std::array<std::string, 3> texts = {"0", "0", visibility_text(wanted)};
    if (wanted.present()) {
      texts[0] = plain_number(wanted.position.x / edit.after.size.width);
      texts[1] = plain_number(wanted.position.y / edit.after.size.height);
    }
    const bool all = wanted.present() != before.present();
    const std::array<bool, 3> changed = {all || wanted.position.x != before.position.x,
                                         all || wanted.position.y != before.position.y,
                                         wanted.visibility != before.visibility};
    for (std::size_t k = 0; k < each; ++k) {
      const TextToken& token = tokens[kBefore + i * each + k];
      if (changed[k]) edits.replace(token.begin, token.end(), texts[k]);
    }
  }
  return edits.finish();
}

// What the rows of label files have in common, and what not.
struct RowKinds {
  std::set<int> classes;
  bool any_2 = false;  // numbers a point
  bool any_3 = false;
};

RowKinds kinds_of(const Scheme& scheme, const LabelFormat::Texts& label_files) {
  constexpr int kMostClasses = 10'000;
  RowKinds kinds;
  label_files([&](std::istream& in) {
    std::string line;
    while (read_line_with_end(in, line)) {
      const std::vector<TextToken> tokens = tokens_of(line);
      const std::size_t each = numbers_a_point(tokens.size(), scheme);
      if (each == 0) continue;
      kinds.any_2 = kinds.any_2 || each == 2;
      kinds.any_3 = kinds.any_3 || each == 3;
      const std::optional<int> number = whole_number(tokens[0].text);
      if (number && *number >= 0 && *number < kMostClasses) kinds.classes.insert(*number);
    }
  });
  return kinds;
}

// A line of two numbers a point with v, if it is one.
std::string widened(const std::string& line, const Scheme& scheme) {
  const std::vector<TextToken> tokens = tokens_of(line);
  if (numbers_a_point(tokens.size(), scheme) != 2) return line;
  std::vector<double> numbers;
  for (const TextToken& token : tokens) {
    const std::optional<double> value = finite_number(token.text);
    if (!value) return line;
    numbers.push_back(*value);
  }
  Keypoints points;
  for (std::size_t at = kBefore; at < numbers.size(); at += 2) {
    points.push_back(landmark_of(numbers, at, 2, {1, 1}));
  }
  return with_visibility(line, tokens, points);
}

LabelFormat::Fitting YoloPoseFormat::fitting(const Scheme& scheme, const Texts& label_files) const {
  const RowKinds kinds = kinds_of(scheme, label_files);
  if (!kinds.any_2 || !kinds.any_3) return {};
  return [&scheme](std::istream& in) {
    std::string text;
    std::string line;
    while (read_line_with_end(in, line)) text += widened(line, scheme);
    return text;
  };
}

std::optional<LabelFormat::SideFile> YoloPoseFormat::side_file(const Scheme& scheme,
                                                               const Texts& label_files) const {
  RowKinds kinds = kinds_of(scheme, label_files);
  const bool only_2 = kinds.any_2 && !kinds.any_3;
  std::string text = "# Points: " + scheme.title + "\nkpt_shape: [" +
                     std::to_string(scheme.size()) + (only_2 ? ", 2]" : ", 3]") + "\nflip_idx: [";
  for (std::size_t i = 0; i < scheme.mirror.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(scheme.mirror[i]);
  }
  text += "]\nnames:\n";
  if (kinds.classes.empty()) kinds.classes.insert(0);
  for (int number = 0; number <= *kinds.classes.rbegin(); ++number) {  // the trainer wants all
    const bool is_face = kinds.classes.size() == 1 && kinds.classes.contains(number);
    const std::string name = is_face ? "face" : "class_" + std::to_string(number);
    text.append("  ").append(std::to_string(number)).append(": ").append(name).append("\n");
  }
  return SideFile{"data.yaml", text};
}

}  // namespace

const LabelFormat& yolo_pose_format() {
  static const YoloPoseFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
