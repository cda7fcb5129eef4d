// The page of landmark schemes: all of them, the chosen one drawn large, and its points in a list
// with their mirror partners and what they are in other schemes. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Into the dialog that is open, right below its title.
void draw_schemes_page(Frame& frame);

}  // namespace facepoint
