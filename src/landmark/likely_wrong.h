// Which point of a face to look at next for one that is wrong. Values, any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "landmark/correction_model.h"

namespace facepoint {

// How far each shown point is likely off, in image pixels, where a network says something else: its
// own doubt and how far away it would put the point, as independent deviations. 0 for set points.
std::vector<double> expected_errors(const Keypoints& shown, const Corrected& answer);

// The point with the largest expected error once those `seen` are known to be right where they are:
// who looked at a point and went on said so, and its neighbours are likelier right too. `error`:
// each point's expected distance from the truth in image pixels, 0 for those that a person set;
// `model`: how these errors hang together. None when every point is seen, set or absent.
std::optional<int> likeliest_wrong(const CorrectionModel& model, const Keypoints& points,
                                   std::span<const double> error, std::span<const int> seen);

}  // namespace facepoint
