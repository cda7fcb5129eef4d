// Which way round a face is numbered and looks, told from the points on its middle line against the
// outer corners of its eyes: also right for a face that lies or hangs. Pure functions, any thread.
#pragma once

#include <optional>

#include "landmark/scheme.h"

namespace facepoint {

// How far the middle line lies beside the middle of the eyes, along the line of the eyes and over
// their distance: 0 seen from the front, below 0 turned to the image's left, above 0 to its right.
// nullopt where the eyes or the middle line are absent.
std::optional<double> head_turn(const Scheme& scheme, const Keypoints& points);

// The same in degrees, about 0: what a head of usual depth would have to be turned by.
std::optional<double> head_yaw(const Scheme& scheme, const Keypoints& points);

// Whether left and right are exchanged: the scheme's sides are the image's, and a mirrored picture
// that kept its numbers, or a labelling by the person's sides, has them the other way round.
bool numbered_from_other_side(const Scheme& scheme, const Keypoints& points);

// The same positions with left and right exchanged in their numbers, by the scheme's mirror map.
Keypoints renumbered(const Scheme& scheme, const Keypoints& points);

}  // namespace facepoint
