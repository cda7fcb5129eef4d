// What says in which light pictures are shown, in the upper right corner of the canvas: the panel
// that changes it, or one line while it is closed and the light is not plain. Recorded:
// "light/panel", "light/chip", "light/brightness", "light/contrast", "light/gamma". UI thread,
// inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

void draw_light_panel(Frame& frame, const Rect& canvas);

}  // namespace facepoint
