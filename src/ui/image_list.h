// The left panel: the query bar, what it matches, and a scrolling list of thumbnails with status.
// UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Recorded: "list", "list/item/POSITION" for the rows that are drawn.
void draw_image_list(Frame& frame);

}  // namespace facepoint
