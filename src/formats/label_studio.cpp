// Label Studio's JSON: a list of tasks, each an image with `annotations`, whose `result` has an
// item `keypointlabels` a point; x and y in percent of the picture, of whose size original_width
// and original_height tell only what it was when it was labelled. Points of one face have one
// parentID (a rectangle). A face's chunk is its part of that list, where others' points don't lie
// in it. The first annotation that was not cancelled counts. Label Studio shows only results whose
// from_name is a tag of the project's labelling configuration, which is written beside.
#include <algorithm>
#include <charconv>
#include <map>
#include <regex>
#include <set>

#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/json_text.h"
#include "formats/label_studio_config.h"
#include "formats/listed_points.h"
#include "formats/point_names.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

class LabelStudioFormat : public LabelFormat {
 public:
  const FormatTraits& traits() const override {
    static const FormatTraits kTraits = {.name = "label-studio",
                                         .title = "Label Studio JSON",
                                         .extension = "json",
                                         .tolerance = 1e-6,
                                         .absence = true,
                                         .needs_size = true,
                                         .unit = CoordinateUnit::kPercent};
    return kTraits;
  }
  Guess detect(const std::string&, std::string_view head) const override {
    if (!begins_with(head, '[')) return {};
    if (head.find("\"keypointlabels\"") != std::string_view::npos) {
      return {0.98, "a list of tasks with keypointlabels"};
    }
    const bool task = head.find("\"annotations\"") != std::string_view::npos ||
                      head.find("\"data\"") != std::string_view::npos;
    return task ? Guess{0.6, "a list of tasks"} : Guess{};
  }
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override;
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override;
  std::optional<SideFile> side_file(const Scheme& scheme, const Texts& label_files) const override;
  std::string picture_of(const std::string& image_name) const override;
};

// "my%20photo.jpg" as it was before it became part of an address.
std::string unquoted(std::string_view text) {
  std::string result;
  while (!text.empty()) {
    unsigned code = 0;
    const char* digits = text.data() + 1;
    const bool quoted = text.front() == '%' && text.size() > 2 &&
                        std::from_chars(digits, digits + 2, code, 16).ptr == digits + 2 &&
                        code != 0;  // no path holds it
    result += quoted ? static_cast<char>(code) : text.front();
    text.remove_prefix(quoted ? 3 : 1);
  }
  return result;
}

// Of uploads and of the web the picture's file name.
std::string LabelStudioFormat::picture_of(const std::string& image_name) const {
  const std::size_t local = image_name.find("?d=");
  if (local != std::string::npos) return unquoted(image_name.substr(local + 3));
  const bool upload = image_name.find("/upload/") != std::string::npos;
  if (!upload && image_name.find("://") == std::string::npos) return image_name;
  const std::string name = unquoted(image_name.substr(image_name.rfind('/') + 1));
  static const std::regex kPrefix("^[0-9a-f]{8}-");
  return upload ? std::regex_replace(name, kPrefix, "") : name;
}

std::string address_of(const nlohmann::json& task) {
  const nlohmann::json& data = member(task, "data");
  if (member(data, "image").is_string()) return member(data, "image").get<std::string>();
  if (!data.is_object()) return {};
  for (const nlohmann::json& value : data) {
    if (value.is_string()) return value.get<std::string>();
  }
  return {};
}

// The index of the annotation that counts; none: the task has none.
std::optional<std::size_t> annotation_of(const nlohmann::json& task) {
  const nlohmann::json& annotations = member(task, "annotations");
  if (!annotations.is_array()) return std::nullopt;
  for (std::size_t i = 0; i < annotations.size(); ++i) {
    if (member(annotations[i], "was_cancelled") != true) return i;
  }
  return std::nullopt;
}

const nlohmann::json& results_of(const nlohmann::json& task) {
  static const nlohmann::json kNone = nlohmann::json::array();
  const std::optional<std::size_t> annotation = annotation_of(task);
  if (!annotation) return kNone;
  const nlohmann::json& results = member(member(task, "annotations")[*annotation], "result");
  return results.is_array() ? results : kNone;
}

// A result that is a point.
struct Item {
  std::size_t result = 0;  // its number
  std::string label;
  std::string parent;
  Point percent;
  PictureSize original;  // when it was labelled; {}: not told
};

bool is_point(const nlohmann::json& result) { return member(result, "type") == "keypointlabels"; }

std::string label_of(const nlohmann::json& result) {
  const nlohmann::json& labels = member(member(result, "value"), "keypointlabels");
  const bool named = labels.is_array() && !labels.empty() && labels[0].is_string();
  return named ? labels[0].get<std::string>() : std::string();
}

std::string parent_of(const nlohmann::json& result) {
  const nlohmann::json& parent = member(result, "parentID");
  return parent.is_null() ? std::string() : parent.dump();
}

int extent_of(const nlohmann::json& value) {
  constexpr double kLongest = 1e6;  // pixels
  const std::optional<double> extent = json_number(value);
  return extent && *extent >= 1 && *extent <= kLongest ? static_cast<int>(*extent) : 0;
}

// None without x and y.
std::optional<Item> item_of(const nlohmann::json& results, std::size_t number) {
  const nlohmann::json& result = results[number];
  const nlohmann::json& value = member(result, "value");
  const auto x = json_number(member(value, "x"));
  const auto y = json_number(member(value, "y"));
  if (!x || !y) return std::nullopt;
  return Item{
      number,
      label_of(result),
      parent_of(result),
      {*x, *y},
      {extent_of(member(result, "original_width")), extent_of(member(result, "original_height"))}};
}

// Goes through a file once, passing on its pieces.
class Reading {
 public:
  Reading(std::istream& in, const ReadContext& context, LabelSink& sink)
      : in_(in), context_(context), sink_(sink), labels_(*context.scheme) {}
  void run();

 private:
  struct Face {
    Keypoints points;
    std::vector<std::size_t> results;  // numbers
  };
  void see_labels();
  std::vector<Item> items_of(const nlohmann::json& results, BadLine bad);
  std::vector<Face> faces_of_task(const std::vector<Item>& items, PictureSize size, BadLine bad);
  void read_task(const JsonPiece& piece);

  std::istream& in_;
  const ReadContext& context_;
  LabelSink& sink_;
  PointLabels labels_;
};

void Reading::see_labels() {
  JsonPieces pieces(in_, {""});
  while (const std::optional<JsonPiece> piece = pieces.next()) {
    BadLine said_when_it_is_read;
    if (!piece->is_element) continue;
    const std::optional<nlohmann::json> task = parse_piece(*piece, said_when_it_is_read);
    if (!task) continue;
    for (const nlohmann::json& result : results_of(*task)) {
      if (is_point(result)) labels_.see(label_of(result));
    }
    if (labels_.is_settled()) break;
  }
  in_.clear();
  in_.seekg(0);
}

// Those that mean a point of a face that can be read; what is wrong with others is said.
std::vector<Item> Reading::items_of(const nlohmann::json& results, BadLine bad) {
  std::vector<Item> items;
  std::set<std::string> refused;  // parents
  for (std::size_t i = 0; i < results.size(); ++i) {
    if (!is_point(results[i])) continue;
    const std::string label = label_of(results[i]);
    const std::string parent = parent_of(results[i]);
    std::optional<Item> item = item_of(results, i);
    if (!labels_.point(label)) {
      if (labels_.is_number(label) && !refused.insert(parent).second) continue;  // said before
      bad.reason = labels_.refusal(label);
    } else if (!item) {
      bad.reason = "\"" + label + "\" lacks x or y";
    } else {
      items.push_back(*std::move(item));
      continue;
    }
    sink_.bad(bad, {});
  }
  std::erase_if(items, [&](const Item& item) { return refused.contains(item.parent); });
  return items;
}

std::vector<Reading::Face> Reading::faces_of_task(const std::vector<Item>& items, PictureSize size,
                                                  BadLine bad) {
  std::vector<ListedPoint> listed;
  listed.reserve(items.size());
  for (const Item& item : items) listed.push_back({item.parent, *labels_.point(item.label)});
  const std::vector<std::optional<std::size_t>> face_of = faces_of(listed);
  std::vector<Face> faces;
  std::set<std::string> said;  // parents
  for (std::size_t i = 0; i < items.size(); ++i) {
    const Item& item = items[i];
    if (!face_of[i]) {
      bad.reason = std::string(kNotToldWhose) +
                   "; give each face a region that its points belong to (parentID)";
      if (said.insert(item.parent).second) sink_.bad(bad, {});
      continue;
    }
    const PictureSize of = size.known() ? size : item.original;
    if (!of.known()) {
      bad.reason = "\"" + item.label + "\" is in percent of a picture without a width or height";
      sink_.bad(bad, {});
    }
    if (*face_of[i] == faces.size()) {
      faces.push_back(
          {Keypoints(context_.scheme->point_names.size(), Landmark{{}, Visibility::kAbsent}), {}});
    }
    Face& face = faces[*face_of[i]];
    face.results.push_back(item.result);
    if (!of.known()) continue;
    face.points[listed[i].point] = {{without_noise(item.percent.x / 100 * of.width),
                                     without_noise(item.percent.y / 100 * of.height)}};
  }
  return faces;
}

// The bytes of a task's results that count, by their numbers.
std::map<std::size_t, JsonPlace> places_of_results(const std::string& text,
                                                   const nlohmann::json& task) {
  std::map<std::size_t, JsonPlace> places;
  const std::optional<std::size_t> annotation = annotation_of(task);
  if (!annotation) return places;
  const std::string prefix = "annotations." + std::to_string(*annotation) + ".result.";
  for (const JsonPlace& object : json_places(text).objects) {
    if (!object.path.starts_with(prefix)) continue;
    const std::optional<int> number = whole_number(object.path.substr(prefix.size()));
    // Of a key that comes twice the last counts.
    if (number) places.insert_or_assign(static_cast<std::size_t>(*number), object);
  }
  return places;
}

void Reading::read_task(const JsonPiece& piece) {
  BadLine bad{piece.line, piece.column, {}};
  const std::optional<nlohmann::json> task = parse_piece(piece, bad);
  if (!task) return sink_.bad(bad, piece.text);
  const std::string address = address_of(*task);
  const std::vector<Item> items = items_of(results_of(*task), bad);
  if (items.empty()) return sink_.text(piece.text);
  std::vector<Face> faces = faces_of_task(items, context_.size_of(address), bad);
  const std::map<std::size_t, JsonPlace> places = places_of_results(piece.text, *task);
  std::vector<std::pair<std::size_t, std::size_t>> parts;  // of the faces, where they lie apart
  std::size_t at = 0;
  for (const Face& face : faces) {
    const auto first = places.find(face.results.front());
    const auto last = places.find(face.results.back());
    if (first == places.end() || last == places.end() || first->second.begin < at) break;
    at = last->second.end;
    parts.emplace_back(first->second.begin, at);
  }
  const bool apart = parts.size() == faces.size();
  const std::string_view text = piece.text;
  at = 0;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    ReadFace face{address, std::move(faces[i].points), piece.line, {}};
    if (apart) {
      const auto [begin, end] = parts[i];
      sink_.text(text.substr(at, begin - at));
      face.raw = text.substr(begin, end - begin);
      at = end;
    }
    if (!apart && i == 0) sink_.text(text);
    sink_.face(std::move(face));
  }
  if (apart) sink_.text(text.substr(at));
}

void Reading::run() {
  see_labels();
  JsonPieces pieces(in_, {""});
  while (const std::optional<JsonPiece> piece = pieces.next()) {
    if (piece->is_element) {
      read_task(*piece);
    } else {
      sink_.text(piece->text);
    }
  }
  if (const std::optional<BadLine> problem = pieces.problem()) sink_.bad(*problem, {});
}

void LabelStudioFormat::read(std::istream& in, const ReadContext& context, LabelSink& sink) const {
  Reading(in, context, sink).run();
}

// What rectangles and points begin with: their kind, and the tag of the labelling configuration.
constexpr std::string_view kRectangle = R"("type":"rectanglelabels","from_name":"face")";
constexpr std::string_view kPoint = R"("type":"keypointlabels","from_name":"point")";

// One face's rectangle and points.
std::string face_text(const WriteFace& face, const Scheme& scheme, int number) {
  const std::string id = "face" + std::to_string(number);
  const std::string common =
      ",\"to_name\":\"image\",\"original_width\":" + std::to_string(face.size.width) +
      ",\"original_height\":" + std::to_string(face.size.height) +
      ",\"image_rotation\":0,\"value\":{";
  const auto percent = [](double value, int extent) { return plain_number(value / extent * 100); };
  const Rect box = bounding_box(face.points);
  std::string text = "{\"id\":\"" + id + "\",";
  text.append(kRectangle).append(common);
  text += "\"x\":" + percent(box.x, face.size.width) +
          ",\"y\":" + percent(box.y, face.size.height) +
          ",\"width\":" + percent(box.width, face.size.width) +
          ",\"height\":" + percent(box.height, face.size.height) +
          ",\"rotation\":0,\"rectanglelabels\":[\"face\"]}}";
  for (std::size_t i = 0; i < face.points.size(); ++i) {
    if (!face.points[i].present()) continue;
    const Point at = face.points[i].position;
    text.append(",\n{\"id\":\"").append(id).append("-").append(std::to_string(i));
    text.append("\",\"parentID\":\"").append(id).append("\",").append(kPoint).append(common);
    text.append("\"x\":").append(percent(at.x, face.size.width));
    text.append(",\"y\":").append(percent(at.y, face.size.height));
    text.append(",\"width\":0.5,\"keypointlabels\":[").append(json_text(scheme.point_names[i]));
    text += "]}}";
  }
  return text;
}

void LabelStudioFormat::write(const WriteFaces& faces, const Scheme& scheme,
                              const TextSink& out) const {
  out("[");
  int id = 0;
  faces.each_image([&](const std::vector<WriteFace>& of_image) {
    std::string text = (id == 0 ? "\n{\"id\":" : ",\n{\"id\":") + std::to_string(id + 1) +
                       ",\"data\":{\"image\":" + json_text(of_image.front().image_name) +
                       "},\"annotations\":[{\"was_cancelled\":false,\"result\":[\n";
    ++id;
    int number = 0;
    for (const WriteFace& face : of_image) {
      text += number == 0 ? "" : ",\n";
      text += face_text(face, scheme, ++number);
    }
    out(text + "\n]}]}");
  });
  out("\n]\n");
}

std::optional<LabelFormat::SideFile> LabelStudioFormat::side_file(const Scheme& scheme,
                                                                  const Texts& label_files) const {
  std::optional<std::string> text = label_studio_config(scheme, label_files);
  if (!text) return std::nullopt;
  return SideFile{"label_config.xml", *std::move(text)};
}

std::optional<std::string> LabelStudioFormat::with_points(const ChunkEdit& edit) const {
  const std::string list = "[" + std::string(edit.raw) + "]";
  const nlohmann::json results = nlohmann::json::parse(list);
  std::vector<Item> items;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < results.size(); ++i) {
    std::optional<Item> item = is_point(results[i]) ? item_of(results, i) : std::nullopt;
    if (!item) continue;
    names.push_back(item->label);
    items.push_back(*std::move(item));
  }
  const PointLabels labels(edit.scheme, names, edit.before);
  std::map<std::string, JsonPlace> places;
  for (const JsonPlace& scalar : json_scalars(list)) places.insert_or_assign(scalar.path, scalar);
  std::map<std::size_t, std::pair<std::size_t, std::string>> changes;  // by place
  std::set<std::size_t> seen;
  for (const Item& item : items) {
    const std::optional<std::size_t> point = labels.point(item.label);
    if (!point) continue;
    const Landmark& wanted = edit.after.points[*point];
    const Landmark& before = edit.before[*point];
    if (!wanted.present() || !before.present() || !seen.insert(*point).second) return std::nullopt;
    const std::string value = std::to_string(item.result) + ".value.";
    const auto put = [&](const char* axis, double position, int extent) {
      const auto place = places.find(value + axis);
      if (place == places.end()) return false;
      changes.emplace(place->second.begin,
                      std::pair(place->second.end, plain_number(position / extent * 100)));
      return true;
    };
    const PictureSize size = edit.after.size;
    const bool fits =
        (wanted.position.x == before.position.x || put("x", wanted.position.x, size.width)) &&
        (wanted.position.y == before.position.y || put("y", wanted.position.y, size.height));
    if (!fits) return std::nullopt;
  }
  if (std::ssize(seen) != points_there(edit.after.points)) return std::nullopt;
  TextEdits edits(list);
  for (const auto& [begin, change] : changes) edits.replace(begin, change.first, change.second);
  const std::string done = edits.finish();
  return done.substr(1, done.size() - 2);
}

}  // namespace

const LabelFormat& label_studio_format() {
  static const LabelStudioFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
