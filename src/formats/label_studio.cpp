// Label Studio's JSON: a list of tasks, each an image with `annotations`, whose `result` has an
// item `keypointlabels` a point; x and y in percent of original_width and original_height. Points
// of one face have one parentID (a rectangle), or the n-th of a label is the n-th face's. The first
// annotation that was not cancelled counts. Label Studio shows only results whose from_name is a
// tag of the project's labelling configuration, which is written beside.
#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/json_text.h"
#include "formats/point_names.h"
#include "formats/text_spans.h"
#include "formats/xml_text.h"

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
                                         .needs_size = true};
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
};

// The picture that a task's address means: of uploads and of the web its file name.
std::string picture_name(const nlohmann::json& task) {
  std::string address;
  const nlohmann::json& data = member(task, "data");
  if (member(data, "image").is_string()) {
    address = member(data, "image").get<std::string>();
  } else if (data.is_object()) {
    for (const nlohmann::json& value : data) {
      if (value.is_string() && address.empty()) address = value.get<std::string>();
    }
  }
  const std::size_t local = address.find("?d=");
  if (local != std::string::npos) return address.substr(local + 3);
  const bool upload = address.find("/upload/") != std::string::npos;
  if (!upload && address.find("://") == std::string::npos) return address;
  std::string name = address.substr(address.rfind('/') + 1);
  static const std::regex kPrefix("^[0-9a-f]{8}-");
  return upload ? std::regex_replace(name, kPrefix, "") : name;
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

struct Item {
  std::size_t point = 0;
  std::string parent;
  Point position;
};

// Why an item could not be read is the result; `item` stays empty for what is no point.
std::string read_item(const nlohmann::json& result, const Scheme& scheme,
                      std::optional<Item>& item) {
  if (member(result, "type") != "keypointlabels") return {};
  const nlohmann::json& value = member(result, "value");
  const nlohmann::json& labels = member(value, "keypointlabels");
  const bool named = labels.is_array() && !labels.empty() && labels[0].is_string();
  const std::string label = named ? labels[0].get<std::string>() : std::string();
  const std::optional<int> point = point_called(scheme, label);
  if (!point) return "the label \"" + label + "\" is no point of " + scheme.name;
  const auto x = json_number(member(value, "x"));
  const auto y = json_number(member(value, "y"));
  const auto width = json_number(member(result, "original_width"));
  const auto height = json_number(member(result, "original_height"));
  if (!x || !y || !width || !height) {
    return "\"" + label + "\" lacks x, y, original_width or original_height";
  }
  if (*width <= 0 || *height <= 0) {
    return "\"" + label + "\" is in percent of a picture without a width or height";
  }
  const nlohmann::json& parent = member(result, "parentID");
  item = Item{static_cast<std::size_t>(*point),
              parent.is_null() ? "" : parent.dump(),
              {without_noise(*x / 100 * *width), without_noise(*y / 100 * *height)}};
  return {};
}

std::vector<Keypoints> faces_of(const std::vector<Item>& items, std::size_t points) {
  std::vector<Keypoints> faces;
  std::map<std::string, std::vector<std::size_t>> of_parent;
  for (const Item& item : items) {
    Keypoints* face = nullptr;
    std::vector<std::size_t>& own = of_parent[item.parent];
    for (const std::size_t index : own) {
      if (face == nullptr && !faces[index][item.point].present()) face = &faces[index];
    }
    if (face == nullptr) {
      own.push_back(faces.size());
      face = &faces.emplace_back(points, Landmark{{}, Visibility::kAbsent});
    }
    (*face)[item.point] = {item.position};
  }
  return faces;
}

void read_task(const JsonPiece& piece, const Scheme& scheme, LabelSink& sink) {
  BadLine bad{piece.line, piece.column, {}};
  const std::optional<nlohmann::json> task = parse_piece(piece, bad);
  if (!task) return sink.bad(bad, piece.text);
  const std::optional<std::size_t> annotation = annotation_of(*task);
  if (!annotation) return sink.text(piece.text);
  std::vector<Item> items;
  const nlohmann::json& results = member(member(*task, "annotations")[*annotation], "result");
  for (const nlohmann::json& result : results) {
    std::optional<Item> item;
    bad.reason = read_item(result, scheme, item);
    if (!bad.reason.empty()) sink.bad(bad, {});
    if (item) items.push_back(*std::move(item));
  }
  std::vector<Keypoints> faces = faces_of(items, scheme.point_names.size());
  const bool alone = faces.size() == 1;
  if (!alone) sink.text(piece.text);
  for (Keypoints& points : faces) {
    sink.face(
        {picture_name(*task), std::move(points), piece.line, alone ? piece.text : std::string()});
  }
}

void LabelStudioFormat::read(std::istream& in, const ReadContext& context, LabelSink& sink) const {
  JsonPieces pieces(in, {""});
  while (const std::optional<JsonPiece> piece = pieces.next()) {
    if (piece->is_element) {
      read_task(*piece, *context.scheme, sink);
    } else {
      sink.text(piece->text);
    }
  }
  if (const std::optional<BadLine> problem = pieces.problem()) sink.bad(*problem, {});
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

// A tag of the labelling configuration, as the results of some tasks tell it.
struct Tag {
  bool points = false;              // else rectangles
  std::vector<std::string> labels;  // in the order in which they are met
};

struct Configuration {
  std::string image;  // the key of the task's data
  std::string name;   // of the image's tag
  std::vector<std::pair<std::string, Tag>> tags;
};

void add_once(std::vector<std::string>& list, const std::string& text) {
  if (std::find(list.begin(), list.end(), text) == list.end()) list.push_back(text);
}

// False if the result is of another kind, or says another picture.
bool add_result(const nlohmann::json& result, Configuration& found) {
  const nlohmann::json& type = member(result, "type");
  const bool points = type == "keypointlabels";
  if (!points && type != "rectanglelabels") return false;
  const nlohmann::json& from = member(result, "from_name");
  const nlohmann::json& to = member(result, "to_name");
  if (!from.is_string() || !to.is_string()) return false;
  if (found.name.empty()) found.name = to.get<std::string>();
  if (found.name != to) return false;
  auto tag = std::find_if(found.tags.begin(), found.tags.end(),
                          [&](const auto& known) { return from == known.first; });
  if (tag == found.tags.end()) {
    tag = found.tags.insert(tag, {from.get<std::string>(), Tag{points, {}}});
  }
  if (tag->second.points != points) return false;
  const nlohmann::json& labels = member(member(result, "value"), type.get<std::string>().c_str());
  if (!labels.is_array()) return true;
  for (const nlohmann::json& label : labels) {
    if (label.is_string()) add_once(tag->second.labels, label.get<std::string>());
  }
  return true;
}

// Also of annotations that don't count: Label Studio shows them.
bool add_task(const nlohmann::json& task, Configuration& found) {
  const nlohmann::json& data = member(task, "data");
  std::string image;
  for (const auto& [key, value] : data.items()) {
    if (value.is_string() && (image.empty() || key == "image")) image = key;
  }
  if (found.image.empty()) found.image = image;
  if (found.image != image) return false;
  const nlohmann::json& annotations = member(task, "annotations");
  if (!annotations.is_array()) return true;
  for (const nlohmann::json& annotation : annotations) {
    for (const nlohmann::json& result : member(annotation, "result")) {
      if (!add_result(result, found)) return false;
    }
  }
  return true;
}

// Those that all tasks need; none where these hold what no such configuration shows.
std::optional<Configuration> configuration_of(const LabelFormat::Texts& label_files) {
  Configuration found;
  bool fits = true;
  label_files([&](std::istream& in) {
    JsonPieces pieces(in, {""});
    while (const std::optional<JsonPiece> piece = pieces.next()) {
      BadLine ignored;
      if (!fits || !piece->is_element) continue;
      const std::optional<nlohmann::json> task = parse_piece(*piece, ignored);
      if (task) fits = add_task(*task, found);
    }
  });
  if (!fits) return std::nullopt;
  return found;
}

std::string labels_text(const Tag& tag, const Scheme& scheme) {
  std::vector<std::string> labels = tag.labels;
  // A person who labels on needs the other points, too.
  const std::vector<std::string>& all = scheme.point_names;
  const bool are_points = std::all_of(labels.begin(), labels.end(), [&](const std::string& label) {
    return std::find(all.begin(), all.end(), label) != all.end();
  });
  if (tag.points && are_points) labels = all;
  std::string text;
  for (const std::string& label : labels) {
    text += "    <Label value=\"" + xml_escaped(label) + "\"/>\n";
  }
  return text;
}

std::optional<LabelFormat::SideFile> LabelStudioFormat::side_file(const Scheme& scheme,
                                                                  const Texts& label_files) const {
  std::optional<Configuration> found = configuration_of(label_files);
  if (!found) return std::nullopt;
  if (found->image.empty()) found->image = "image";
  if (found->name.empty()) found->name = "image";
  if (found->tags.empty()) found->tags = {{"face", {false, {"face"}}}, {"point", {true, {}}}};
  const std::string image = xml_escaped(found->name);
  std::string text =
      "<View>\n  <Image name=\"" + image + "\" value=\"$" + xml_escaped(found->image) + "\"/>\n";
  for (const auto& [name, tag] : found->tags) {
    const std::string kind = tag.points ? "KeyPointLabels" : "RectangleLabels";
    text.append("  <").append(kind).append(" name=\"").append(xml_escaped(name));
    text.append("\" toName=\"").append(image).append("\">\n").append(labels_text(tag, scheme));
    text.append("  </").append(kind).append(">\n");
  }
  return SideFile{"label_config.xml", text + "</View>\n"};
}

std::optional<std::string> LabelStudioFormat::with_points(const ChunkEdit& edit) const {
  const nlohmann::json task = nlohmann::json::parse(edit.raw);
  const std::optional<std::size_t> annotation = annotation_of(task);
  if (!annotation) return std::nullopt;
  const std::string prefix = "annotations." + std::to_string(*annotation) + ".result.";
  std::map<std::string, JsonPlace> places;
  for (JsonPlace& scalar : json_scalars(edit.raw)) {  // of a key that comes twice the last counts
    if (scalar.path.starts_with(prefix)) places.insert_or_assign(scalar.path, scalar);
  }
  const nlohmann::json& results = member(task.at("annotations")[*annotation], "result");
  std::map<std::size_t, std::pair<JsonPlace, std::string>> changes;
  std::set<std::size_t> seen;
  for (std::size_t k = 0; k < results.size(); ++k) {
    std::optional<Item> item;
    if (!read_item(results[k], edit.scheme, item).empty() || !item) continue;
    const Landmark& wanted = edit.after.points[item->point];
    const Landmark& before = edit.before[item->point];
    if (!wanted.present() || !seen.insert(item->point).second) return std::nullopt;
    const auto put = [&](const char* axis, double value, const char* extent) {
      const JsonPlace& place = places.at(prefix + std::to_string(k) + ".value." + axis);
      const double size = *json_number(member(results[k], extent));
      changes.emplace(place.begin, std::pair(place, plain_number(value / size * 100)));
    };
    if (wanted.position.x != before.position.x) put("x", wanted.position.x, "original_width");
    if (wanted.position.y != before.position.y) put("y", wanted.position.y, "original_height");
  }
  for (std::size_t i = 0; i < edit.after.points.size(); ++i) {
    if (edit.after.points[i].present() && !seen.contains(i)) return std::nullopt;
  }
  TextEdits edits(edit.raw);
  for (const auto& [at, change] : changes) {
    edits.replace(change.first.begin, change.first.end, change.second);
  }
  return edits.finish();
}

}  // namespace

const LabelFormat& label_studio_format() {
  static const LabelStudioFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
