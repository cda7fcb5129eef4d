#include "formats/csv_dialect.h"

#include <algorithm>
#include <vector>

namespace facepoint {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Cell {
  std::string text;  // unquoted
  bool quoted = false;
};

// Lines without their ends, of any kind.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  std::size_t begin = 0;
  while (begin < text.size()) {
    const std::size_t end = std::min(text.find_first_of("\r\n", begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
    if (end + 1 < text.size() && text[end] == '\r' && text[end + 1] == '\n') ++begin;
  }
  return lines;
}

std::vector<Cell> cells_of(std::string_view line, char separator) {
  std::vector<Cell> cells(1);
  bool inside = false;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (inside && c == '"' && i + 1 < line.size() && line[i + 1] == '"') {
      cells.back().text += line[++i];
    } else if (c == '"') {
      inside = !inside;
      cells.back().quoted = true;
    } else if (c == separator && !inside) {
      cells.emplace_back();
    } else {
      cells.back().text += c;
    }
  }
  return cells;
}

// "45,5", "-3,0": as many digits as you like around one comma.
bool has_decimal_comma(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t+-");
  if (first == std::string_view::npos) return false;
  text.remove_prefix(first);
  const std::size_t comma = text.find(',');
  if (comma == 0 || comma == std::string_view::npos || comma + 1 == text.size()) return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == ',' || (c >= '0' && c <= '9') || c == ' '; }) &&
         text.find(',', comma + 1) == std::string_view::npos;
}

bool is_digits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// "45", "-3.5", "45,5".
bool is_number(std::string_view text) {
  return has_decimal_comma(text) ||
         (text.find_first_of("0123456789") != std::string_view::npos &&
          text.find_first_not_of("0123456789.+- ") == std::string_view::npos);
}

char separator_of(std::string_view header) {
  char best = ',';
  std::ptrdiff_t most = std::count(header.begin(), header.end(), ',');
  for (const char candidate : {';', '\t'}) {
    const std::ptrdiff_t count = std::count(header.begin(), header.end(), candidate);
    if (count > most) best = candidate;
    most = std::max(most, count);
  }
  return best;
}

void count_line_ends(std::string_view text, CsvDialect& dialect) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\n') {
      ++(i > 0 && text[i - 1] == '\r' ? dialect.crlf : dialect.lf);
    } else if (text[i] == '\r' && (i + 1 == text.size() || text[i + 1] != '\n')) {
      ++dialect.cr;
    }
  }
}

std::string quoted_if_needed(const std::string& text) {
  if (text.find_first_of(",\"") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) {
    quoted += c;
    if (c == '"') quoted += c;
  }
  return quoted + '"';
}

// "45", "5", "-3", "25", ... as "45.5", "-3.25", ...
std::vector<Cell> joined(const std::vector<Cell>& cells) {
  std::vector<Cell> numbers{cells.front()};
  for (std::size_t i = 1; i + 1 < cells.size(); i += 2) {
    numbers.push_back({cells[i].text + "." + cells[i + 1].text, false});
  }
  return numbers;
}

}  // namespace

CsvDialect dialect_of(std::string_view text) {
  CsvDialect dialect;
  dialect.byte_order_mark = text.starts_with(kByteOrderMark);
  if (dialect.byte_order_mark) text.remove_prefix(kByteOrderMark.size());
  count_line_ends(text, dialect);
  const std::vector<std::string_view> lines = lines_of(text);
  if (lines.empty()) return dialect;
  dialect.separator = separator_of(lines.front());
  const std::vector<Cell> header = cells_of(lines.front(), dialect.separator);
  const std::size_t expected = header.size();
  // A column without a name is that of an index.
  bool first_are_numbers = !header.front().text.empty();
  bool any_first = false;
  bool comma_in_first = false;
  std::size_t rows = 0;
  std::size_t split = 0;
  std::size_t longer = 0;
  for (std::size_t line = 1; line < lines.size(); ++line) {
    if (lines[line].empty()) continue;
    ++rows;
    const std::vector<Cell> cells = cells_of(lines[line], dialect.separator);
    const std::string& first = cells.front().text;
    first_are_numbers = first_are_numbers && (first.empty() || is_number(first));
    any_first = any_first || !first.empty();
    comma_in_first = comma_in_first || has_decimal_comma(first);
    for (std::size_t i = 1; i < cells.size(); ++i) {
      dialect.decimal_comma = dialect.decimal_comma || has_decimal_comma(cells[i].text);
    }
    if (cells.size() > expected) ++longer;
    bool halves = expected > 1 && cells.size() == 2 * expected - 1;
    for (std::size_t i = 2; halves && i < cells.size(); i += 2) halves = is_digits(cells[i].text);
    if (halves) ++split;
  }
  dialect.numbers_first = first_are_numbers && any_first;
  dialect.decimal_comma = dialect.decimal_comma || (dialect.numbers_first && comma_in_first);
  dialect.split_numbers = dialect.separator == ',' && rows > 0 && split == rows;
  dialect.is_unclear = !dialect.split_numbers && rows > 0 && 2 * longer > rows;
  return dialect;
}

std::size_t whole_lines(std::string_view text) {
  if (text.ends_with('\r')) text.remove_suffix(1);  // an LF may follow
  return text.find_last_of("\r\n") + 1;             // npos + 1 is 0
}

std::string plain_csv(std::string_view text, const CsvDialect& dialect, bool has_header) {
  if (dialect.byte_order_mark && has_header) text.remove_prefix(kByteOrderMark.size());
  std::string plain;
  plain.reserve(text.size());
  bool is_header = has_header;
  for (const std::string_view line : lines_of(text)) {
    std::vector<Cell> cells = cells_of(line, dialect.separator);
    if (dialect.split_numbers && !is_header) cells = joined(cells);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      std::string& cell = cells[i].text;
      const bool may_be_number = i > 0 || dialect.numbers_first;
      if (may_be_number && has_decimal_comma(cell))
        std::replace(cell.begin(), cell.end(), ',', '.');
      if (i > 0) plain += ',';
      plain += quoted_if_needed(cell);
    }
    plain += '\n';
    is_header = false;
  }
  return plain;
}

}  // namespace facepoint
