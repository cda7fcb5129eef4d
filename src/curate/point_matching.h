// Which point of a face is which of a scheme's, told by where they lie: for labels whose points
// come in an unknown order. Pure functions, any thread.
#pragma once

#include <vector>

#include "landmark/keypoints.h"

namespace facepoint {

// The assignment of rows to columns with the least sum (Kuhn 1955, Munkres 1957; by shortest
// augmenting paths, O(n^3)). `cost`: square, row by row. result[row] = column.
std::vector<int> least_cost_assignment(const std::vector<double>& cost, int size);

struct PointMatch {
  std::vector<int> order;  // shape's point i is the order[i]-th of the mean
  double apart = 0;        // mean distance of matched points once warped onto each other, over the
                           // root mean square distance of the shape's points from their middle
};

// `mean`: what faces of an unknown order look like on average, upright; `shape`: the scheme's
// typical one. Both with as many points, all present, in any unit; sides are told by position.
// Assigns and warps in turn: first a similarity, then an affine and, for many points, a cubic map.
PointMatch match_points(const Keypoints& mean, const Keypoints& shape);

// The same from the mean as it is and a little turned or stretched: each order that this leads to,
// the best first. One alone is surely the best.
std::vector<PointMatch> matches_of_points(const Keypoints& mean, const Keypoints& shape);

// How far apart points lie in a given order, see PointMatch::apart: warped as that order asks for.
double apart_in_order(const Keypoints& mean, const Keypoints& shape, const std::vector<int>& order);

// The shape's points that another order would fit nearly as well: the best one without each of the
// matches in turn, warped anew.
std::vector<int> weak_points(const Keypoints& mean, const Keypoints& shape,
                             const std::vector<int>& order);

}  // namespace facepoint
