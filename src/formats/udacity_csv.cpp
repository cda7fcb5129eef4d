#include "formats/udacity_csv.h"

#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

#include "base/error.h"
#include "base/text.h"
#include "formats/builtin_formats.h"
#include "formats/csv_cells.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

BadLine bad_at(std::size_t offset, std::string reason) {
  return {0, static_cast<std::int64_t>(offset) + 1, std::move(reason)};
}

enum class NumberProblem { kNone, kEmpty, kNotANumber, kNotFinite, kTooFar };

NumberProblem parse_number(std::string_view cell, double& value) {
  std::string_view text = trimmed(cell);
  if (text.empty()) return NumberProblem::kEmpty;
  if (text.front() == '+') text.remove_prefix(1);
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc::result_out_of_range) return NumberProblem::kNotFinite;
  if (error != std::errc() || stop != end) return NumberProblem::kNotANumber;
  if (!std::isfinite(value)) return NumberProblem::kNotFinite;
  return std::abs(value) > kFarthestPixel ? NumberProblem::kTooFar : NumberProblem::kNone;
}

std::string number_problem_text(NumberProblem problem, std::size_t cell, const std::string& text) {
  const std::string which = "cell " + std::to_string(cell + 1);
  if (problem == NumberProblem::kEmpty) return which + " is empty, expected a number";
  const std::string shown = text.size() > 20 ? text.substr(0, 20) + "..." : text;
  if (problem == NumberProblem::kNotFinite) return which + " is not a finite number: " + shown;
  if (problem == NumberProblem::kTooFar) {
    return which + " lies farther away than any picture reaches: " + shown;
  }
  return which + " is not a number: " + shown;
}

// One line without its "\n"; false at the end of the file.
bool read_line(std::istream& in, std::string& raw, std::string& line_end) {
  if (!std::getline(in, raw)) return false;
  line_end = in.eof() ? "" : "\n";
  if (!raw.empty() && raw.back() == '\r') {
    raw.pop_back();
    line_end.insert(line_end.begin(), '\r');
  }
  return true;
}

void parse_row(UdacityRow& row, int points) {
  CsvLine line = split_csv(row.raw);
  const auto fail = [&](BadLine bad) {
    bad.line = row.line;
    row.bad = std::move(bad);
    row.points.clear();
  };
  if (row.raw.empty()) return fail(bad_at(0, "the line is empty"));
  if (!line.problem.empty()) return fail(bad_at(line.bad_offset, line.problem));
  row.image_name = line.cells[0].text;
  if (trimmed(row.image_name).empty()) return fail(bad_at(0, "the file name is empty"));
  const std::size_t expected = static_cast<std::size_t>(points) * 2 + 1;
  if (line.cells.size() != expected) {
    const std::size_t offset =
        line.cells.size() > expected ? line.cells[expected].begin : row.raw.size();
    return fail(bad_at(offset, std::to_string(line.cells.size()) + " cells instead of " +
                                   std::to_string(expected)));
  }
  std::vector<double> numbers(expected - 1);
  for (std::size_t i = 1; i < expected; ++i) {
    const NumberProblem problem = parse_number(line.cells[i].text, numbers[i - 1]);
    if (problem != NumberProblem::kNone) {
      return fail(bad_at(line.cells[i].begin, number_problem_text(problem, i, line.cells[i].text)));
    }
  }
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    row.points.push_back({numbers[i], numbers[i + 1]});
  }
}

}  // namespace

std::optional<int> points_of_udacity_header(std::string_view first_line) {
  if (first_line.starts_with(kByteOrderMark)) first_line.remove_prefix(kByteOrderMark.size());
  while (first_line.ends_with('\n') || first_line.ends_with('\r')) first_line.remove_suffix(1);
  const CsvLine line = split_csv(first_line);
  if (!line.problem.empty() || line.cells.size() < 3 || line.cells.size() % 2 == 0)
    return std::nullopt;
  const std::string_view first = trimmed(line.cells[0].text);
  if (!first.empty() && first != "Unnamed: 0") return std::nullopt;
  for (std::size_t i = 1; i < line.cells.size(); ++i) {
    if (trimmed(line.cells[i].text) != std::to_string(i - 1)) return std::nullopt;
  }
  return static_cast<int>(line.cells.size() / 2);
}

UdacityCsvReader::UdacityCsvReader(std::istream& in, const std::string& context) : in_(in) {
  std::string line_end;
  std::string first;
  if (!read_line(in_, first, line_end)) {
    throw Error(ErrorCode::kInvalidInput, "the file is empty", context);
  }
  const std::optional<int> points = points_of_udacity_header(first);
  if (!points) {
    throw Error(ErrorCode::kInvalidInput,
                "this is not a keypoint CSV of the Udacity form: its first line must be an empty "
                "cell and then 0,1,2,... (one number per coordinate)",
                context + ":1");
  }
  header_ = first + line_end;
  points_ = *points;
  line_ = 1;
}

std::optional<UdacityRow> UdacityCsvReader::next() {
  UdacityRow row;
  if (!read_line(in_, row.raw, row.line_end)) return std::nullopt;
  row.line = ++line_;
  parse_row(row, points_);
  return row;
}

std::string udacity_number(double value) {
  std::array<char, 400> buffer{};
  const auto [end, error] =
      std::to_chars(buffer.data(), buffer.data() + buffer.size(), value, std::chars_format::fixed);
  std::string text(buffer.data(), end);
  if (text.find('.') == std::string::npos) text += ".0";
  return text;
}

std::string udacity_header(int points) {
  std::string text;
  for (int i = 0; i < points * 2; ++i) {
    text += ',';
    text += std::to_string(i);
  }
  return text;
}

std::string udacity_row(std::string_view image_name, const std::vector<Point>& points) {
  std::string text = quoted_if_needed(image_name);
  for (const Point& point : points) {
    text += ',';
    text += udacity_number(point.x);
    text += ',';
    text += udacity_number(point.y);
  }
  return text;
}

std::string udacity_row_with_points(std::string_view raw, const std::vector<Point>& points) {
  const CsvLine line = split_csv(raw);
  if (!line.problem.empty() || line.cells.size() != points.size() * 2 + 1) {
    throw Error(ErrorCode::kInternal, "a row was changed that does not hold these points");
  }
  std::string text;
  std::size_t copied = 0;
  for (std::size_t i = 1; i < line.cells.size(); ++i) {
    const Point& point = points[(i - 1) / 2];
    const double wanted = i % 2 == 1 ? point.x : point.y;
    double present = 0;
    const CsvCell& cell = line.cells[i];
    if (parse_number(cell.text, present) == NumberProblem::kNone && present == wanted) continue;
    text += raw.substr(copied, cell.begin - copied);
    text += udacity_number(wanted);
    copied = cell.end;
  }
  return text + std::string(raw.substr(copied));
}

namespace {

class UdacityCsvFormat : public LabelFormat {
 public:
  const FormatTraits& traits() const override {
    static const FormatTraits kTraits = {.name = "udacity-csv",
                                         .title = "Udacity / YouTube-Faces CSV",
                                         .extension = "csv",
                                         .rows_stand_alone = true};
    return kTraits;
  }
  Guess detect(const std::string& path, std::string_view head) const override;
  void read(std::istream& in, const ReadContext& context, LabelSink& sink) const override;
  void write(const WriteFaces& faces, const Scheme& scheme, const TextSink& out) const override;
  std::optional<std::string> with_points(const ChunkEdit& edit) const override;
};

Guess UdacityCsvFormat::detect(const std::string&, std::string_view head) const {
  const std::string_view first = head.substr(0, head.find('\n'));
  if (!points_of_udacity_header(first)) return {};
  return {1, "its first line is an empty cell and then 0,1,2,..."};
}

void UdacityCsvFormat::read(std::istream& in, const ReadContext& context, LabelSink& sink) const {
  UdacityCsvReader reader(in, context.path);
  sink.text(reader.header());
  while (std::optional<UdacityRow> row = reader.next()) {
    const std::string bytes = row->raw + row->line_end;
    if (row->bad) {
      sink.bad(*row->bad, bytes);
    } else {
      sink.face({row->image_name, make_keypoints(row->points), row->line, bytes});
    }
  }
}

void UdacityCsvFormat::write(const WriteFaces& faces, const Scheme& scheme,
                             const TextSink& out) const {
  out(udacity_header(scheme.size()) + "\n");
  faces.each([&](const WriteFace& face) {
    out(udacity_row(face.image_name, positions_of(face.points)) + "\n");
  });
}

std::optional<std::string> UdacityCsvFormat::with_points(const ChunkEdit& edit) const {
  const std::string_view line = without_line_end(edit.raw);
  return udacity_row_with_points(line, positions_of(edit.after.points)) +
         std::string(edit.raw.substr(line.size()));
}

}  // namespace

const LabelFormat& udacity_csv_format() {
  static const UdacityCsvFormat kFormat;
  return kFormat;
}

}  // namespace facepoint
