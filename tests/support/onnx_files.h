// Tiny ONNX files whose answers are known, since no real detector's file can be part of the tests:
// networks that look for coloured squares, with the outputs of YuNet and of SCRFD.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/geometry.h"

namespace facepoint::test {

// What such a detector says of a face, in strides: a box around the cell's middle (SCRFD's: with
// the cell's corner as its middle) and five points from the cell's corner.
struct KnownFace {
  double width = 4;
  double height = 5;
  std::array<Point, 5> landmarks{};
};

struct ScrfdOptions {
  bool named = true;      // score_8, ...; else numbers
  bool landmarks = true;  // 9 outputs; else 6
  bool batched = false;   // 1 x n x k; else n x k
  int size = 0;           // declared sides of the input; 0: any
};

// A face of stride 8 for each red cell of 8 pixels, of 16 for green, of 32 for blue; the score is
// how much of that colour alone there is. YuNet's give B, G, R from 0 to 255 a meaning, SCRFD's R,
// G, B from -1 to 1. The older YuNet's are the first box of each cell.
std::string yunet_file(const KnownFace& face);
std::string old_yunet_file(const KnownFace& face);
std::string scrfd_file(const KnownFace& face, const ScrfdOptions& options = {});

// One operator between the input (1 x 3 x any x any) and the output `name`; the node itself has
// another name, as in most files.
std::string one_operator_file(const std::string& op, const std::string& output);

}  // namespace facepoint::test
