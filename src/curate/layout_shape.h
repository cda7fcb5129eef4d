// How like a face points are: what label_layout.h judges ways of reading by. Pure functions, any
// thread.
#pragma once

#include <string>
#include <vector>

#include "landmark/keypoints.h"

namespace facepoint {

// Of no values: 1, as of faces that are none.
double median(std::vector<double> values);
// `share` 0 to 1; 0 of no values.
double quantile(std::vector<double> values, double share);

enum class Turned : std::uint8_t { kUpright, kAnyhow };
// Root mean square distance from the typical shape once moved, turned and scaled onto it, over the
// shape's radius: 0 the same, 1 no face at all, or one that is not upright.
double shape_error(const Keypoints& points, const Keypoints& typical,
                   Turned turned = Turned::kUpright);

// Root mean square distance of the points from their middle.
double radius_of(const Keypoints& shape);

// Of faces whose points all have the same, unknown order: upright as they are on average. Empty
// where a point is absent everywhere.
Keypoints mean_of_faces(const std::vector<Keypoints>& faces);

// "27 of 28 faces are", "1 of 1 face is".
std::string share_text(std::size_t some, std::size_t all);
// "3, 4, 5, ...".
std::string listed(const std::vector<int>& points);

}  // namespace facepoint
