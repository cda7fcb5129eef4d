// How likely each label of a set is wrong, and which of its points. A label is compared with what a
// network that doesn't know it says, in the network's own uncertainty, and with the shapes that
// faces have. What is unusual for the set is suspicious; how unusual things are is told from the
// set itself, beside what was learned before from other data. Pure values, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "curate/deviations.h"
#include "landmark/scheme.h"

namespace facepoint {

// What a label is judged by. Those of the network's residuals: the whole pattern of them, one point
// against its neighbours, one region against the rest, a shift of all, and plain distances: the
// mean, the largest in units of the expected error, the mean in these. Those of the shape alone:
// the whole, one point, one region.
enum class Sign : std::uint8_t {
  kResiduals,
  kPoint,
  kRegion,
  kShift,
  kMean,
  kLargest,
  kMeanScaled,
  kShape,
  kShapePoint,
  kShapeRegion,
};
inline constexpr int kSigns = 10;
inline constexpr double kNoSign = -9;  // nothing is known of it: no sign of anything

// One a sign: how unusual, in standard deviations beyond the median of the set.
using Signs = std::array<double, kSigns>;

// Where half of the values and 85 % of them lie, as logarithms.
struct UsualRange {
  double median = 0;
  double upper = 1;
};

// Learned before, from other data. Empty: nothing was.
struct SuspicionPrior {
  Keypoints mean_shape;  // see landmark/mean_shape.h
  DeviationPrior residuals;
  DeviationPrior shapes;
  std::vector<double> usual_error;          // one a point: the network's, in box sides
  std::array<UsualRange, kSigns> signs{};   // of faces
  std::array<UsualRange, 3> point_signs{};  // of points: kPoint, kLargest, kShapePoint
  double offset = -7;  // the chance of being wrong: logistic(offset + slope * strongest sign)
  double slope = 1.5;
  double point_offset = -9;  // likewise, of a point
  double point_slope = 1.5;
  bool empty() const { return mean_shape.empty(); }
};

struct LabelToJudge {
  const Keypoints* label = nullptr;      // in image pixels
  const Keypoints* predicted = nullptr;  // by the CNN, in image pixels; null: not known
  std::span<const double> error;         // one a point: expected of the prediction, in pixels
};

struct LabelSuspicion {
  double value = 0;            // chance that the label is wrong, 0 to 1
  std::vector<double> points;  // one a point: that it is
  Signs signs{};
  int point = -1;   // the most unusual by itself
  int region = -1;  // likewise, index into the scheme's regions
};

// In the order of the labels. `progress` is called now and then with how many are done; what it
// throws ends the work. Labels whose box is empty get no signs and the value 1.
std::vector<LabelSuspicion> judge_labels(const Scheme& scheme, std::span<const LabelToJudge> labels,
                                         const SuspicionPrior& prior,
                                         const std::function<void(std::int64_t)>& progress = {});

// The signs together: the strongest, a little more where several are strong (a soft maximum).
// `weight`: added to each sign first; see learn_from_verdicts.
double strongest_sign(const Signs& signs, const Signs& weight = {});

// From labels that are right for the most part, and errors planted into them. `seed`: of these.
SuspicionPrior learn_suspicion(const Scheme& scheme, std::span<const LabelToJudge> labels,
                               std::uint64_t seed);

// What people have said of labels, by their signs, moves the chances of all others: which signs to
// believe, and how many labels are wrong at all. The most likely weights and offset given the
// verdicts, where each weight is taken as normal around 0 with a deviation of 1, and the offset
// around the prior's with 2.
struct Judgement {
  Signs signs{};
  bool wrong = false;
};
struct Lesson {
  Signs weight{};
  double offset = 0;  // instead of the prior's
  double slope = 0;   // the prior's

  double chance(const Signs& signs) const;
};
Lesson learn_from_verdicts(std::span<const Judgement> judgements, const SuspicionPrior& prior);

}  // namespace facepoint
