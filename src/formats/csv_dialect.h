// The ways in which spreadsheet programs write a CSV otherwise than our readers expect it: other
// separators, decimal commas, line ends of old Macs; and the same text as they do. Pure, any
// thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace facepoint {

struct CsvDialect {
  bool byte_order_mark = false;
  std::int64_t lf = 0;  // line ends of each kind
  std::int64_t crlf = 0;
  std::int64_t cr = 0;  // not before an LF
  char separator = ',';
  bool decimal_comma = false;
  // Rows begin with a number, not with the name of a picture, which keeps its commas.
  bool numbers_first = false;
  // Decimal commas that are separators too: every number is two cells.
  bool split_numbers = false;
  // Some rows have too many cells for their header, and not twice as many numbers.
  bool is_unclear = false;

  bool mixed_line_ends() const { return (lf > 0) + (crlf > 0) + (cr > 0) > 1; }
  // Whether readers of plain CSV would fail: a byte order mark and mixed line ends they pass over.
  bool needs_mending() const {
    return separator != ',' || decimal_comma || split_numbers || only_cr();
  }
  bool only_cr() const { return cr > 0 && lf + crlf == 0; }
};

// Told from all lines. The first is taken for the header, which has as many cells as rows should.
CsvDialect dialect_of(std::string_view text);

// With commas between cells, points in numbers and LF as line ends; cells that hold a comma and are
// no number stay quoted. What is no such number is left for the reader to refuse. `text`: whole
// lines, from the first or, without `has_header`, from a later one.
std::string plain_csv(std::string_view text, const CsvDialect& dialect, bool has_header = true);
// Those whole lines that a text begins with, the last of which it may hold only in part; 0: not
// one.
std::size_t whole_lines(std::string_view text);

}  // namespace facepoint
