// What commands do to the points of one face: values in, values out, without a screen or a store.
// `which` are indices; absent points among them stay absent. UI thread.
#pragma once

#include <vector>

#include "landmark/scheme.h"

namespace facepoint {

// Each of `which` changes places with its partner on the other side of the face.
Keypoints sides_swapped(const Scheme& scheme, Keypoints points, const std::vector<int>& which);

Keypoints swapped(Keypoints points, int a, int b);

// Occluded, or visible again if all of them are occluded.
Keypoints occlusion_toggled(Keypoints points, const std::vector<int>& which);

// `which` as they are in `from`.
Keypoints replaced(Keypoints points, const std::vector<int>& which, const Keypoints& from);

}  // namespace facepoint
