// The picture with its faces: zoom, pan, points to drag, the proposal as a ghost. UI thread,
// inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Fills the current window's remaining space. Recorded: "canvas", "picture" once it is there,
// "landmark/N" for the points of the current face that can be dragged, "proposal/N" for a ghost
// beside a label.
void draw_canvas(Frame& frame);

}  // namespace facepoint
