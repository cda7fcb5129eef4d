#include "curate/suspicion.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
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

namespace {

constexpr double kOffsetVariance = 4;
constexpr int kUnknowns = kSigns + 1;  // the weights, and the offset last
using Unknowns = Eigen::Matrix<double, kUnknowns, 1>;
using Curvature = Eigen::Matrix<double, kUnknowns, kUnknowns>;

Lesson moved(Lesson lesson, const Unknowns& step, double part) {
  for (std::size_t sign = 0; sign < kSigns; ++sign) {
    lesson.weight[sign] += part * step[static_cast<Eigen::Index>(sign)];
  }
  lesson.offset += part * step[kSigns];
  return lesson;
}

// Logarithm of how likely the verdicts and the lesson are together, but for a constant.
double log_likelihood(const Lesson& lesson, std::span<const Judgement> judgements,
                      const SuspicionPrior& prior) {
  const double from_prior = lesson.offset - prior.offset;
  double sum = -from_prior * from_prior / (2 * kOffsetVariance);
  for (const double weight : lesson.weight) sum -= weight * weight / 2;
  for (const Judgement& judgement : judgements) {
    const double strength =
        lesson.offset + lesson.slope * strongest_sign(judgement.signs, lesson.weight);
    const double against = judgement.wrong ? -strength : strength;
    sum -= std::max(against, 0.0) + std::log1p(std::exp(-std::abs(against)));
  }
  return sum;
}

Unknowns newton_step(const Lesson& lesson, std::span<const Judgement> judgements,
                     const SuspicionPrior& prior) {
  Unknowns gradient;
  Unknowns precision = Unknowns::Ones();
  for (std::size_t sign = 0; sign < kSigns; ++sign) {
    gradient[static_cast<Eigen::Index>(sign)] = -lesson.weight[sign];
  }
  gradient[kSigns] = (prior.offset - lesson.offset) / kOffsetVariance;
  precision[kSigns] = 1 / kOffsetVariance;
  Curvature curvature = precision.asDiagonal();
  for (const Judgement& judgement : judgements) {
    const double largest = strongest_sign(judgement.signs, lesson.weight);
    const double chance = logistic(lesson.offset + lesson.slope * largest);
    Unknowns slope;  // of the strength by each unknown
    for (std::size_t sign = 0; sign < kSigns; ++sign) {
      slope[static_cast<Eigen::Index>(sign)] =
          lesson.slope *
          std::exp(kSharpness * (judgement.signs[sign] + lesson.weight[sign] - largest));
    }
    slope[kSigns] = 1;
    gradient += ((judgement.wrong ? 1 : 0) - chance) * slope;
    curvature.noalias() += chance * (1 - chance) * slope * slope.transpose();
  }
  return curvature.llt().solve(gradient);
}

}  // namespace

// By Newton's method without the curvature of the soft maximum, each step halved until it is one
// upwards: some ten rounds.
Lesson learn_from_verdicts(std::span<const Judgement> judgements, const SuspicionPrior& prior) {
  constexpr int kRounds = 50;
  constexpr double kSettled = 1e-6;  // in what the likelihood still gains
  Lesson lesson{{}, prior.offset, prior.slope};
  if (judgements.empty()) return lesson;
  double likelihood = log_likelihood(lesson, judgements, prior);
  for (int round = 0; round < kRounds; ++round) {
    const Unknowns step = newton_step(lesson, judgements, prior);
    double gain = 0;
    for (double part = 1; part > 1e-3 && gain <= 0; part /= 2) {
      const Lesson next = moved(lesson, step, part);
      gain = log_likelihood(next, judgements, prior) - likelihood;
      if (gain > 0) lesson = next;
    }
    if (gain < kSettled) break;
    likelihood += gain;
  }
  return lesson;
}

}  // namespace facepoint
