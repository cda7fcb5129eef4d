// Cells of one line of a CSV, with the bytes that each takes. Pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace facepoint {

struct CsvCell {
  std::size_t begin = 0;  // of its bytes in the line, quotes included
  std::size_t end = 0;
  std::string text;  // unquoted
};

struct CsvLine {
  std::vector<CsvCell> cells;
  std::size_t bad_offset = 0;
  std::string problem;  // empty: none
};

// Splits at `delimiter` outside quotes; `line` has no line end.
CsvLine split_csv(std::string_view line, char delimiter = ',');
std::string quoted_if_needed(std::string_view text, char delimiter = ',');

}  // namespace facepoint
