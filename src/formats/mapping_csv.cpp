#include "formats/mapping_csv.h"

#include <algorithm>
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "formats/csv_cells.h"
#include "formats/csv_dialect.h"
#include "formats/csv_layout.h"
#include "formats/json_text.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

// Where a column is: by its name (with {} or {name}), or by its place.
struct Place {
  std::string pattern;
  std::optional<std::size_t> first;
  std::size_t step = 0;
};

struct Mapping {
  Place image;
  Place x;
  Place y;
  std::optional<Place> occluded;
  int first_number = 0;
  bool header = true;
  CsvLayout layout;  // without columns
};

[[noreturn]] void wrong(const std::string& what, const std::string& context) {
  throw Error(ErrorCode::kInvalidInput, "the mapping's " + what, context);
}

std::size_t place_number(const nlohmann::json& value, const char* key, const std::string& context) {
  if (value.is_number_unsigned() && value.get<std::uint64_t>() < 100000) {
    return value.get<std::size_t>();
  }
  wrong(std::string("\"") + key + "\" must count columns from 0", context);
}

Place place_of(const nlohmann::json& value, const char* key, const std::string& context) {
  if (value.is_string()) return {value.get<std::string>(), std::nullopt, 0};
  if (value.is_object()) {
    return {{},
            place_number(member(value, "first"), key, context),
            place_number(member(value, "step"), key, context)};
  }
  return {{}, place_number(value, key, context), 0};
}

char one_character(const nlohmann::json& object, const char* key, char otherwise,
                   const std::string& context) {
  const nlohmann::json& value = member(object, key);
  if (value.is_null()) return otherwise;
  if (!value.is_string() || value.get_ref<const std::string&>().size() != 1) {
    wrong(std::string("\"") + key + "\" must be one character", context);
  }
  return value.get_ref<const std::string&>()[0];
}

CoordinateUnit unit_of(const nlohmann::json& value, const std::string& context) {
  if (value.is_null() || value == "pixel") return CoordinateUnit::kPixel;
  if (value == "percent") return CoordinateUnit::kPercent;
  if (value == "unit") return CoordinateUnit::kUnitSquare;
  wrong("\"unit\" must be \"pixel\", \"percent\" or \"unit\"", context);
}

void refuse_unknown_keys(const nlohmann::json& json, const std::string& context) {
  static const std::vector<std::string> kKnown = {"image",   "x",      "y",      "occluded",
                                                  "first",   "origin", "unit",   "delimiter",
                                                  "decimal", "header", "missing"};
  for (const auto& [key, value] : json.items()) {
    if (std::find(kKnown.begin(), kKnown.end(), key) == kKnown.end()) {
      wrong("key \"" + key + "\" is not known", context);
    }
  }
}

Mapping parse_mapping(std::string_view text, const std::string& context) {
  const nlohmann::json json = nlohmann::json::parse(text, nullptr, false);
  if (!json.is_object()) wrong("text is no JSON object", context);
  refuse_unknown_keys(json, context);
  Mapping mapping;
  for (const char* key : {"image", "x", "y"}) {
    if (!json.contains(key)) wrong(std::string("\"") + key + "\" is missing", context);
  }
  mapping.image = place_of(json["image"], "image", context);
  mapping.x = place_of(json["x"], "x", context);
  mapping.y = place_of(json["y"], "y", context);
  if (json.contains("occluded")) mapping.occluded = place_of(json["occluded"], "occluded", context);
  const nlohmann::json& first = member(json, "first");
  if (first.is_number_integer()) mapping.first_number = first.get<int>();
  mapping.header = member(json, "header") != false;
  mapping.layout.origin = json_number(member(json, "origin")).value_or(0);
  mapping.layout.unit = unit_of(member(json, "unit"), context);
  mapping.layout.delimiter = one_character(json, "delimiter", ',', context);
  mapping.layout.decimal_comma = one_character(json, "decimal", '.', context) == ',';
  const nlohmann::json& missing = member(json, "missing");
  if (missing.is_array()) {
    for (const nlohmann::json& word : missing) {
      mapping.layout.missing.push_back(word.is_string() ? word.get<std::string>() : word.dump());
    }
  }
  return mapping;
}

std::string column_name(const Place& place, const Mapping& mapping, const Scheme& scheme,
                        int point) {
  std::string name = place.pattern;
  const auto put = [&](std::string_view hole, const std::string& with) {
    const std::size_t at = name.find(hole);
    if (at != std::string::npos) name.replace(at, hole.size(), with);
  };
  put("{name}", scheme.point_names[static_cast<std::size_t>(point)]);
  put("{}", std::to_string(point + mapping.first_number));
  return name;
}

class Columns {
 public:
  Columns(const Mapping& mapping, const Scheme& scheme, std::string context)
      : mapping_(mapping), scheme_(scheme), context_(std::move(context)) {}

  CsvLayout layout(std::string_view text) const;  // that begins with its first line
  std::vector<std::string> header() const;        // that write() gives

 private:
  std::size_t find(const Place& place, int point, const std::vector<CsvCell>& names,
                   char separator) const;

  const Mapping& mapping_;
  const Scheme& scheme_;
  std::string context_;
};

std::size_t Columns::find(const Place& place, int point, const std::vector<CsvCell>& names,
                          char separator) const {
  if (place.first) return *place.first + place.step * static_cast<std::size_t>(point);
  const std::string wanted = column_name(place, mapping_, scheme_, point);
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (trimmed(names[i].text) == wanted) return i;
  }
  std::string message = "there is no column \"" + wanted + "\", which the mapping names";
  if (separator != mapping_.layout.delimiter) {
    message +=
        std::string("; the first line looks as if its mapping should say \"delimiter\": \"") +
        (separator == '\t' ? "\\t" : std::string(1, separator)) + "\"";
  }
  throw Error(ErrorCode::kInvalidInput, message, context_ + ":1");
}

CsvLayout Columns::layout(std::string_view text) const {
  CsvLayout layout = mapping_.layout;
  const CsvLine line = split_csv(header_line(text), layout.delimiter);
  const std::vector<CsvCell> names = mapping_.header ? line.cells : std::vector<CsvCell>();
  layout.columns = line.cells.size();
  const char separator = dialect_of(header_line(text)).separator;
  const auto find = [&](const Place& place, int point) {
    return this->find(place, point, names, separator);
  };
  layout.image = find(mapping_.image, 0);
  for (int i = 0; i < scheme_.size(); ++i) {
    CsvLayout::Columns columns{find(mapping_.x, i), find(mapping_.y, i), {}};
    if (mapping_.occluded) columns.occluded = find(*mapping_.occluded, i);
    layout.points.push_back(columns);
  }
  return layout;
}

// Columns by place keep it; those by name follow in the order image, x0, y0, ...
std::vector<std::string> Columns::header() const {
  std::map<std::size_t, std::string> placed;
  std::vector<std::string> named;
  const auto add = [&](const Place& place, int point, const std::string& otherwise) {
    if (place.first) {
      placed[*place.first + place.step * static_cast<std::size_t>(point)] = otherwise;
    } else {
      named.push_back(column_name(place, mapping_, scheme_, point));
    }
  };
  add(mapping_.image, 0, "image");
  for (int i = 0; i < scheme_.size(); ++i) {
    const std::string number = std::to_string(i + mapping_.first_number);
    add(mapping_.x, i, "x" + number);
    add(mapping_.y, i, "y" + number);
    if (mapping_.occluded) add(*mapping_.occluded, i, "occluded" + number);
  }
  const std::size_t columns = placed.empty() ? 0 : placed.rbegin()->first + 1;
  std::vector<std::string> header;
  std::size_t next = 0;
  for (std::size_t i = 0; i < columns || next < named.size(); ++i) {
    const auto fixed = placed.find(i);
    if (fixed != placed.end()) {
      header.push_back(fixed->second);
    } else {
      header.push_back(next < named.size() ? named[next++] : std::string());
    }
  }
  return header;
}

class MappingCsvFormat : public LabelFormat {
 public:
  explicit MappingCsvFormat(Mapping mapping) : mapping_(std::move(mapping)) {
    traits_ = {.name = kMappingCsv,
               .title = "a CSV of your own layout (--mapping)",
               .extension = "csv",
               .occlusion = mapping_.occluded.has_value(),
               .absence = !mapping_.layout.missing.empty(),
               .rows_stand_alone = true};
    const bool pixels = mapping_.layout.unit == CoordinateUnit::kPixel;
    traits_.needs_size = !pixels;
    if (!pixels || mapping_.layout.origin != 0) traits_.tolerance = 1e-6;
  }
  const FormatTraits& traits() const override { return traits_; }
  Guess detect(const std::string& path, std::string_view) const override {
    if (path.ends_with(".csv") || path.ends_with(".txt") || path.ends_with(".tsv")) {
      return {0.5, "its layout was given"};
    }
    return {};
  }
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override {
    const Columns columns(mapping_, *context.scheme, context.path);
    const LayoutOf layout_of = [&](std::string_view first) { return columns.layout(first); };
    read_csv_rows(in, context, mapping_.header, layout_of, sink);
  }
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override {
    const Columns columns(mapping_, edit.scheme, "header");
    return csv_row_with_points(columns.layout(mapping_.header ? edit.header : edit.raw), edit);
  }

 private:
  Mapping mapping_;
  FormatTraits traits_;
};

void MappingCsvFormat::write(const WriteFaces& faces, const Scheme& scheme,
                             const TextSink& out) const {
  const Columns columns(mapping_, scheme, "mapping");
  const char delimiter = mapping_.layout.delimiter;
  const auto line_of = [&](const std::vector<std::string>& cells) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
      if (i != 0) line += delimiter;
      line += quoted_if_needed(cells[i], delimiter);
    }
    return line + "\n";
  };
  const std::string header = line_of(columns.header());
  const CsvLayout layout = columns.layout(header);
  if (mapping_.header) out(header);
  faces.each([&](const WriteFace& face) {
    std::vector<std::string> cells(layout.columns);
    cells[layout.image] = face.image_name;
    for (std::size_t i = 0; i < face.points.size(); ++i) {
      const Landmark& point = face.points[i];
      const CsvLayout::Columns& at = layout.points[i];
      if (point.present()) {
        cells[at.x] = csv_coordinate(layout, point.position.x, face.size.width);
        cells[at.y] = csv_coordinate(layout, point.position.y, face.size.height);
      } else {
        cells[at.x] = cells[at.y] = layout.missing.front();
      }
      if (at.occluded) cells[*at.occluded] = point.visibility == Visibility::kOccluded ? "1" : "0";
    }
    out(line_of(cells));
  });
}

}  // namespace

std::unique_ptr<LabelFormat> make_mapping_csv(std::string_view json, const std::string& context) {
  return std::make_unique<MappingCsvFormat>(parse_mapping(json, context));
}

}  // namespace facepoint
