// A CSV whose columns are known: where the picture's name and each point's numbers are, and how
// these are written. What HRNet-style CSVs and a user's own layout share. Pure, any thread.
#pragma once

#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/label_format.h"
#include "landmark/coordinate_unit.h"

namespace facepoint {

struct CsvLayout {
  struct Columns {
    std::size_t x = 0;
    std::size_t y = 0;
    std::optional<std::size_t> occluded;  // a cell "1" or "true" says yes
  };
  std::size_t image = 0;
  std::vector<Columns> points;
  std::size_t columns = 0;  // of every row; 0: not known
  char delimiter = ',';
  bool decimal_comma = false;
  double origin = 0;  // the coordinate of the first pixel's centre
  CoordinateUnit unit = CoordinateUnit::kPixel;
  std::vector<std::string> missing;  // cells that say that a point is missing; the first is written
};

// Gives the layout of a file by its first line; throws Error if it has none.
using LayoutOf = std::function<CsvLayout(std::string_view first_line)>;

// The first line of the text before a file's first face, without byte order mark and line end.
std::string_view header_line(std::string_view header);

// `has_header`: the first line is no face.
void read_csv_rows(std::istream& in, const ReadContext& context, bool has_header,
                   const LayoutOf& layout_of, LabelSink& sink);
std::optional<std::string> csv_row_with_points(const CsvLayout& layout, const ChunkEdit& edit);

std::string csv_coordinate(const CsvLayout& layout, double pixel, int extent);

}  // namespace facepoint
