// The bars around the canvas: menus, the tools above it, the status line below with the running
// job. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

void draw_menus(Frame& frame);  // inside a menu bar
void draw_tool_bar(Frame& frame);
void draw_status_bar(Frame& frame);  // recorded: "status", "job"

}  // namespace facepoint
