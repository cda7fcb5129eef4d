// LabelMe: a JSON file an image, a shape a point with `label` (the point's name or number),
// `group_id` (the face) and `flags` ("occluded": true). Shapes that are no points and keys that are
// not known stay as they are.
#include <algorithm>
#include <filesystem>
#include <istream>
#include <map>
#include <set>

#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/json_text.h"
#include "formats/point_names.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

class LabelmeFormat : public LabelFormat {
 public:
  const FormatTraits& traits() const override {
    static const FormatTraits kTraits = {.name = "labelme",
                                         .title = "LabelMe JSON",
                                         .extension = "json",
                                         .file_per = FilePer::kImage,
                                         .occlusion = true,
                                         .absence = true};
    return kTraits;
  }
  Guess detect(const std::string&, std::string_view head) const override {
    if (!begins_with(head, '{')) return {};
    if (head.find("\"shapes\"") == std::string_view::npos) return {};
    return {0.97, "an object with shapes"};
  }
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override;
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override;
};

// The pieces of a file and which of them are a face's.
struct Found {
  Keypoints points;
  std::vector<std::size_t> pieces;
};

struct Contents {
  std::vector<JsonPiece> pieces;
  std::vector<Found> faces;  // in the order of their first shapes
  std::map<std::size_t, BadLine> bad;
  bool is_json = true;  // as a whole, also between the pieces
  std::string image_name;
};

std::string text_of(const nlohmann::json& value) {
  return value.is_string() ? value.get<std::string>() : value.dump();
}

// A group's next face where a label comes again.
Found& face_of(Contents& contents, std::map<std::string, std::vector<std::size_t>>& groups,
               const std::string& group, std::size_t point, std::size_t scheme_size) {
  std::vector<std::size_t>& faces = groups[group];
  for (const std::size_t face : faces) {
    if (!contents.faces[face].points[point].present()) return contents.faces[face];
  }
  faces.push_back(contents.faces.size());
  contents.faces.push_back({Keypoints(scheme_size, Landmark{{}, Visibility::kAbsent}), {}});
  return contents.faces.back();
}

// Takes one shape in; why it could not be is the result.
std::string take_shape(const nlohmann::json& shape, const Scheme& scheme, std::size_t piece,
                       Contents& contents,
                       std::map<std::string, std::vector<std::size_t>>& groups) {
  if (text_of(member(shape, "shape_type")) != "point") return {};
  const std::string label = text_of(member(shape, "label"));
  const std::optional<int> point = point_called(scheme, label);
  if (!point) return "the label \"" + label + "\" is no point of " + scheme.name;
  const nlohmann::json& points = member(shape, "points");
  const bool is_pair =
      points.is_array() && points.size() == 1 && points[0].is_array() && points[0].size() == 2;
  const auto x = is_pair ? json_number(points[0][0]) : std::nullopt;
  const auto y = is_pair ? json_number(points[0][1]) : std::nullopt;
  if (!x || !y) return "the points of \"" + label + "\" are not [[x, y]]";
  const auto index = static_cast<std::size_t>(*point);
  Found& face =
      face_of(contents, groups, member(shape, "group_id").dump(), index, scheme.point_names.size());
  const bool occluded = member(member(shape, "flags"), "occluded") == true;
  face.points[index] = {{*x, *y}, occluded ? Visibility::kOccluded : Visibility::kVisible};
  face.pieces.push_back(piece);
  return {};
}

// Where imagePath stands in the file, outside of shapes.
std::string image_path(const nlohmann::json& file) {
  const nlohmann::json& name = member(file, "imagePath");
  std::string path = name.is_string() ? name.get<std::string>() : std::string();
  std::replace(path.begin(), path.end(), '\\', '/');  // LabelMe on Windows
  return path;
}

Contents contents_of(std::istream& in, const ReadContext& context) {
  Contents contents;
  std::string whole;
  std::map<std::string, std::vector<std::size_t>> groups;
  JsonPieces pieces(in, {"shapes"});
  while (std::optional<JsonPiece> piece = pieces.next()) {
    whole += piece->text;
    if (whole.size() > kLongestWhole) {
      contents = {};
      contents.bad.emplace(0, BadLine{1, 1, kTooLongForOnePicture});
      return contents;
    }
    const std::size_t index = contents.pieces.size();
    if (piece->is_element) {
      BadLine bad{piece->line, piece->column, {}};
      if (const std::optional<nlohmann::json> shape = parse_piece(*piece, bad)) {
        bad.reason = take_shape(*shape, *context.scheme, index, contents, groups);
      }
      if (!bad.reason.empty()) contents.bad.emplace(index, bad);
    }
    contents.pieces.push_back(*std::move(piece));
  }
  if (const std::optional<BadLine> problem = pieces.problem()) {
    contents.bad.emplace(contents.pieces.size(), *problem);
    contents.faces.clear();
    return contents;
  }
  BadLine bad{1, 1, {}};
  const std::optional<nlohmann::json> file = parse_piece({false, {}, std::move(whole)}, bad);
  contents.is_json = file.has_value();
  if (file) contents.image_name = image_path(*file);
  if (!file && contents.bad.empty()) contents.bad.emplace(contents.pieces.size(), bad);
  return contents;
}

// Whether no face's shapes lie between those of another.
bool lie_apart(const std::vector<Found>& faces) {
  std::size_t after = 0;
  for (const Found& face : faces) {
    if (face.pieces.front() < after) return false;
    after = face.pieces.back() + 1;
  }
  return true;
}

void LabelmeFormat::read(std::istream& in, const ReadContext& context, LabelSink& sink) const {
  const Contents contents = contents_of(in, context);
  const std::string& name = contents.image_name;
  const bool apart = contents.is_json && lie_apart(contents.faces);
  std::size_t face = 0;
  std::size_t at = 0;
  const auto pass_on = [&](std::size_t end) {
    for (; at < end; ++at) {
      const auto bad = contents.bad.find(at);
      const std::string_view text =
          at < contents.pieces.size() ? std::string_view(contents.pieces[at].text) : "";
      if (bad != contents.bad.end()) {
        sink.bad(bad->second, text);
      } else {
        sink.text(text);
      }
    }
  };
  for (; apart && face < contents.faces.size(); ++face) {
    const Found& found = contents.faces[face];
    pass_on(found.pieces.front());
    ReadFace read{name, found.points, contents.pieces[at].line, {}};
    for (; at <= found.pieces.back(); ++at) {
      const auto bad = contents.bad.find(at);
      if (bad != contents.bad.end()) sink.bad(bad->second, {});
      read.raw += contents.pieces[at].text;
    }
    sink.face(std::move(read));
  }
  pass_on(contents.pieces.size() + (contents.bad.contains(contents.pieces.size()) ? 1 : 0));
  for (; face < contents.faces.size(); ++face) {
    const Found& found = contents.faces[face];
    sink.face({name, found.points, contents.pieces[found.pieces.front()].line, {}});
  }
}

void LabelmeFormat::write(const WriteFaces& faces, const Scheme& scheme,
                          const TextSink& out) const {
  std::string shapes;
  for (std::size_t face = 0; face < faces.size(); ++face) {
    const Keypoints points = faces.at(face).points;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const Landmark& point = points[i];
      if (!point.present()) continue;
      const bool occluded = point.visibility == Visibility::kOccluded;
      shapes += (shapes.empty() ? "" : ",\n") + std::string("    {\"label\": ") +
                json_text(scheme.point_names[i]) + ", \"points\": [[" +
                plain_number(point.position.x) + ", " + plain_number(point.position.y) +
                "]], \"group_id\": " + std::to_string(face + 1) +
                ", \"shape_type\": \"point\", \"flags\": {\"occluded\": " +
                (occluded ? "true" : "false") + "}, \"description\": \"\"}";
    }
  }
  const WriteFace first = faces.at(0);
  const std::string file = std::filesystem::path(first.image_name).filename().string();
  out("{\n  \"version\": \"5.0.0\",\n  \"flags\": {},\n  \"shapes\": [\n" + shapes +
      "\n  ],\n  \"imagePath\": " + json_text(file) +
      ",\n  \"imageData\": null,\n  \"imageHeight\": " + std::to_string(first.size.height) +
      ",\n  \"imageWidth\": " + std::to_string(first.size.width) + "\n}\n");
}

// The places of one shape's values in a chunk.
struct ShapePlaces {
  std::string label;
  bool is_point = false;
  std::optional<JsonPlace> x;
  std::optional<JsonPlace> y;
  std::optional<JsonPlace> occluded;
};

std::vector<ShapePlaces> shapes_in(const std::string& list) {
  std::map<std::size_t, ShapePlaces> shapes;
  for (const JsonPlace& scalar : json_scalars(list)) {
    const std::size_t dot = scalar.path.find('.');
    ShapePlaces& shape = shapes[std::stoul(scalar.path.substr(0, dot))];
    const std::string rest = scalar.path.substr(std::min(dot, scalar.path.size() - 1) + 1);
    const std::string text = list.substr(scalar.begin, scalar.end - scalar.begin);
    if (rest == "label") shape.label = text_of(nlohmann::json::parse(text));
    if (rest == "shape_type") shape.is_point = text == "\"point\"";
    if (rest == "points.0.0") shape.x = scalar;
    if (rest == "points.0.1") shape.y = scalar;
    if (rest == "flags.occluded") shape.occluded = scalar;
  }
  std::vector<ShapePlaces> result;
  result.reserve(shapes.size());
  for (auto& [index, shape] : shapes) result.push_back(std::move(shape));
  return result;
}

std::optional<std::string> LabelmeFormat::with_points(const ChunkEdit& edit) const {
  const std::string list = "[" + std::string(edit.raw) + "]";
  std::map<std::size_t, std::pair<JsonPlace, std::string>> changes;  // by place
  std::set<std::size_t> seen;
  for (const ShapePlaces& shape : shapes_in(list)) {
    const std::optional<int> point = point_called(edit.scheme, shape.label);
    if (!point || !shape.is_point || !shape.x || !shape.y) continue;
    const auto index = static_cast<std::size_t>(*point);
    const Landmark& wanted = edit.after.points[index];
    const Landmark& before = edit.before[index];
    if (!wanted.present() || !before.present() || !seen.insert(index).second) return std::nullopt;
    const auto put = [&](const JsonPlace& scalar, const std::string& text) {
      changes.emplace(scalar.begin, std::pair(scalar, text));
    };
    if (wanted.position.x != before.position.x) put(*shape.x, plain_number(wanted.position.x));
    if (wanted.position.y != before.position.y) put(*shape.y, plain_number(wanted.position.y));
    if (wanted.visibility == before.visibility) continue;
    if (!shape.occluded) return std::nullopt;
    put(*shape.occluded, wanted.visibility == Visibility::kOccluded ? "true" : "false");
  }
  const auto present = std::count_if(edit.after.points.begin(), edit.after.points.end(),
                                     [](const Landmark& point) { return point.present(); });
  if (std::ssize(seen) != present) return std::nullopt;
  TextEdits edits(list);
  for (const auto& [place, change] : changes) {
    edits.replace(change.first.begin, change.first.end, change.second);
  }
  const std::string done = edits.finish();
  return done.substr(1, done.size() - 2);
}

}  // namespace

const LabelFormat& labelme_format() {
  static const LabelmeFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
