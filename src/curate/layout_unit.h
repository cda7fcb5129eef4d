// In which unit coordinates are, told from how large they are beside the images. A part of
// label_layout.h. Pure functions, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>

#include "curate/label_layout.h"

namespace facepoint {

struct UnitGuess {
  CoordinateUnit unit = CoordinateUnit::kPixel;
  double sure = 0.9;
  bool is_clear = true;    // false: how faces look in either unit must decide
  bool same_size = false;  // all images: small coordinates may be those of a part of each
  std::string reason;      // a sentence
};
// `faces`: the numbers of the file, see as_written(); `written`: as its format has them.
UnitGuess guess_unit(std::span<const FaceNumbers> faces, CoordinateUnit written);

// Faces whose numbers cannot be in the unit that most are in, or count from something that no file
// of labels says: the face's own box.
std::optional<LayoutFinding> several_units(std::span<const FaceNumbers> faces, CoordinateUnit unit);
std::optional<LayoutFinding> relative_to_faces(std::span<const FaceNumbers> faces,
                                               CoordinateUnit unit);

std::string unit_text(CoordinateUnit unit);  // "per cent of width and height"

}  // namespace facepoint
