// How a network erred on many faces, kept small, so that what is known of a face's errors can be
// that of faces like it: turned as it is, and doubted where it is. Errors hang together otherwise
// on a profile than on a face seen from the front. Each sample weighs by a Gaussian kernel over
// shapes and expected errors (Nadaraya 1964, Watson 1964; a covariance in place of their mean).
// Values, any thread.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "landmark/keypoints.h"

namespace facepoint {

// A face as the network places it, in its own frame (landmark/upright_frame.h). Twice as many
// numbers as there are points mean x0, y0, x1, ...
struct PlacedFace {
  std::vector<float> shape;  // twice; where the points are, about their mean; 0 for absent ones
  std::vector<float> doubt;  // logarithms of the points' expected errors; empty: not known
};
// `expected_error`: one a point, in the units of `points`; empty, or not one a point: not known.
PlacedFace placed_face(const Keypoints& mean_shape, const Keypoints& points,
                       std::span<const double> expected_error);
// Label - points in the frame of `points`; 0 where either is absent.
std::vector<float> errors_in_frame(const Keypoints& mean_shape, const Keypoints& points,
                                   const Keypoints& label);

// A face with a label, to be sampled. `face.doubt` is known.
struct ErrorSample {
  PlacedFace face;
  std::vector<float> error;
};

// Of each face, coordinates along the principal axes of shapes, doubts and errors, in eight bits.
struct ErrorSamples {
  std::vector<float> shape_mean;
  std::vector<float> shape_axes;  // an axis after the other, orthonormal, as below
  std::vector<float> doubt_mean;
  std::vector<float> doubt_axes;
  std::vector<float> error_axes;
  std::vector<float> steps;         // of the codes, one an axis: of shapes, doubts, errors
  std::vector<std::uint8_t> codes;  // a face after the other, one an axis; 128 is 0

  bool empty() const { return codes.empty(); }
  // Sizes fit each other and faces of as many points, and all numbers are finite.
  bool fits(std::size_t points) const;
};

// Empty for too few faces. What errs by more than most ever do counts as if it erred by less.
ErrorSamples sampled(std::span<const ErrorSample> faces);
// Second moments of the errors, about 0, of twice as many rows as there are points, row by row.
std::vector<float> error_covariance(std::span<const ErrorSample> faces);

// Second moments of errors along the error axes, row by row, of sampled faces weighed by how much
// they are like this one. `samples` fits and isn't empty.
std::vector<double> covariance_of_like(const ErrorSamples& samples, const PlacedFace& face);

}  // namespace facepoint
