// The sheet of keys (F1), drawn from the action table. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Recorded: "help/NAME" for each action.
void draw_help_sheet(Frame& frame);

}  // namespace facepoint
