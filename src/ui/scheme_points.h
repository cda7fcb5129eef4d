// The points of the scheme that the page shows, as a table, and below it in words what the one
// under the pointer, else the chosen one, is in other schemes. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// In the room that is left; `pointed`: a row that stands out beside the chosen one, -1: none.
// Returns the point under the pointer, -1: none. Recorded as "schemes/row/NUMBER" and
// "schemes/details".
int draw_scheme_points(Frame& frame, int pointed);

}  // namespace facepoint
