// Errors of predicted points against labels. All distances are normalised by the face's size,
// so that they compare across images. Pure functions, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "landmark/scheme.h"

namespace facepoint {

// Distance of the outer eye corners in pixels (300-W's normalisation); nullopt when one is absent
// or they coincide.
std::optional<double> inter_ocular_distance(const Scheme& scheme, const Keypoints& points);

// Square root of width x height of the points' bounding box, in pixels; nullopt when it is empty.
std::optional<double> box_side(const Keypoints& points);

// Mean distance over points present in both, in pixels; nullopt when there is none.
std::optional<double> mean_distance(const Keypoints& predicted, const Keypoints& truth);

struct FaceError {
  std::optional<double> nme_inter_ocular;        // mean error / inter-ocular distance of the truth
  std::optional<double> nme_box;                 // mean error / box side of the truth
  std::vector<std::optional<double>> by_region;  // / inter-ocular distance, as Scheme::regions
};
FaceError face_error(const Scheme& scheme, const Keypoints& predicted, const Keypoints& truth);

// Cumulative error distribution: share of faces with an error of at most x.
// A missed face is an infinite error.
struct CedPoint {
  double error = 0;
  double share = 0;
};
std::vector<CedPoint> cumulative_error_distribution(std::span<const double> errors, double limit,
                                                    int steps);

// The point that lies farthest from the truth, of those that the truth has and that lie farther
// than `passes` (unit of the points); none: all are right.
std::optional<int> worst_point(const Keypoints& points, const Keypoints& truth, double passes = 0);

// Chance that a point lies at most `limit` off when its expected distance is `expected` (same
// unit): distances are taken as Gamma distributed with shape 2, the distance law of an
// exponential density in the plane.
double chance_within(double limit, double expected);

// One a point: the chance of being at most 8 % of the inter-ocular distance off (5 % of the box
// side where there is none), given `expected` distances in pixels.
std::vector<double> point_confidences(const Scheme& scheme, const Keypoints& points,
                                      std::span<const double> expected);

// The other way: the expected distances in pixels that these chances were told from, at most a
// hundred times what the chances are about.
std::vector<double> expected_errors(const Scheme& scheme, const Keypoints& points,
                                    std::span<const double> confidences);

// What expected errors are worth: bins of equally many pairs (expected, observed), from the least
// expected error up.
struct ReliabilityBin {
  double expected = 0;  // means
  double observed = 0;
  std::int64_t count = 0;
};
std::vector<ReliabilityBin> reliability(std::vector<std::pair<double, double>> pairs, int bins);

// Share of the faces with an error above `limit` that is among the tenth of least confidence; pairs
// (confidence, error). 0 when none is above.
double failures_in_worst_tenth(std::vector<std::pair<double, double>> faces, double limit);

struct EvaluationSummary {
  int faces = 0;        // with an inter-ocular distance to divide by
  int missed = 0;       // of these, no prediction
  double mean_nme = 0;  // by inter-ocular distance, over faces with a prediction
  double median_nme = 0;
  int with_box = 0;          // faces with a prediction and a box side to divide by
  double mean_nme_box = 0;   // over these
  double failures_at_8 = 0;  // share of faces with NME > 0.08, missed ones included
  double failures_at_10 = 0;
  double ced_area_at_8 = 0;  // area under the CED up to 0.08, divided by 0.08: 1 is perfect
  std::vector<double> mean_by_region;
};
// nullopt in `errors`: the face, which has an inter-ocular distance, was missed.
EvaluationSummary summarise(const Scheme& scheme, std::span<const std::optional<FaceError>> errors);

// A summary in one number: its mean NME by inter-ocular distance, or by the box side where no face
// that was predicted has one; nullopt: none has either.
struct MeanError {
  double nme = 0;
  bool by_box = false;
};
std::optional<MeanError> mean_error(const EvaluationSummary& summary);

}  // namespace facepoint
