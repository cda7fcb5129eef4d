// Pixels in memory: what every folder passes around instead of OpenCV's types. A value, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace facepoint {

// Rows from top to bottom without padding; 3 channels are R, G, B; 1 is grey.
struct Picture {
  int width = 0;
  int height = 0;
  int channels = 3;
  std::vector<std::uint8_t> pixels;

  bool empty() const { return pixels.empty(); }
  std::size_t row_bytes() const { return static_cast<std::size_t>(width) * channels; }
  const std::uint8_t* row(int y) const { return pixels.data() + row_bytes() * y; }
  std::uint8_t* row(int y) { return pixels.data() + row_bytes() * y; }
};

}  // namespace facepoint
