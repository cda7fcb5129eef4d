// The toasts of the editor, one above the other in the lower right corner of `area`. Recorded, from
// the newest: "toast/N", "toast/N/undo", "toast/N/report", "toast/N/close". UI thread, inside a
// frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

void draw_toasts(Frame& frame, const Rect& area);

}  // namespace facepoint
