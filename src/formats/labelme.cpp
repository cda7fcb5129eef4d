// LabelMe: a JSON file an image, a shape a point with `label` (the point's name or number),
// `group_id` (the face) and `flags` ("occluded": true). Shapes that are no points and keys that are
// not known stay as they are. The picture's path is relative to the file, on Windows with
// backslashes.
#include <algorithm>
#include <istream>
#include <map>
#include <set>

#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/json_text.h"
#include "formats/listed_points.h"
#include "formats/point_names.h"
#include "formats/text_spans.h"
#include "formats/written_names.h"

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
    if (head.find("\"shapes\"") != std::string_view::npos) return {0.97, "an object with shapes"};
    // With sorted keys shapes follow the picture, which is longer than what is seen here.
    if (head.find("\"imageData\"") != std::string_view::npos) {
      return {0.9, "an object with imageData"};
    }
    return {};
  }
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override;
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override;
  std::string picture_of(const std::string& image_name) const override {
    return with_slashes(image_name);
  }
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

// A shape that is a point.
struct Shape {
  std::size_t piece = 0;
  std::string label;
  std::string group;
  Landmark landmark;
};

// Takes one shape in; why it could not be is the result.
std::string take_shape(const nlohmann::json& shape, std::size_t piece, std::vector<Shape>& shapes) {
  if (text_of(member(shape, "shape_type")) != "point") return {};
  const std::string label = text_of(member(shape, "label"));
  const nlohmann::json& points = member(shape, "points");
  const bool is_pair =
      points.is_array() && points.size() == 1 && points[0].is_array() && points[0].size() == 2;
  const auto x = is_pair ? json_number(points[0][0]) : std::nullopt;
  const auto y = is_pair ? json_number(points[0][1]) : std::nullopt;
  if (!x || !y) return "the points of \"" + label + "\" are not [[x, y]]";
  const bool occluded = member(member(shape, "flags"), "occluded") == true;
  shapes.push_back({piece,
                    label,
                    member(shape, "group_id").dump(),
                    {{*x, *y}, occluded ? Visibility::kOccluded : Visibility::kVisible}});
  return {};
}

void make_faces(const std::vector<Shape>& shapes, const Scheme& scheme, Contents& contents) {
  PointLabels labels(scheme);
  for (const Shape& shape : shapes) labels.see(shape.label);
  const auto bad = [&](const Shape& shape, const std::string& reason) {
    const JsonPiece& piece = contents.pieces[shape.piece];
    contents.bad.emplace(shape.piece, BadLine{piece.line, piece.column, reason});
  };
  std::set<std::string> refused;  // groups
  for (const Shape& shape : shapes) {
    if (labels.point(shape.label)) continue;
    const bool is_said = labels.is_number(shape.label) && !refused.insert(shape.group).second;
    if (!is_said) bad(shape, labels.refusal(shape.label));
  }
  std::vector<ListedPoint> listed;
  std::vector<const Shape*> shape_of;
  for (const Shape& shape : shapes) {
    const std::optional<std::size_t> point = labels.point(shape.label);
    if (!point || refused.contains(shape.group)) continue;
    listed.push_back({shape.group, *point});
    shape_of.push_back(&shape);
  }
  const std::vector<std::optional<std::size_t>> face_of = faces_of(listed);
  for (std::size_t i = 0; i < listed.size(); ++i) {
    if (!face_of[i]) {
      if (refused.insert(listed[i].group).second) {
        bad(*shape_of[i], std::string(kNotToldWhose) + "; give each face a group_id in LabelMe");
      }
      continue;
    }
    if (*face_of[i] == contents.faces.size()) {
      contents.faces.push_back(
          {Keypoints(scheme.point_names.size(), Landmark{{}, Visibility::kAbsent}), {}});
    }
    Found& face = contents.faces[*face_of[i]];
    face.points[listed[i].point] = shape_of[i]->landmark;
    face.pieces.push_back(shape_of[i]->piece);
  }
}

// Where imagePath stands in the file, outside of shapes.
std::string image_path(const nlohmann::json& file) {
  const nlohmann::json& name = member(file, "imagePath");
  return name.is_string() ? name.get<std::string>() : std::string();
}

Contents contents_of(std::istream& in, const ReadContext& context) {
  Contents contents;
  std::string whole;
  std::vector<Shape> shapes;
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
        bad.reason = take_shape(*shape, index, shapes);
      }
      if (!bad.reason.empty()) contents.bad.emplace(index, bad);
    }
    contents.pieces.push_back(*std::move(piece));
  }
  if (const std::optional<BadLine> problem = pieces.problem()) {
    contents.bad.emplace(contents.pieces.size(), *problem);
    return contents;
  }
  make_faces(shapes, *context.scheme, contents);
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
  check_json_name(first.image_name);
  out("{\n  \"version\": \"5.0.0\",\n  \"flags\": {},\n  \"shapes\": [\n" + shapes +
      "\n  ],\n  \"imagePath\": " + json_text(first.image_name) +
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
  std::optional<JsonPlace> flags;
  JsonPlace shape;
};

std::vector<ShapePlaces> shapes_in(const std::string& list) {
  const JsonPlaces places = json_places(list);
  std::map<std::size_t, ShapePlaces> shapes;
  const auto shape_of = [&](const JsonPlace& place, std::string& rest) -> ShapePlaces& {
    const std::size_t dot = std::min(place.path.find('.'), place.path.size());
    rest = place.path.substr(std::min(dot + 1, place.path.size()));
    return shapes[std::stoul(place.path.substr(0, dot))];
  };
  std::string key;
  for (const JsonPlace& scalar : places.scalars) {
    ShapePlaces& shape = shape_of(scalar, key);
    const std::string text = list.substr(scalar.begin, scalar.end - scalar.begin);
    if (key == "label") shape.label = text_of(nlohmann::json::parse(text));
    if (key == "shape_type") shape.is_point = text == "\"point\"";
    if (key == "points.0.0") shape.x = scalar;
    if (key == "points.0.1") shape.y = scalar;
    if (key == "flags.occluded") shape.occluded = scalar;
    if (key == "flags") shape.flags = scalar;  // null
  }
  for (const JsonPlace& object : places.objects) {
    ShapePlaces& shape = shape_of(object, key);
    if (key.empty()) shape.shape = object;
    if (key == "flags") shape.flags = object;
  }
  std::vector<ShapePlaces> result;
  result.reserve(shapes.size());
  for (auto& [index, shape] : shapes) {
    if (shape.is_point && shape.x && shape.y) result.push_back(std::move(shape));
  }
  return result;
}

using Changes = std::map<std::size_t, std::pair<std::size_t, std::string>>;  // by place

void put(const JsonPlace& place, const std::string& text, Changes& changes) {
  changes.emplace(place.begin, std::pair(place.end, text));
}

// Where LabelMe has no such flag yet, it gets one.
void change_occluded(const ShapePlaces& shape, bool yes, const std::string& list,
                     Changes& changes) {
  const std::string word = yes ? "true" : "false";
  if (shape.occluded) return put(*shape.occluded, word, changes);
  const std::string flag = "\"occluded\": " + word;
  if (!shape.flags) {
    const std::size_t inside = shape.shape.begin + 1;
    changes.emplace(inside, std::pair(inside, "\"flags\": {" + flag + "}, "));
  } else if (list[shape.flags->begin] == '{') {
    const std::size_t inside = shape.flags->begin + 1;
    const bool is_empty = list.find_first_not_of(" \t\r\n", inside) == shape.flags->end - 1;
    changes.emplace(inside, std::pair(inside, flag + (is_empty ? "" : ", ")));
  } else {
    put(*shape.flags, "{" + flag + "}", changes);
  }
}

std::optional<std::string> LabelmeFormat::with_points(const ChunkEdit& edit) const {
  const std::string list = "[" + std::string(edit.raw) + "]";
  const std::vector<ShapePlaces> shapes = shapes_in(list);
  std::vector<std::string> names;
  names.reserve(shapes.size());
  for (const ShapePlaces& shape : shapes) names.push_back(shape.label);
  const PointLabels labels(edit.scheme, names, edit.before);
  Changes changes;
  std::set<std::size_t> seen;
  for (const ShapePlaces& shape : shapes) {
    const std::optional<std::size_t> point = labels.point(shape.label);
    if (!point) continue;
    const Landmark& wanted = edit.after.points[*point];
    const Landmark& before = edit.before[*point];
    if (!wanted.present() || !before.present() || !seen.insert(*point).second) return std::nullopt;
    if (wanted.position.x != before.position.x) {
      put(*shape.x, plain_number(wanted.position.x), changes);
    }
    if (wanted.position.y != before.position.y) {
      put(*shape.y, plain_number(wanted.position.y), changes);
    }
    if (wanted.visibility != before.visibility) {
      change_occluded(shape, wanted.visibility == Visibility::kOccluded, list, changes);
    }
  }
  if (std::ssize(seen) != points_there(edit.after.points)) return std::nullopt;
  TextEdits edits(list);
  for (const auto& [begin, change] : changes) edits.replace(begin, change.first, change.second);
  const std::string done = edits.finish();
  return done.substr(1, done.size() - 2);
}

}  // namespace

const LabelFormat& labelme_format() {
  static const LabelmeFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
