// The first directory of a TIFF file, or of an EXIF block, which is one. For the sources of this
// folder. Pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace facepoint {

// With the values that TIFF 6.0 gives to what is left out; a size of 0 is missing.
struct TiffHead {
  std::int64_t width = 0;
  std::int64_t height = 0;
  int bits = 1;  // a sample
  int samples = 1;
  bool white_is_zero = false;
  bool planar = false;          // one colour's samples after the other's
  bool straight_alpha = false;  // colours are not multiplied by it
  int orientation = 1;          // 1 to 8
};

// `tiff`: from the byte-order mark on. nullopt: it ends before its directory.
std::optional<TiffHead> read_tiff_head(std::string_view tiff);

}  // namespace facepoint
