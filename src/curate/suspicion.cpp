#include "curate/suspicion.h"

#include <algorithm>
#include <cmath>

#include "curate/suspicion_signs.h"

namespace facepoint {
namespace {

constexpr double kSharpness = 2;  // of the soft maximum over signs

double soft_maximum(std::span<const double> values) {
  const double largest = *std::max_element(values.begin(), values.end());
  double sum = 0;
  for (const double value : values) sum += std::exp(kSharpness * (value - largest));
  return largest + std::log(sum) / kSharpness;
}

Signs signs_of(const Measured& face, const Ranges& ranges) {
  Signs signs;
  signs.fill(kNoSign);
  if (!face.whole) return signs;
  for (std::size_t sign = 0; sign < kSigns; ++sign) {
    // A head bent far down has a rare shape, and the right one where the CNN sees it there.
    if (face.predicted && (sign == at(Sign::kShape) || sign == at(Sign::kShapeRegion))) continue;
    if (face.predicted || is_of_shape(sign)) {
      signs[sign] = beyond(face.signs[sign], ranges.signs[sign]);
    }
  }
  return signs;
}

// How strongly each point is wrong: by itself, with its region, or with the face. What one point
// explains is no sign of its region, nor what a region explains one of the face.
std::vector<double> point_strengths(const Scheme& scheme, const Measured& face, const Signs& signs,
                                    const Ranges& ranges) {
  std::vector<double> strengths;
  const double shift = signs[at(Sign::kShift)];
  const UsualRange& of_regions =
      ranges.signs[at(face.predicted ? Sign::kRegion : Sign::kShapeRegion)];
  double strongest_region = kNoSign;
  std::vector<double> own;
  for (std::size_t p = 0; p < face.shape_point.size(); ++p) {
    std::vector<double> by_itself{beyond(face.shape_point[p], ranges.points[2])};
    if (face.predicted) {
      by_itself.push_back(beyond(face.point[p], ranges.points[0]));
      by_itself.push_back(beyond(face.largest[p], ranges.points[1]));
    }
    own.push_back(soft_maximum(by_itself));
  }
  std::vector<double> with_region;
  for (std::size_t r = 0; r < scheme.regions.size(); ++r) {
    double worst = 0;
    const std::vector<double>& points = face.predicted ? face.point : face.shape_point;
    for (const int p : scheme.regions[r].points) worst = std::max(worst, std::exp(points[p]));
    const double unexplained = std::exp(face.region[r]) - worst;
    with_region.push_back(unexplained > 0 ? beyond(log_of(unexplained), of_regions) : kNoSign);
    strongest_region = std::max(strongest_region, with_region.back());
  }
  for (std::size_t p = 0; p < own.size(); ++p) {
    const std::array all{own[p], with_region[scheme.region_of(static_cast<int>(p))],
                         shift > strongest_region ? shift : kNoSign};
    strengths.push_back(soft_maximum(all));
  }
  return strengths;
}

}  // namespace

std::vector<LabelSuspicion> judge_labels(const Scheme& scheme, std::span<const LabelToJudge> labels,
                                         const SuspicionPrior& prior,
                                         const std::function<void(std::int64_t)>& progress) {
  std::vector<LabelSuspicion> result(labels.size());
  if (labels.empty()) return result;
  const std::vector<Measured> measured = SignMeter(scheme, labels, prior).measure(progress);
  const Ranges ranges = ranges_of(measured, prior);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    LabelSuspicion& suspicion = result[i];
    suspicion.signs = signs_of(measured[i], ranges);
    if (!measured[i].whole) {
      suspicion.value = 1;
      suspicion.points.assign(labels[i].label->size(), 1);
      continue;
    }
    suspicion.point = measured[i].worst_point;
    suspicion.region = measured[i].worst_region;
    suspicion.value = logistic(prior.offset + prior.slope * strongest_sign(suspicion.signs));
    for (const double strength : point_strengths(scheme, measured[i], suspicion.signs, ranges)) {
      suspicion.points.push_back(logistic(prior.point_offset + prior.point_slope * strength));
    }
  }
  return result;
}

double strongest_sign(const Signs& signs, const Signs& weight) {
  Signs weighed = signs;
  for (std::size_t sign = 0; sign < kSigns; ++sign) weighed[sign] += weight[sign];
  return soft_maximum(weighed);
}

double Lesson::chance(const Signs& signs) const {
  return logistic(offset + slope * strongest_sign(signs, weight));
}

// By gradient steps of a length that the curvature bounds; a few thousand verdicts take
// milliseconds.
Lesson learn_from_verdicts(std::span<const Judgement> judgements, const SuspicionPrior& prior) {
  constexpr int kSteps = 300;
  constexpr double kOffsetVariance = 4;
  Lesson lesson{{}, prior.offset, prior.slope};
  if (judgements.empty()) return lesson;
  const double curvature =
      0.25 * static_cast<double>(judgements.size()) * (1 + prior.slope * prior.slope) + 1;
  for (int step = 0; step < kSteps; ++step) {
    double offset = (prior.offset - lesson.offset) / kOffsetVariance;
    Signs weight;
    for (std::size_t sign = 0; sign < kSigns; ++sign) weight[sign] = -lesson.weight[sign];
    for (const Judgement& judgement : judgements) {
      const double off = (judgement.wrong ? 1 : 0) - lesson.chance(judgement.signs);
      offset += off;
      const double largest = strongest_sign(judgement.signs, lesson.weight);
      for (std::size_t sign = 0; sign < kSigns; ++sign) {
        const double share =
            std::exp(kSharpness * (judgement.signs[sign] + lesson.weight[sign] - largest));
        weight[sign] += off * prior.slope * share;
      }
    }
    lesson.offset += offset / curvature;
    for (std::size_t sign = 0; sign < kSigns; ++sign)
      lesson.weight[sign] += weight[sign] / curvature;
  }
  return lesson;
}

}  // namespace facepoint
