// The typical shape of a scheme's faces, and how far a face is turned against it. Pure functions,
// any thread.
#pragma once

#include <span>

#include "landmark/scheme.h"

namespace facepoint {

// Generalised Procrustes mean (Gower 1975) of the faces' shapes: upright, equal on both sides by
// the mirror map, centred on the middle of its bounding box, whose longer side is 1. Faces with
// fewer than two distinct points don't count; a point absent everywhere is absent. Empty for no
// faces.
Keypoints mean_shape(const Scheme& scheme, std::span<const Keypoints> faces);

// Angle (radians, x towards y) by which `points` are turned in the plane against `mean`; 0 where
// too few points are present to tell.
double turned_by(const Keypoints& mean, const Keypoints& points);

}  // namespace facepoint
