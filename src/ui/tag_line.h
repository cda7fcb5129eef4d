// The line that tags are typed in, over the lower left corner of the workspace: beside the faces,
// not before them.
#pragma once

#include "ui/frame.h"

namespace facepoint {

void draw_tag_line(Frame& frame, const Rect& over);

}  // namespace facepoint
