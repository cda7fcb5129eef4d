// The grid of the Patches workspace: a tile a face with its label as a dot and the place where the
// landmark is expected in the middle; a drag in a tile moves the label. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Recorded: "patches/summary", "patches/tile/POSITION" for the tiles that are drawn,
// "patches/label/POSITION" for the dots in them.
void draw_patches(Frame& frame);

// "+0.8 %": a length in box sides.
std::string percent_text(double box_sides, bool with_sign);

}  // namespace facepoint
