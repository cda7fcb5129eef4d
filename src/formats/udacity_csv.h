// The Udacity / YouTube-Faces keypoint CSV: header `,0,1,...,2N-1` (the first cell is empty, or
// "Unnamed: 0" once pandas has read and saved it), then a file name and x0, y0, x1, y1, ... in
// image pixels, 0-based. Read line by line, so that one bad line costs that line only, and written
// so that an untouched row leaves as the bytes it came in. A reader belongs to one thread.
#pragma once

#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/geometry.h"
#include "formats/label_format.h"

namespace facepoint {

struct UdacityRow {
  std::int64_t line = 0;      // 1-based; the header is line 1
  std::string image_name;     // unquoted; empty if the line is bad before it
  std::vector<Point> points;  // empty if the line is bad
  std::string raw;            // the line's bytes without line end
  std::string line_end;       // "\n", "\r\n" or, at the end of the file, ""
  std::optional<BadLine> bad;
};

// The number of points a first line promises; none if it is not this format's header.
std::optional<int> points_of_udacity_header(std::string_view first_line);

class UdacityCsvReader {
 public:
  // Reads the header. Throws Error(kInvalidInput) with `context` if it is of another format.
  UdacityCsvReader(std::istream& in, const std::string& context);

  int points() const { return points_; }
  const std::string& header() const { return header_; }  // with byte order mark and line end
  std::optional<UdacityRow> next();                      // none at the end

 private:
  std::istream& in_;
  std::string header_;
  int points_ = 0;
  std::int64_t line_ = 0;
};

// "45.0", "45.25", "-3.0": the shortest text that reads back as the same number, never with an
// exponent, always with a point.
std::string udacity_number(double value);
std::string udacity_header(int points);  // without line end
std::string udacity_row(std::string_view image_name, const std::vector<Point>& points);

// `raw` (a row that was read without error) with the text of those cells replaced whose number is
// not that of `points`. All other bytes stay.
std::string udacity_row_with_points(std::string_view raw, const std::vector<Point>& points);

}  // namespace facepoint
