// The Review workspace around the canvas: the queue of suspicious labels at the left with how far
// the person has come, and at the right why the current one is suspicious and what would mend it.
// UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include "ui/frame.h"

namespace facepoint {

// Recorded: "review/item/POSITION" for the rows that are drawn, "review/progress".
void draw_review_queue(Frame& frame);
// Parts of the queue's head: what concerns whole sources, recorded as "review/source/NAME"; a chip
// for each rule, which lists what it has found.
void draw_review_sources(Frame& frame);
void draw_review_found(Frame& frame);
void draw_review_panel(Frame& frame);
// Where the points would be once the label is mended, over the canvas. Recorded: "mended/POINT".
void draw_remedy(Frame& frame, ImDrawList& list);

}  // namespace facepoint
