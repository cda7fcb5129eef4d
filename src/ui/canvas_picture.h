// The pictures that the canvas shows: the current one in the light that is chosen, and those that
// are likely next. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// While the chosen light is still being computed, the picture in the light before; null: none yet.
const Texture* canvas_texture(Frame& frame);

// Asks for the pictures that are likely next, after everything that is on the screen.
void prefetch_neighbours(Frame& frame);

}  // namespace facepoint
