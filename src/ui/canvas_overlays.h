// What lies over the points on the canvas: the handles of several selected points, the box, lasso
// or stroke that is being drawn, and the loupe. UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <array>
#include <optional>

#include "ui/frame.h"

namespace facepoint {

// On the screen.
struct SelectionHandles {
  Rect box;
  std::array<Point, 4> corners;  // to scale by
  Point turn;                    // above the box
};

// Of two and more selected points of the current face, while there is no gesture or theirs.
std::optional<SelectionHandles> selection_handles(const Frame& frame);

// Recorded: "handle/turn", "handle/scale" (the lower right corner), "loupe".
void draw_gesture(Frame& frame, ImDrawList& list);

}  // namespace facepoint
