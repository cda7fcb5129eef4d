#include "formats/csv_cells.h"

#include <algorithm>

namespace facepoint {
namespace {

// Reads the quoted cell that starts at `at`; leaves `at` behind the closing quote.
bool read_quoted(std::string_view line, std::size_t& at, std::string& text) {
  ++at;
  while (at < line.size()) {
    if (line[at] != '"') {
      text += line[at++];
    } else if (at + 1 < line.size() && line[at + 1] == '"') {
      text += '"';
      at += 2;
    } else {
      ++at;
      return true;
    }
  }
  return false;
}

}  // namespace

CsvLine split_csv(std::string_view line, char delimiter) {
  CsvLine result;
  std::size_t at = 0;
  for (;;) {
    CsvCell cell;
    cell.begin = at;
    if (at < line.size() && line[at] == '"') {
      if (!read_quoted(line, at, cell.text)) {
        result.bad_offset = cell.begin;
        result.problem = "a quote is opened and never closed";
        return result;
      }
      if (at < line.size() && line[at] != delimiter) {
        result.bad_offset = at;
        result.problem = "text follows a closing quote";
        return result;
      }
    } else {
      const std::size_t stop = std::min(line.find(delimiter, at), line.size());
      cell.text = line.substr(at, stop - at);
      at = stop;
    }
    cell.end = at;
    result.cells.push_back(std::move(cell));
    if (at >= line.size()) return result;
    ++at;  // the delimiter
  }
}

std::string quoted_if_needed(std::string_view text, char delimiter) {
  const bool plain = text.find_first_of("\"\r\n") == std::string_view::npos &&
                     text.find(delimiter) == std::string_view::npos;
  if (plain) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

}  // namespace facepoint
