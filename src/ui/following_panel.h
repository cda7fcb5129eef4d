// The part of the face panel about points that follow: whether and how far, which are pinned, and
// where to look first. Recorded: "following/on", "following/reach". UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

void draw_following(Frame& frame);

}  // namespace facepoint
