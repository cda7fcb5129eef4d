// The History workspace: the list of changes with its search at the left; at the right what the
// one under the cursor did to a face, with its faces when it was a batch. UI thread, inside a
// frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Recorded: "history/search", "history/item/POSITION" for the rows that are drawn.
void draw_history_list(Frame& frame);
// Recorded: "history/picture", "history/face/INDEX" and the buttons of the actions.
void draw_history_preview(Frame& frame);

}  // namespace facepoint
