// How far the points of one face lie from where they were. Pure functions, any thread.
#pragma once

#include "landmark/keypoints.h"

namespace facepoint {

// Distances are in pixels.
struct Movement {
  int moved = 0;    // points that differ, those only hidden or shown among them
  double mean = 0;  // over those
  double largest = 0;
  int largest_point = -1;  // none: no point lies elsewhere
};
Movement movement(const Keypoints& before, const Keypoints& after);

}  // namespace facepoint
