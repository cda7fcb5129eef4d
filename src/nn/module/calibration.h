// From the error a network expects to the error that held-out people show. Pure values.
#pragma once

#include <utility>
#include <vector>

namespace facepoint::nn {

struct Calibration {
  // (expected, true mean), both growing, in the same unit; linear between, proportional beyond.
  // Empty: expectations are taken as they are.
  std::vector<std::pair<double, double>> knots;

  double operator()(double expected) const;
};

// Pairs (expected, observed) of held-out faces: means of `bins` equally filled bins, made monotone
// by pooling adjacent violators (Barlow et al. 1972).
Calibration calibrate(std::vector<std::pair<double, double>> pairs, int bins);

}  // namespace facepoint::nn
