// landmarker.io's LJSON, versions 1 to 3: points in (y, x) order, null where missing. A file is one
// face (version 3: one a group). Its labels ("jaw", "left_eye", with left as seen in the image) may
// list the points in another order than iBUG's: then they go by label.
#include <algorithm>
#include <array>
#include <istream>
#include <map>
#include <set>

#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/json_text.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

class LjsonFormat : public LabelFormat {
 public:
  const FormatTraits& traits() const override {
    static const FormatTraits kTraits = {.name = "ljson",
                                         .title = "landmarker.io LJSON",
                                         .extension = "ljson",
                                         .file_per = FilePer::kFace,
                                         .absence = true,
                                         .names_picture = false};
    return kTraits;
  }
  Guess detect(const std::string& path, std::string_view head) const override;
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override;
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override;
};

Guess LjsonFormat::detect(const std::string& path, std::string_view head) const {
  if (!begins_with(head, '{')) return {};
  const bool words = head.find("\"landmarks\"") != std::string_view::npos ||
                     head.find("\"groups\"") != std::string_view::npos;
  if (path.ends_with(".ljson")) return {words ? 0.99 : 0.7, "its name ends with .ljson"};
  if (words && head.find("\"points\"") != std::string_view::npos &&
      head.find("\"version\"") != std::string_view::npos) {
    return {0.9, "an object with version, landmarks and points"};
  }
  return {};
}

struct Region {
  const char* label;
  int first;
  int count;
};
constexpr std::array<Region, 7> kIbugRegions = {{{"jaw", 0, 17},
                                                 {"left_eyebrow", 17, 5},
                                                 {"right_eyebrow", 22, 5},
                                                 {"nose", 27, 9},
                                                 {"left_eye", 36, 6},
                                                 {"right_eye", 42, 6},
                                                 {"mouth", 48, 20}}};

// The points that a label's mask names: a list of numbers, or one true or false a point.
std::vector<int> mask_of(const nlohmann::json& mask) {
  std::vector<int> points;
  if (!mask.is_array()) return points;
  for (std::size_t i = 0; i < mask.size(); ++i) {
    if (mask[i].is_boolean()) {
      if (mask[i].get<bool>()) points.push_back(static_cast<int>(i));
    } else if (mask[i].is_number_integer()) {
      points.push_back(mask[i].get<int>());
    }
  }
  return points;
}

// Where the file's points go in the scheme; the file's order unless its labels say another.
std::vector<int> order_of(const nlohmann::json& labels, const Scheme& scheme) {
  std::vector<int> order(scheme.point_names.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<int>(i);
  if (scheme.name != "ibug68" || !labels.is_array()) return order;
  std::vector<int> by_label = order;
  std::set<int> taken;
  for (const nlohmann::json& label : labels) {
    const nlohmann::json& name = member(label, "label");
    if (!name.is_string()) return order;
    for (const Region& region : kIbugRegions) {
      const std::vector<int> points = mask_of(member(label, "mask"));
      if (name != region.label || std::ssize(points) != region.count) continue;
      for (int i = 0; i < region.count; ++i) {
        const int point = points[static_cast<std::size_t>(i)];
        if (point < 0 || point >= scheme.size() || !taken.insert(point).second) return order;
        by_label[static_cast<std::size_t>(point)] = region.first + i;
      }
    }
  }
  return taken.size() == order.size() ? by_label : order;
}

// One face of a file: its list of [y, x].
struct Group {
  std::vector<const nlohmann::json*> points;
  std::vector<int> order;
};

void add_group(const nlohmann::json& group, const Scheme& scheme, std::vector<Group>& groups) {
  const nlohmann::json& points = member(member(group, "landmarks"), "points");
  if (!points.is_array()) return;
  Group found{{}, order_of(member(group, "labels"), scheme)};
  for (const nlohmann::json& point : points) found.points.push_back(&point);
  groups.push_back(std::move(found));
}

// Version 1: each label has its own points.
Group group_of_version_1(const nlohmann::json& labels, const Scheme& scheme) {
  Group group;
  nlohmann::json masks = nlohmann::json::array();
  for (const nlohmann::json& label : labels) {
    const nlohmann::json& landmarks = member(label, "landmarks");
    nlohmann::json mask = nlohmann::json::array();
    if (landmarks.is_array()) {
      for (const nlohmann::json& landmark : landmarks) {
        mask.push_back(group.points.size());
        group.points.push_back(&member(landmark, "point"));
      }
    }
    masks.push_back({{"label", member(label, "label")}, {"mask", std::move(mask)}});
  }
  group.order = order_of(masks, scheme);
  return group;
}

std::vector<Group> groups_of(const nlohmann::json& file, const Scheme& scheme) {
  std::vector<Group> groups;
  const nlohmann::json& listed = member(file, "groups");
  if (listed.is_object()) {
    for (const nlohmann::json& group : listed) add_group(group, scheme, groups);
  } else if (listed.is_array()) {
    groups.push_back(group_of_version_1(listed, scheme));
  } else {
    add_group(file, scheme, groups);
  }
  return groups;
}

std::optional<Keypoints> points_of(const Group& group, const Scheme& scheme, std::string& reason) {
  if (std::ssize(group.points) != scheme.size()) {
    reason = count_of(std::ssize(group.points), "point") + ", not those of " + scheme.name +
             "; name another scheme with --scheme";
    return std::nullopt;
  }
  Keypoints points(group.points.size(), Landmark{{}, Visibility::kAbsent});
  for (std::size_t i = 0; i < group.points.size(); ++i) {
    const nlohmann::json& yx = *group.points[i];
    if (yx.is_null()) continue;
    if (!yx.is_array() || yx.size() != 2) {
      reason = "point " + std::to_string(i) + " is not [y, x]";
      return std::nullopt;
    }
    const std::optional<double> y = json_number(yx[0]);
    const std::optional<double> x = json_number(yx[1]);
    if (yx[0].is_null() || yx[1].is_null()) continue;
    if (!x || !y) {
      reason = "point " + std::to_string(i) + " is not [y, x]";
      return std::nullopt;
    }
    points[static_cast<std::size_t>(group.order[i])] = {{*x, *y}};
  }
  return points;
}

void LjsonFormat::read(std::istream& in, const ReadContext& context, LabelSink& sink) const {
  std::optional<std::string> text = read_whole(in);
  if (!text) return sink.bad({1, 1, kTooLongForOnePicture}, {});
  const JsonPiece whole{true, {}, *std::move(text), 1, 1};
  BadLine bad{1, 1, {}};
  const std::optional<nlohmann::json> file = parse_piece(whole, bad);
  if (!file) return sink.bad(bad, whole.text);
  const std::vector<Group> groups = groups_of(*file, *context.scheme);
  if (groups.empty()) return sink.bad({1, 1, "it holds no landmarks"}, whole.text);
  std::vector<Keypoints> faces;
  for (const Group& group : groups) {
    if (std::optional<Keypoints> points = points_of(group, *context.scheme, bad.reason)) {
      faces.push_back(*std::move(points));
    } else {
      sink.bad(bad, groups.size() == 1 ? whole.text : std::string_view());
    }
  }
  const bool alone = groups.size() == 1;
  if (!alone) sink.text(whole.text);
  for (Keypoints& points : faces) {
    sink.face({{}, std::move(points), 1, alone ? whole.text : std::string()});
  }
}

std::string group_text(const Keypoints& points, const Scheme& scheme) {
  std::string text = "      \"labels\": [";
  for (std::size_t i = 0; i < scheme.regions.size(); ++i) {
    text += (i == 0 ? "" : ",");
    text += "\n        {\"label\": " + json_text(scheme.regions[i].name) + ", \"mask\": [";
    const std::vector<int>& of_region = scheme.regions[i].points;
    for (std::size_t k = 0; k < of_region.size(); ++k) {
      text += (k == 0 ? "" : ", ") + std::to_string(of_region[k]);
    }
    text += "]}";
  }
  text += "\n      ],\n      \"landmarks\": {\n        \"points\": [";
  for (std::size_t i = 0; i < points.size(); ++i) {
    text += i == 0 ? "\n          " : ",\n          ";
    text += points[i].present() ? "[" + plain_number(points[i].position.y) + ", " +
                                      plain_number(points[i].position.x) + "]"
                                : std::string("[null, null]");
  }
  text += "\n        ],\n        \"connectivity\": [";
  for (std::size_t i = 0; i < scheme.edges.size(); ++i) {
    const auto [a, b] = scheme.edges[i];
    text += (i == 0 ? "[" : ", [") + std::to_string(a) + ", " + std::to_string(b) + "]";
  }
  return text + "]\n      }\n";
}

// Groups are read in the order of their names as text.
std::string group_name(std::size_t face, std::size_t faces) {
  if (faces == 1) return "LJSON";
  const std::string number = std::to_string(face + 1);
  return "LJSON_" + std::string(std::to_string(faces).size() - number.size(), '0') + number;
}

void LjsonFormat::write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const {
  std::string text = "{\n  \"version\": 3,\n  \"groups\": {\n";
  for (std::size_t i = 0; i < faces.size(); ++i) {
    text += (i == 0 ? "    \"" : ",\n    \"") + group_name(i, faces.size()) + "\": {\n" +
            group_text(faces.at(i).points, scheme) + "    }";
  }
  out(text + "\n  }\n}\n");
}

// "...points.12.1" or "...12.point.1": the last number says the axis.
bool is_coordinate(const std::string& path) {
  return path.find(".points.") != std::string::npos || path.find(".point.") != std::string::npos;
}

std::optional<std::string> LjsonFormat::with_points(const ChunkEdit& edit) const {
  std::vector<JsonPlace> numbers;
  for (JsonPlace& scalar : json_scalars(edit.raw)) {
    if (is_coordinate(scalar.path)) numbers.push_back(std::move(scalar));
  }
  if (numbers.size() != edit.after.points.size() * 2) return std::nullopt;  // null for a pair
  const nlohmann::json file = nlohmann::json::parse(edit.raw);
  const std::vector<Group> groups = groups_of(file, edit.scheme);
  if (groups.size() != 1) return std::nullopt;
  TextEdits edits(edit.raw);
  for (std::size_t i = 0; i < groups[0].order.size(); ++i) {
    const auto point = static_cast<std::size_t>(groups[0].order[i]);
    const Landmark& wanted = edit.after.points[point];
    const Landmark& before = edit.before[point];
    if (!wanted.present() && !before.present()) continue;
    const bool all = wanted.present() != before.present();
    const auto put = [&](const JsonPlace& number, double value, double old) {
      if (!all && value == old) return;
      edits.replace(number.begin, number.end, wanted.present() ? plain_number(value) : "null");
    };
    put(numbers[i * 2], wanted.position.y, before.position.y);
    put(numbers[i * 2 + 1], wanted.position.x, before.position.x);
  }
  return edits.finish();
}

}  // namespace

const LabelFormat& ljson_format() {
  static const LjsonFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
