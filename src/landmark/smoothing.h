// Trembling taken out of points that are known some frames ahead: the parabola that fits best
// through an odd number of frames (Savitzky and Golay 1964), at its middle. Pure, any thread.
#pragma once

#include <array>
#include <span>

#include "landmark/keypoints.h"

namespace facepoint {

inline constexpr std::size_t kSmoothingReach = 3;  // frames before and after

// A frame's weights for 2 * reach + 1 frames, `reach` 2 or 3.
std::span<const double> parabola_weights(std::size_t reach);

// The middle one of `frames`, 1, 3, 5 or 7 that follow on each other, with all points present. A
// point that would move by more than a movement explains (from 0.8 % of the box side on) is held
// back, and from twice that on left where it is: an eye that blinks is not trembling. Fewer than
// five frames tell nothing: the middle one as it is.
Keypoints smoothed(std::span<const Keypoints* const> frames);

}  // namespace facepoint
