// A person who corrects one face by dragging, simulated: always the worst point goes to its true
// place, until all are within a tolerance. How many drags that takes is what ways of letting the
// other points follow are judged by. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "landmark/correction_model.h"

namespace facepoint {

struct CorrectionTrial {
  Keypoints start;  // in image pixels, with every point that `truth` has
  Keypoints truth;
};

struct Hand {
  double error = 0;        // deviation of each coordinate of a drag's end, of the box side
  std::uint64_t seed = 1;  // of these
};

// The points after those of `set` were put where they are; see CorrectionModel::followed.
using Follow = std::function<Keypoints(const Keypoints& start, std::span<const SetPoint> set)>;

// Drags until every point present in the truth is within a tolerance (of the truth's box side, see
// box_side), for each of the given ones: at most four times as many as there are points. What comes
// next never depends on the tolerance, so one course of drags tells about all.
std::vector<int> drags_needed(const CorrectionTrial& trial, const Follow& follow, const Hand& hand,
                              std::span<const double> tolerances);

// Mean and quantiles of drags over faces.
struct DragFigures {
  std::int64_t faces = 0;
  double mean = 0;
  double median = 0;
  double p90 = 0;
  double none = 0;  // share of the faces that need no drag
};
DragFigures drag_figures(std::span<const int> drags);

}  // namespace facepoint
