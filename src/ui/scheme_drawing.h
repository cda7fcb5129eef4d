// A landmark scheme's typical shape, large: points numbered and named, regions in their colours,
// mirror pairs joined. Draws only. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// What the page shows, in a field of this size in screen pixels; `pointed`: a point that stands out
// beside the chosen one, -1: none. Returns the point under the pointer, -1: none. Recorded as
// "schemes/drawing", each point as "schemes/point/NUMBER", each label as "schemes/label/NUMBER".
int draw_scheme(Frame& frame, ImVec2 size, int pointed);

// Whether the point is its own mirror partner: on the middle line.
bool is_on_midline(const Scheme& scheme, int point);

// How such a point is marked.
void draw_midline_mark(ImDrawList& list, ImVec2 at, float radius, ImU32 color);

}  // namespace facepoint
