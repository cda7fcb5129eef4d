#include "formats/label_studio_config.h"

#include <algorithm>

#include "formats/json_text.h"
#include "formats/xml_text.h"

namespace facepoint {
namespace {

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

}  // namespace

std::optional<std::string> label_studio_config(const Scheme& scheme,
                                               const LabelFormat::Texts& label_files) {
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
  return text + "</View>\n";
}

}  // namespace facepoint
