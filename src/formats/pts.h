// The .pts format of 300-W: `version: 1`, `n_points: 68`, `{`, a line `x y` per point, `}`; also
// without header, as bare lines. Its coordinates are 1-based, ours are 0-based: converted here.
// Pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/geometry.h"
#include "formats/udacity_csv.h"

namespace facepoint {

struct PtsFile {
  std::string header;         // the bytes before the first point; empty for a headerless file
  std::string body;           // the bytes from the first point on
  std::vector<Point> points;  // in image pixels, 0-based; empty if the file is bad
  std::optional<BadLine> bad;
};

PtsFile parse_pts(std::string_view text);

std::string pts_header(int points);
// Point lines and, unless `headerless`, the closing brace: what follows the header.
std::string pts_body(const std::vector<Point>& points, bool headerless = false);
// `body` (read without error) with those numbers replaced that are not those of `points`.
std::string pts_body_with_points(std::string_view body, const std::vector<Point>& points);

}  // namespace facepoint
