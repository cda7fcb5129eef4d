// What is stored of each image once, so that nobody need decode it again. Pure, any thread.
#pragma once

#include <cstdint>
#include <string>

#include "image/look.h"
#include "image/picture.h"

namespace facepoint {

struct PictureAnalysis {
  std::uint64_t perceptual_hash =
      0;  // DCT hash of the 32 x 32 grey picture: near-duplicates differ in few bits
  double blur =
      0;  // variance of the Laplacian of the grey picture at most 256 px wide; small is blurred
  double brightness = 0;  // mean grey, 0 to 255
  std::string look;       // see image/look.h
};
PictureAnalysis analyse(const Picture& picture);

int hamming_distance(std::uint64_t a, std::uint64_t b);

}  // namespace facepoint
