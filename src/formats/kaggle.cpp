#include "formats/kaggle.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

#include "base/error.h"
#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/csv_cells.h"
#include "formats/point_names.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

constexpr std::size_t kPixels = static_cast<std::size_t>(kKaggleSide) * kKaggleSide;

// Which column is what, by the header.
struct Table {
  bool is_test = false;
  std::size_t image = 0;
  std::size_t columns = 0;
  struct Coordinate {
    std::size_t column = 0;
    std::string point;
    bool is_y = false;
  };
  std::vector<Coordinate> coordinates;
};

std::optional<Table> table_of(std::string_view header) {
  if (header.starts_with(kByteOrderMark)) header.remove_prefix(kByteOrderMark.size());
  const CsvLine line = split_csv(without_line_end(header));
  if (!line.problem.empty() || line.cells.size() < 2) return std::nullopt;
  Table table;
  table.columns = line.cells.size();
  table.image = table.columns - 1;
  if (trimmed(line.cells.back().text) != "Image") return std::nullopt;
  table.is_test = table.columns == 2 && trimmed(line.cells[0].text) == "ImageId";
  if (table.is_test) return table;
  for (std::size_t i = 0; i < table.image; ++i) {
    const std::string_view name = trimmed(line.cells[i].text);
    if (!name.ends_with("_x") && !name.ends_with("_y")) return std::nullopt;
    table.coordinates.push_back(
        {i, std::string(name.substr(0, name.size() - 2)), name.ends_with("_y")});
  }
  return table;
}

// The number of whole grey values that a cell holds; `grey` may be null.
std::size_t read_grey(std::string_view cell, std::vector<std::uint8_t>* grey) {
  std::size_t count = 0;
  const char* at = cell.data();
  const char* end = at + cell.size();
  while (at < end) {
    if (*at == ' ') {
      ++at;
      continue;
    }
    unsigned value = 0;
    const auto [stop, error] = std::from_chars(at, end, value);
    if (error != std::errc() || value > 255 || (stop < end && *stop != ' ')) return 0;
    if (grey != nullptr) grey->push_back(static_cast<std::uint8_t>(value));
    ++count;
    at = stop;
  }
  return count;
}

// The row of the scheme's points; the column and reason why not are left in `bad`.
std::optional<Keypoints> points_of_row(const CsvLine& line, const Table& table,
                                       const Scheme& scheme, BadLine& bad) {
  std::vector<std::array<std::optional<double>, 2>> values(scheme.point_names.size());
  for (const Table::Coordinate& coordinate : table.coordinates) {
    const CsvCell& cell = line.cells[coordinate.column];
    const std::optional<int> point = point_called(scheme, coordinate.point);
    if (!point || trimmed(cell.text).empty()) continue;
    const std::optional<double> value = finite_number(cell.text);
    if (!value) {
      bad.column = static_cast<std::int64_t>(cell.begin) + 1;
      bad.reason = coordinate.point + " is not a number: " + cell.text.substr(0, 20);
      return std::nullopt;
    }
    values[static_cast<std::size_t>(*point)][coordinate.is_y ? 1 : 0] = value;
  }
  Keypoints points;
  for (const auto& [x, y] : values) {
    points.push_back(x && y ? Landmark{{*x, *y}} : Landmark{{}, Visibility::kAbsent});
  }
  return points;
}

class KaggleFormat : public LabelFormat {
 public:
  const FormatTraits& traits() const override {
    static const FormatTraits kTraits = {.name = "kaggle",
                                         .title = "Kaggle Facial Keypoints (training, test)",
                                         .extension = "csv",
                                         .absence = true,
                                         .can_write = false};
    return kTraits;
  }
  Guess detect(const std::string&, std::string_view head) const override {
    const std::optional<Table> table = table_of(head.substr(0, head.find('\n')));
    if (!table || (!table->is_test && table->coordinates.empty())) return {};
    return {1, "its header ends with Image"};
  }
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override;
  void write(const WriteFaces&, const Scheme&, const TextSink&) const override {
    throw Error(ErrorCode::kUnsupported, "the challenge's files are read only; write a submission");
  }
  std::optional<std::string> with_points(const ChunkEdit&) const override { return std::nullopt; }
};

Table checked_table(std::istream& in, std::string& header, const std::string& context) {
  if (read_line_with_end(in, header)) {
    if (std::optional<Table> table = table_of(header)) return *std::move(table);
  }
  throw Error(ErrorCode::kInvalidInput,
              "this is no file of the challenge: its header would name the points' coordinates "
              "(left_eye_center_x, ...) or ImageId, and end with Image",
              context + ":1");
}

void check_names(const Table& table, const Scheme& scheme, const std::string& context) {
  if (table.is_test) return;
  const auto stranger = std::find_if(table.coordinates.begin(), table.coordinates.end(),
                                     [&](const auto& c) { return !point_called(scheme, c.point); });
  if (stranger == table.coordinates.end()) return;
  throw Error(ErrorCode::kInvalidInput,
              "the column " + stranger->point + " is no point of " + scheme.name +
                  "; the challenge's own points are --scheme kaggle15",
              context + ":1");
}

void KaggleFormat::read(std::istream& in, const ReadContext& context, LabelSink& sink) const {
  std::string line;
  const Table table = checked_table(in, line, context.path);
  check_names(table, *context.scheme, context.path);
  for (std::int64_t number = 2; read_line_with_end(in, line); ++number) {
    const std::string_view text = without_line_end(line);
    if (trimmed(text).empty()) continue;
    const CsvLine cells = split_csv(text);
    BadLine bad{number, 1, cells.problem};
    if (bad.reason.empty() && cells.cells.size() != table.columns) {
      bad.reason =
          std::to_string(cells.cells.size()) + " cells instead of " + std::to_string(table.columns);
    }
    if (bad.reason.empty() && read_grey(cells.cells.back().text, nullptr) != kPixels) {
      bad.column = static_cast<std::int64_t>(cells.cells.back().begin) + 1;
      bad.reason = "its picture is not 9,216 grey values from 0 to 255";
    }
    std::optional<Keypoints> points;
    if (bad.reason.empty() && !table.is_test) {
      points = points_of_row(cells, table, *context.scheme, bad);
    }
    if (!bad.reason.empty()) {
      sink.bad(bad, {});
    } else if (points) {
      sink.face({kaggle_picture_name(number - 1), *std::move(points), number, {}});
    }
  }
}

}  // namespace

std::string kaggle_picture_name(std::int64_t id) {
  const std::string digits = std::to_string(id);
  return (digits.size() < 5 ? std::string(5 - digits.size(), '0') : std::string()) + digits +
         ".png";
}

void read_kaggle_pictures(std::istream& in, const std::string& context,
                          const std::function<void(KagglePicture)>& take) {
  std::string line;
  const Table table = checked_table(in, line, context);
  for (std::int64_t id = 1; read_line_with_end(in, line); ++id) {
    const CsvLine cells = split_csv(without_line_end(line));
    if (!cells.problem.empty() || cells.cells.size() != table.columns) continue;
    KagglePicture picture;
    picture.grey.reserve(kPixels);
    if (read_grey(cells.cells.back().text, &picture.grey) != kPixels) continue;
    const std::optional<int> own = table.is_test ? whole_number(cells.cells[0].text) : std::nullopt;
    picture.name = kaggle_picture_name(own ? *own : id);
    take(std::move(picture));
  }
}

std::vector<KaggleLookup> read_kaggle_lookup(std::istream& in, const Scheme& scheme,
                                             const std::string& context) {
  std::string line;
  std::vector<KaggleLookup> lookup;
  for (std::int64_t number = 1; read_line_with_end(in, line); ++number) {
    const CsvLine cells = split_csv(without_line_end(line));
    const std::string place = context + ":" + std::to_string(number);
    if (number == 1) {
      if (cells.cells.size() >= 3 && trimmed(cells.cells[2].text) == "FeatureName") continue;
      throw Error(ErrorCode::kInvalidInput,
                  "this is no lookup table: its header would be RowId,ImageId,FeatureName,Location",
                  place);
    }
    if (trimmed(line).empty()) continue;
    const bool whole = cells.problem.empty() && cells.cells.size() >= 3;
    const auto row = whole ? whole_number(cells.cells[0].text) : std::nullopt;
    const auto image = whole ? whole_number(cells.cells[1].text) : std::nullopt;
    if (!row || !image) {
      throw Error(ErrorCode::kInvalidInput, "a row must be RowId,ImageId,FeatureName,Location",
                  place + ":1");
    }
    const std::string_view feature = trimmed(cells.cells[2].text);
    const bool is_y = feature.ends_with("_y");
    const auto point = feature.size() > 2
                           ? point_called(scheme, feature.substr(0, feature.size() - 2))
                           : std::nullopt;
    if (!point) {
      throw Error(ErrorCode::kInvalidInput,
                  "the scheme " + scheme.name + " has no point for " + std::string(feature),
                  place + ":" + std::to_string(cells.cells[2].begin + 1));
    }
    lookup.push_back({*row, *image, *point * 2 + (is_y ? 1 : 0)});
  }
  return lookup;
}

KaggleSubmission kaggle_submission(const std::vector<KaggleLookup>& lookup,
                                   const KagglePoints& points_of) {
  std::map<int, std::pair<double, std::int64_t>> sums;
  std::vector<std::optional<double>> values;
  for (const KaggleLookup& row : lookup) {
    const Keypoints points = points_of(row.image);
    const auto index = static_cast<std::size_t>(row.coordinate / 2);
    std::optional<double> value;
    if (index < points.size() && points[index].present()) {
      const Point position = points[index].position;
      value = row.coordinate % 2 == 0 ? position.x : position.y;
      auto& [sum, count] = sums[row.coordinate];
      sum += *value;
      ++count;
    }
    values.push_back(value);
  }
  KaggleSubmission result;
  result.text = "RowId,Location\n";
  for (std::size_t i = 0; i < lookup.size(); ++i) {
    double value = kKaggleSide / 2.0;
    if (values[i]) {
      value = *values[i];
    } else {
      ++result.guessed;
      const auto sum = sums.find(lookup[i].coordinate);
      if (sum != sums.end()) value = sum->second.first / static_cast<double>(sum->second.second);
    }
    const double inside = std::clamp<double>(value, 0, kKaggleSide);
    if (inside != value) ++result.clipped;
    result.text += std::to_string(lookup[i].row) + "," + plain_number(inside) + "\n";
    ++result.rows;
  }
  return result;
}

const LabelFormat& kaggle_format() {
  static const KaggleFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
