// The picture with its faces: zoom, pan, points to drag, the proposal as a ghost. UI thread,
// inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Fills the current window's remaining space. Recorded: "canvas", "picture" once it is there,
// "landmark/N" for the points of the current face that can be dragged, "proposal/N" for a ghost
// beside a label.
void draw_canvas(Frame& frame);

// The wheel zooms, the middle button or the left one with Space pans; also the left one alone,
// where it has nothing else to do (`left_pans`).
void move_view(Frame& frame, bool hovered, bool left_pans);

}  // namespace facepoint
