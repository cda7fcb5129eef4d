// The Splits workspace: plans at the left; of the selected one what its parts are like, and the
// pairs of pictures that tell what parts share or what is kept together. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Recorded: "splits/plan/NAME" for each plan, and the buttons of the actions.
void draw_split_list(Frame& frame);
void draw_split(Frame& frame);  // the main part: a head and the following two

// Recorded: "splits/trait/NAME" and "splits/lock/PART".
void draw_split_parts(Frame& frame, const SplitPicture& picture);
// Recorded: "splits/pair/INDEX" for the rows that are drawn, "splits/first", "splits/second".
void draw_split_pairs(Frame& frame, const SplitPicture& picture);

}  // namespace facepoint
