// In which unit coordinates are, told from how large they are beside the images. A part of
// label_layout.h. Pure functions, any thread.
#pragma once

#include <span>
#include <string>

#include "curate/label_layout.h"

namespace facepoint {

struct UnitGuess {
  CoordinateUnit unit = CoordinateUnit::kPixel;
  double sure = 0.9;
  bool is_clear = true;  // false: how faces look in either unit must decide
  std::string reason;    // a sentence
};
UnitGuess guess_unit(std::span<const FaceNumbers> faces);

}  // namespace facepoint
