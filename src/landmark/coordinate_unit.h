// What the numbers of a label source count. Any thread.
#pragma once

#include <cstdint>

namespace facepoint {

enum class CoordinateUnit : std::uint8_t {
  kPixel,
  kPercent,     // of the image's width and height
  kUnitSquare,  // 0 to 1 across the image
};

}  // namespace facepoint
