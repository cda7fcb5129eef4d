// Where the detector's outputs lie and what they say: one cell for each 8, 16 and 32 pixels of a
// picture, each for faces of its size. Pure functions without LibTorch, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "image/face_detector.h"

namespace facepoint::nn {

struct CellLevel {
  int stride;       // pixels a cell
  double smallest;  // side of the faces meant for it: square root of the box's area, pixels
  double largest;
};
inline constexpr std::array<CellLevel, 3> kCellLevels{{{8, 0, 56}, {16, 44, 128}, {32, 100, 1e9}}};
// Pictures are padded so that every level divides them.
inline constexpr int kCellMultiple = 32;
// A box is its centre's offset from the cell's (in strides) and the logarithms of its sides (in
// strides); a turn is the cosine and sine of the face's x axis.
inline constexpr int kBoxValues = 4;
inline constexpr int kTurnValues = 2;
// What a cell says: a face's score as a logit, its box, its turn.
inline constexpr int kCellValues = 1 + kBoxValues + kTurnValues;
// No face is larger than e^4 cells; without a limit a stray cell overflows.
inline constexpr double kLargestLogSide = 4;

struct Cell {
  double x;  // centre, pixels
  double y;
  int stride;
};
// Level by level, row by row. Sides are multiples of kCellMultiple.
std::vector<Cell> cells_of(int width, int height);

// A face in a training picture.
struct SceneFace {
  Rect box;
  double angle = 0;  // radians, x towards y: the direction of its x axis
};

// What each cell of a picture should say.
struct CellTargets {
  std::vector<float> kind;   // 1 a face, 0 none, -1 not known: no loss
  std::vector<float> boxes;  // kBoxValues a cell: left, top, right, bottom in pixels
  std::vector<float> turns;  // kTurnValues a cell
};
// `unknown`: regions where nothing is said about faces. Of faces that claim one cell the smaller
// has it.
CellTargets cell_targets(const std::vector<Cell>& cells, const std::vector<SceneFace>& faces,
                         const std::vector<Rect>& unknown);

// Of detections that overlap by more than `overlap` one stays: its box is the mean of theirs,
// weighted by score. Best first.
std::vector<Detection> merge_detections(std::vector<Detection> detections, double overlap);

}  // namespace facepoint::nn
