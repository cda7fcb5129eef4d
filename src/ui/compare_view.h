// The Compare workspace: two states of the current face over each other, arrows from one to the
// other, and how far each point lies apart. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Recorded: "compare/canvas", "compare/left", "compare/right", "compare/point/N".
void draw_compare(Frame& frame);

}  // namespace facepoint
