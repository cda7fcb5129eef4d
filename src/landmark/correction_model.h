// What moving some points of a face says about the others. Errors of all points are taken as one
// Gaussian, whose covariance S was measured on many faces, those like this one before all; where a
// person sets a point, the rest move by the conditional mean of theirs:
//   e_rest = S_rest,set (S_set,set + n I)^-1 e_set
// (Kriging; Bishop, "Pattern Recognition and Machine Learning", 2.3.1), gesture by gesture as a
// Kalman filter does. A gesture also says what it left alone: a person who moves a point by d has
// seen the others where they were shown, and likely passed none that was much farther off. So
// before each gesture every point is taken as observed where it is shown, with a variance in
// proportion to d^2: the finer the corrections, the less the rest still moves. Errors are in the
// face's own frame: upright, in longer sides of the box around its points as they were. Values, any
// thread.
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "landmark/error_samples.h"
#include "landmark/scheme.h"

namespace facepoint {

// A point that a person has put, or keeps, where it is.
struct SetPoint {
  int point = 0;    // index in the scheme
  Point position;   // in image pixels
  int gesture = 0;  // in which it was set last; those of one gesture were seen and set together
  double way = 0;   // in image pixels, how far that gesture moved it; 0: it says nothing of others
};

// What a network makes of a face of which a person has set some points.
struct Corrected {
  Keypoints points;           // in image pixels
  std::vector<double> error;  // a point's expected distance from the truth in image pixels, 0 for
                              // set ones
};

class CorrectionModel {
 public:
  // Knows nothing: points that aren't set stay.
  CorrectionModel() = default;
  // `mean_shape`: see landmark/mean_shape.h; tells how a face is turned. `covariance`: twice as
  // many rows as the scheme has points, in the order x0, y0, x1, y1, ..., row by row. `samples`: of
  // the faces that it was measured on, see of_face; may be empty. Throws Error(kInvalidInput) when
  // the sizes don't fit or a number is not finite.
  CorrectionModel(Keypoints mean_shape, std::span<const float> covariance,
                  ErrorSamples samples = {});

  bool empty() const { return variances_.empty(); }

  // What is known of faces like this one; this model where no faces were sampled. About 10 ms, so
  // not while the mouse moves. `start`: as below. `expected_error`: how far the network expects
  // each of its points to be from the truth, in image pixels; empty: not known.
  CorrectionModel of_face(const Keypoints& start, std::span<const double> expected_error) const;

  // `start`: as they were before anything was set, in image pixels. Points set are where they were
  // set, each given once, in any order of gestures; those absent, and set points that are absent at
  // the start, tell and follow nothing.
  // `reach`: how far from what was set points still follow, in sides of the face's box; infinite:
  // as far as was learned.
  Keypoints followed(const Keypoints& start, std::span<const SetPoint> set,
                     double reach = kFarthest) const;

  // One a point: how much of the deviation that was expected of it (1) is left once `set` is known,
  // 0 for set points. Absent points and an empty model: 1.
  std::vector<double> deviation_left(const Keypoints& start, std::span<const SetPoint> set,
                                     double reach = kFarthest) const;

  static constexpr double kFarthest = 1e9;

 private:
  // Calls `use` with what is known once `set` is; not where nothing is.
  template <class Use>
  void with_belief(const Keypoints& start, std::span<const SetPoint> set, double reach,
                   const Use& use) const;
  void set_covariance(std::span<const double> covariance);

  Keypoints mean_shape_;
  std::vector<double> modes_;      // the covariance's eigenvectors, one a column, column by column
  std::vector<double> variances_;  // its eigenvalues
  double noise_ = 0;
  std::shared_ptr<const ErrorSamples> samples_;  // null: none
};

// How labels of one kind of faces vary around the mean shape, once moved, turned and scaled onto
// it: a covariance for CorrectionModel where no network's errors are known. Empty for fewer than
// three faces with all points.
std::vector<float> shape_covariance(const Keypoints& mean_shape, std::span<const Keypoints> faces);

}  // namespace facepoint
