// One label out of several of the same face. Pure functions, any thread.
#pragma once

#include <span>
#include <vector>

#include "landmark/keypoints.h"

namespace facepoint {

// The point with the least sum of distances to `points`, by Weiszfeld's iteration and, where it is
// one of the points, the condition of Vardi and Zhang (PNAS 2000); of two points the middle. One
// that lies far off pulls no harder than any other. `points` is not empty.
Point geometric_median(std::span<const Point> points);

// Point by point the geometric median of those labels that have it, to a hundredth of a pixel
// unless they agree; occluded where more of them say so than not, absent where none has it. The
// labels are as long as each other; one of them alone comes back as it is.
Keypoints merged(const std::vector<Keypoints>& labels);

}  // namespace facepoint
