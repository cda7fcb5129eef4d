// The right panel: the picture, the current face with its decisions, the point under the pointer,
// and the face's history. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

void draw_face_panel(Frame& frame);

}  // namespace facepoint
