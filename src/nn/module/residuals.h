// How the errors of a face's points hang together: what a correction of one point says about the
// others. Pure values.
#pragma once

#include <vector>

#include "nn/module/crop.h"

namespace facepoint::nn {

class Residuals {
 public:
  explicit Residuals(int points) : points_(points) {}

  // Errors label - prediction in the face's own frame (turned upright by `frame`, in units of
  // frame.side). A point absent in the label counts as predicted as usual.
  void add(const Keypoints& predicted, const Keypoints& label, const FaceFrame& frame);

  // Covariance about the mean, 2 points x 2 points by rows in the order x0, y0, x1, y1, ...; empty
  // for fewer than two faces.
  std::vector<float> covariance() const;

 private:
  int points_;
  std::vector<std::vector<double>> faces_;  // NaN where absent
};

}  // namespace facepoint::nn
