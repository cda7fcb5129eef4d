// The History workspace: the list of changes with its search at the left; at the right what the
// one under the cursor did to a face, with its faces when it was a batch. Or the snapshots, and
// what is different now. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Recorded: "history/search", "history/item/POSITION" for the rows that are drawn.
void draw_history_list(Frame& frame);
// Recorded: "history/picture", "history/face/INDEX" and the buttons of the actions.
void draw_history_preview(Frame& frame);

// The same for the page of snapshots; recorded: "history/snapshot/POSITION".
void draw_snapshot_list(Frame& frame);
void draw_snapshot_preview(Frame& frame);

// The face of the preview that is shown, with what was done to it, and a list where there are more.
void draw_previewed_faces(Frame& frame, const EditPreview& preview);

}  // namespace facepoint
