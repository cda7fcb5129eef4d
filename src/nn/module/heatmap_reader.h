// Where the maps of a heatmap network point, read in one pass for prediction: the softmax of each
// map, the mean position under it and its spread. Without LibTorch. Any thread.
#pragma once

#include "nn/module/int8_graph.h"

namespace facepoint::nn {

// `maps`: a channel a point, logarithms of chances up to a constant. `points` x 2 unit coordinates
// to `positions` (as expected_position of nn/module/network.h), `points` deviations in cells to
// `spreads` (as spread). Wants Int8Graph::runs_here().
void read_heatmaps(const FloatMap& maps, int points, float* positions, float* spreads);

}  // namespace facepoint::nn
