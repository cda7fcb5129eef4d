// The left panel of the Patches workspace: which landmark is shown, a map of the scheme to choose
// another, and where the labels of all shown faces lie around the expected place. UI thread, inside
// a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Recorded: "patches/map", "patches/map/N" for the points of the map, "patches/scatter".
void draw_landmark_panel(Frame& frame);

}  // namespace facepoint
