// The line in which a query is typed: says which pictures and faces are listed, completes names of
// fields and values, keeps queries for another day. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// `width` as ImGui's: 0 or less leaves that much room at the right. Recorded: "filter",
// "filter/kept" (the menu of kept queries) and "completion/N" of what is offered.
void draw_query_bar(Frame& frame, float width = 0);

}  // namespace facepoint
