// The library: many faces as a grid, a bar above it that says which and in what order, a bar below
// it with what can be decided about those that are selected. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Each fills the current window. Recorded: "library/grid", "library/tile/POSITION" of the tiles
// that are drawn; "library/sort", "library/size"; "library/selection".
void draw_library_bar(Frame& frame);
void draw_library_grid(Frame& frame);
void draw_library_decisions(Frame& frame);

}  // namespace facepoint
