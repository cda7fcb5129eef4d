// COCO keypoints: annotations with `keypoints` as flat x, y, v (0 not labelled, 1 labelled but not
// visible, 2 visible), which name their image by id; a category's `skeleton` counts from 1. Read in
// two passes, first images and categories, then annotations one by one, whatever their order.
#include <map>
#include <numeric>

#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/json_text.h"
#include "formats/names_by_id.h"
#include "formats/plain_json.h"
#include "formats/point_names.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

class CocoFormat : public LabelFormat {
 public:
  const FormatTraits& traits() const override {
    static const FormatTraits kTraits = {.name = "coco",
                                         .title = "COCO keypoints JSON",
                                         .extension = "json",
                                         .occlusion = true,
                                         .absence = true,
                                         .passes = 2};
    return kTraits;
  }
  Guess detect(const std::string& path, std::string_view head) const override;
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override;
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override;
};

Guess CocoFormat::detect(const std::string&, std::string_view head) const {
  if (!begins_with(head, '{')) return {};
  const auto has = [&](std::string_view word) { return head.find(word) != std::string_view::npos; };
  if (has("\"shapes\"") || has("\"imagePath\"")) return {};
  if (has("\"keypoints\"") && (has("\"annotations\"") || has("\"categories\""))) {
    return {0.98, "an object with annotations and keypoints"};
  }
  if (has("\"images\"") && has("\"file_name\"")) return {0.8, "an object with images by file_name"};
  if (has("\"annotations\"") || has("\"categories\"")) return {0.5, "an object with annotations"};
  return {};
}

struct CocoTables {
  NamesById image_names;
  std::map<std::string, std::vector<int>, std::less<>>
      point_orders;  // by category; empty: the scheme's
};

std::string id_text(const nlohmann::json& id) { return id.is_null() ? std::string() : id.dump(); }

// Where a category's points go in the scheme, if it names them otherwise than in the scheme's
// order.
std::vector<int> order_of(const nlohmann::json& names, const Scheme& scheme) {
  if (!names.is_array() || std::ssize(names) != scheme.size()) return {};
  std::vector<int> order;
  std::vector<bool> taken(names.size(), false);
  for (const nlohmann::json& name : names) {
    if (!name.is_string()) return {};
    const std::optional<int> point = point_called(scheme, name.get_ref<const std::string&>());
    if (!point || taken[static_cast<std::size_t>(*point)]) return {};
    taken[static_cast<std::size_t>(*point)] = true;
    order.push_back(*point);
  }
  std::vector<int> same(order.size());
  std::iota(same.begin(), same.end(), 0);
  return order == same ? std::vector<int>() : order;
}

bool add_plain_image(std::string_view text, CocoTables& tables) {
  PlainJson json(text);
  std::optional<std::string_view> id;
  std::optional<std::string_view> name;
  const bool is_plain = json.object([&](std::string_view member) {
    if (member == "id") return !id && (id = json.whole_number()).has_value();
    if (member == "file_name") return !name && (name = json.text()).has_value();
    return json.skip_value();
  });
  if (!is_plain || !id || !name || !json.at_end()) return false;
  tables.image_names.add(*id, *name);
  return true;
}

void add_image(const nlohmann::json& object, CocoTables& tables) {
  const nlohmann::json& name = member(object, "file_name");
  if (!name.is_string()) return;
  tables.image_names.add(id_text(member(object, "id")), name.get_ref<const std::string&>());
}

CocoTables read_tables(std::istream& in, const Scheme& scheme) {
  CocoTables tables;
  JsonPieces pieces(in, {"images", "categories"});
  while (const std::optional<JsonPiece> piece = pieces.next()) {
    BadLine ignored;  // said when the annotations are read, or harmless
    if (!piece->is_element) continue;
    const bool is_image = piece->array == "images";
    if (is_image && add_plain_image(piece->text, tables)) continue;
    const std::optional<nlohmann::json> object = parse_piece(*piece, ignored);
    if (!object) continue;
    if (is_image) {
      add_image(*object, tables);
    } else {
      tables.point_orders.emplace(id_text(member(*object, "id")),
                                  order_of(member(*object, "keypoints"), scheme));
    }
  }
  tables.image_names.sort();
  return tables;
}

// The points of an annotation; the reason why not is left in `reason`.
std::optional<Keypoints> points_of(const nlohmann::json& numbers, const Scheme& scheme,
                                   std::string& reason) {
  if (std::ssize(numbers) != scheme.size() * 3) {
    reason = count_of(std::ssize(numbers), "number") + " in keypoints, but 3 for each of the " +
             std::to_string(scheme.size()) + " points of " + scheme.name +
             " are needed; name another scheme with --scheme";
    return std::nullopt;
  }
  Keypoints points;
  for (std::size_t i = 0; i < numbers.size(); i += 3) {
    const std::optional<double> x = json_number(numbers[i]);
    const std::optional<double> y = json_number(numbers[i + 1]);
    const std::optional<double> v = json_number(numbers[i + 2]);
    if (!v || (*v != 0 && *v != 1 && *v != 2) || (*v != 0 && (!x || !y))) {
      reason = "point " + std::to_string(i / 3) + " is not x, y and 0, 1 or 2";
      return std::nullopt;
    }
    if (*v == 0) {
      points.push_back({{}, Visibility::kAbsent});
    } else {
      points.push_back({{*x, *y}, *v == 1 ? Visibility::kOccluded : Visibility::kVisible});
    }
  }
  return points;
}

struct Annotation {
  std::string_view image;     // ids
  std::string_view category;  // empty: none
  Keypoints points;
};

// The x, y, v of all points, of which one is there at least.
bool take_plain_points(PlainJson& json, const Scheme& scheme, Keypoints& points) {
  if (!json.take('[')) return false;
  points.reserve(scheme.point_names.size());
  for (int i = 0; i < scheme.size(); ++i) {
    if (i > 0 && !json.take(',')) return false;
    const std::optional<double> x = json.number();
    if (!x || !json.take(',')) return false;
    const std::optional<double> y = json.number();
    if (!y || !json.take(',')) return false;
    const std::optional<double> v = json.number();
    if (!v || (*v != 0 && *v != 1 && *v != 2)) return false;
    if (*v == 0) {
      points.push_back({{}, Visibility::kAbsent});
    } else {
      points.push_back({{*x, *y}, *v == 1 ? Visibility::kOccluded : Visibility::kVisible});
    }
  }
  return json.take(']') && points_there(points) > 0;
}

// None: it is not written plainly, or not right.
std::optional<Annotation> plain_annotation(std::string_view text, const Scheme& scheme) {
  PlainJson json(text);
  Annotation found;
  const bool is_plain = json.object([&](std::string_view member) {
    if (member == "keypoints") {
      return found.points.empty() && take_plain_points(json, scheme, found.points);
    }
    if (member != "image_id" && member != "category_id") return json.skip_value();
    std::string_view& id = member == "image_id" ? found.image : found.category;
    const std::optional<std::string_view> number = json.whole_number();
    if (!number || !id.empty()) return false;
    id = *number;
    return true;
  });
  if (!is_plain || found.points.empty() || found.image.empty() || !json.at_end()) {
    return std::nullopt;
  }
  return found;
}

void pass_on(const Annotation& annotation, std::string_view image_name, JsonPiece& piece,
             const CocoTables& tables, LabelSink& sink) {
  const Keypoints& points = annotation.points;
  ReadFace face{std::string(image_name), points, piece.line, {}};
  const auto order = tables.point_orders.find(annotation.category);
  if (order != tables.point_orders.end() && !order->second.empty()) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      face.points[static_cast<std::size_t>(order->second[i])] = points[i];
    }
    sink.text(piece.text);  // the chunk alone would not tell the order
  } else {
    face.raw = std::move(piece.text);
  }
  sink.face(std::move(face));
}

void read_annotation(JsonPiece& piece, const CocoTables& tables, const Scheme& scheme,
                     LabelSink& sink) {
  if (const std::optional<Annotation> plain = plain_annotation(piece.text, scheme)) {
    const std::optional<std::string_view> name = tables.image_names.find(plain->image);
    if (name) return pass_on(*plain, *name, piece, tables, sink);
  }
  BadLine bad{piece.line, piece.column, {}};
  const std::optional<nlohmann::json> object = parse_piece(piece, bad);
  if (!object) return sink.bad(bad, piece.text);
  const nlohmann::json& numbers = member(*object, "keypoints");
  if (!numbers.is_array() || numbers.empty()) return sink.text(piece.text);
  std::optional<Keypoints> points = points_of(numbers, scheme, bad.reason);
  if (!points) return sink.bad(bad, piece.text);
  if (points_there(*points) == 0) return sink.text(piece.text);  // a box alone
  const std::string image = id_text(member(*object, "image_id"));
  const std::optional<std::string_view> name = tables.image_names.find(image);
  if (!name) {
    bad.reason = "its image_id " + member(*object, "image_id").dump() + " is none of the images";
    return sink.bad(bad, piece.text);
  }
  const std::string category = id_text(member(*object, "category_id"));
  pass_on({image, category, *std::move(points)}, *name, piece, tables, sink);
}

void CocoFormat::read(std::istream& in, const ReadContext& context, LabelSink& sink) const {
  const CocoTables tables = read_tables(in, *context.scheme);
  in.clear();
  in.seekg(0);
  JsonPieces pieces(in, {"annotations"});
  while (std::optional<JsonPiece> piece = pieces.next()) {
    if (piece->is_element) {
      read_annotation(*piece, tables, *context.scheme, sink);
    } else {
      sink.text(piece->text);
    }
  }
  if (const std::optional<BadLine> problem = pieces.problem()) sink.bad(*problem, {});
}

std::string category_text(const Scheme& scheme) {
  std::string text = "{\"id\":1,\"name\":\"face\",\"supercategory\":\"person\",\"keypoints\":[";
  for (std::size_t i = 0; i < scheme.point_names.size(); ++i) {
    text += (i == 0 ? "" : ",") + json_text(scheme.point_names[i]);
  }
  text += "],\"skeleton\":[";
  for (std::size_t i = 0; i < scheme.edges.size(); ++i) {
    const auto [a, b] = scheme.edges[i];
    text += (i == 0 ? "[" : ",[") + std::to_string(a + 1) + "," + std::to_string(b + 1) + "]";
  }
  return text + "]}";
}

std::string annotation_text(const WriteFace& face, std::size_t id, std::size_t image) {
  std::string text = "{\"id\":" + std::to_string(id) + ",\"image_id\":" + std::to_string(image) +
                     ",\"category_id\":1,\"iscrowd\":0,\"keypoints\":[";
  for (std::size_t i = 0; i < face.points.size(); ++i) {
    const Landmark& point = face.points[i];
    if (i != 0) text += ',';
    if (!point.present()) {
      text += "0,0,0";
      continue;
    }
    text += plain_number(point.position.x) + "," + plain_number(point.position.y) +
            (point.visibility == Visibility::kOccluded ? ",1" : ",2");
  }
  const Rect box = bounding_box(face.points);
  text += "],\"num_keypoints\":" + std::to_string(points_there(face.points)) + ",\"bbox\":[";
  text += plain_number(without_noise(box.x)) + "," + plain_number(without_noise(box.y)) + "," +
          plain_number(without_noise(box.width)) + "," + plain_number(without_noise(box.height));
  return text + "],\"area\":" + plain_number(without_noise(box.area())) + "}";
}

void CocoFormat::write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const {
  out("{\"info\":{\"description\":" + json_text(scheme.title) + "},\n\"images\":[\n");
  std::size_t images = 0;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    if (faces.image_of(i) != images) continue;
    const WriteFace face = faces.at(i);
    out((images == 0 ? "{\"id\":" : ",\n{\"id\":") + std::to_string(images + 1) +
        ",\"file_name\":" + json_text(face.image_name) + ",\"width\":" +
        std::to_string(face.size.width) + ",\"height\":" + std::to_string(face.size.height) + "}");
    ++images;
  }
  out("\n],\n\"annotations\":[\n");
  for (std::size_t i = 0; i < faces.size(); ++i) {
    out((i == 0 ? "" : ",\n") + annotation_text(faces.at(i), i + 1, faces.image_of(i) + 1));
  }
  out("\n],\n\"categories\":[\n" + category_text(scheme) + "\n]}\n");
}

std::optional<std::string> CocoFormat::with_points(const ChunkEdit& edit) const {
  std::vector<JsonPlace> numbers;
  std::optional<JsonPlace> count;
  for (JsonPlace& scalar : json_scalars(edit.raw)) {
    if (scalar.path == "num_keypoints") count = scalar;
    if (scalar.path.starts_with("keypoints.")) numbers.push_back(std::move(scalar));
  }
  if (numbers.size() != edit.after.points.size() * 3) return std::nullopt;
  std::map<std::size_t, std::pair<std::size_t, std::string>> changes;  // by place
  const auto put = [&](std::size_t index, const std::string& text) {
    changes.emplace(numbers[index].begin, std::pair(numbers[index].end, text));
  };
  const auto labelled = points_there(edit.after.points);
  if (count && labelled != points_there(edit.before)) {
    changes.emplace(count->begin, std::pair(count->end, std::to_string(labelled)));
  }
  for (std::size_t i = 0; i < edit.after.points.size(); ++i) {
    const Landmark& wanted = edit.after.points[i];
    const Landmark& before = edit.before[i];
    const bool all = wanted.present() != before.present();
    const Point at = wanted.present() ? wanted.position : Point{};
    if (all || (wanted.present() && at.x != before.position.x)) put(i * 3, plain_number(at.x));
    if (all || (wanted.present() && at.y != before.position.y)) put(i * 3 + 1, plain_number(at.y));
    if (wanted.visibility == before.visibility) continue;
    const bool occluded = wanted.visibility == Visibility::kOccluded;
    put(i * 3 + 2, !wanted.present() ? "0" : occluded ? "1" : "2");
  }
  TextEdits edits(edit.raw);
  for (const auto& [begin, change] : changes) edits.replace(begin, change.first, change.second);
  return edits.finish();
}

}  // namespace

const LabelFormat& coco_format() {
  static const CocoFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
