// The command palette (Ctrl+P): type a few letters, choose with the arrow keys, Enter does it. UI
// thread, inside the dialog's frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Recorded: "palette" (what is typed) and "palette/NAME" for the actions that are drawn.
void draw_command_palette(Frame& frame);

}  // namespace facepoint
