#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <tuple>
#include <utility>

#include "curate/planted_errors.h"
#include "curate/suspicion.h"
#include "curate/suspicion_signs.h"

namespace facepoint {
namespace {

constexpr int kRoundsOfErrors = 8;
constexpr double kPlanted = 0.05;  // of the faces
constexpr double kLeftOut = 0.05;  // the most suspicious ones: some are really wrong
constexpr double kResidualStrength = 1000;
constexpr double kShapeStrength = 3000;

double logit(double chance) {
  const double inside = std::clamp(chance, 1e-12, 1 - 1e-12);
  return std::log(inside / (1 - inside));
}

// Of the chance logistic(offset + slope * strength), by Newton's method on the likelihood.
std::pair<double, double> fit_logistic(const std::vector<std::pair<double, bool>>& samples) {
  double offset = -4;
  double slope = 1;
  for (int round = 0; round < 50; ++round) {
    double g0 = 0;
    double g1 = -1e-3 * slope;
    double h00 = 1e-6;
    double h01 = 0;
    double h11 = 1e-3;
    for (const auto& [strength, wrong] : samples) {
      const double chance = logistic(offset + slope * strength);
      const double off = (wrong ? 1 : 0) - chance;
      const double curve = chance * (1 - chance);
      g0 += off;
      g1 += off * strength;
      h00 += curve;
      h01 += curve * strength;
      h11 += curve * strength * strength;
    }
    const double determinant = std::max(h00 * h11 - h01 * h01, 1e-9);
    const double step0 = (h11 * g0 - h01 * g1) / determinant;
    const double step1 = (h00 * g1 - h01 * g0) / determinant;
    offset += std::clamp(step0, -2.0, 2.0);
    slope += std::clamp(step1, -1.0, 1.0);
    if (std::abs(step0) + std::abs(step1) < 1e-9) break;
  }
  return {offset, slope};
}

using Samples = std::vector<std::pair<double, bool>>;

// What a round of planted errors says: how strong signs are where something is wrong, and where
// not. Of the faces that were suspicious before, half are taken for wrong, since nobody knows.
void add_round(const Scheme& scheme, std::span<const LabelToJudge> labels,
               const SuspicionPrior& prior, const std::vector<std::size_t>& clean,
               const std::vector<std::size_t>& suspicious, std::uint64_t seed, Samples& faces,
               Samples& points) {
  std::mt19937_64 engine(seed);
  std::vector<Keypoints> spoiled;
  std::vector<std::size_t> which;
  const auto wanted = static_cast<std::size_t>(kPlanted * static_cast<double>(clean.size()));
  spoiled.reserve(wanted);
  std::vector<LabelToJudge> judged(labels.begin(), labels.end());
  std::vector<bool> is_planted(labels.size(), false);
  while (spoiled.size() < wanted) {
    const std::size_t face = clean[engine() % clean.size()];
    if (is_planted[face]) continue;
    is_planted[face] = true;
    const PlantedError kind = kPlantedErrors[spoiled.size() % std::size(kPlantedErrors)];
    const Keypoints& other = *labels[clean[engine() % clean.size()]].label;
    spoiled.push_back(with_planted_error(scheme, *labels[face].label, kind, engine(), other));
    judged[face].label = &spoiled.back();
  }
  const std::vector<LabelSuspicion> suspicions = judge_labels(scheme, judged, prior);
  for (const std::size_t face : suspicious) {
    for (const bool wrong : {false, true}) {
      faces.emplace_back(strongest_sign(suspicions[face].signs), wrong);
    }
  }
  for (const std::size_t face : clean) {
    faces.insert(faces.end(), 2, {strongest_sign(suspicions[face].signs), is_planted[face]});
    const Keypoints& truth = *labels[face].label;
    const Keypoints& label = *judged[face].label;
    // One face in ten tells enough of points that are right.
    if (!is_planted[face] && face % 10 != 0) continue;
    for (std::size_t p = 0; p < truth.size(); ++p) {
      if (!truth[p].present()) continue;
      points.emplace_back(
          (logit(suspicions[face].points[p]) - prior.point_offset) / prior.point_slope,
          !(label[p].position == truth[p].position));
    }
  }
}

}  // namespace

SuspicionPrior learn_suspicion(const Scheme& scheme, std::span<const LabelToJudge> labels,
                               std::uint64_t seed) {
  SuspicionPrior prior;
  {
    const SignMeter meter(scheme, labels, prior);
    const Ranges ranges = ranges_of(meter.measure({}), prior);
    prior.mean_shape = meter.mean_shape();
    prior.usual_error = meter.usual_error();
    prior.residuals = {meter.residuals().mean(), meter.residuals().covariance(), kResidualStrength};
    prior.shapes = {meter.shapes().mean(), meter.shapes().covariance(), kShapeStrength};
    prior.signs = ranges.signs;
    prior.point_signs = ranges.points;
  }
  const std::vector<LabelSuspicion> suspicions = judge_labels(scheme, labels, prior);
  std::vector<std::size_t> clean(labels.size());
  std::iota(clean.begin(), clean.end(), std::size_t{0});
  std::stable_sort(clean.begin(), clean.end(), [&](std::size_t a, std::size_t b) {
    return suspicions[a].value < suspicions[b].value;
  });
  const auto kept = static_cast<std::ptrdiff_t>((1 - kLeftOut) * static_cast<double>(clean.size()));
  const std::vector<std::size_t> suspicious(clean.begin() + kept, clean.end());
  clean.resize(static_cast<std::size_t>(kept));
  if (clean.size() < 100) return prior;  // too few to tell chances from
  Samples faces;
  Samples points;
  for (int round = 0; round < kRoundsOfErrors; ++round) {
    add_round(scheme, labels, prior, clean, suspicious,
              seed * 1000 + static_cast<std::uint64_t>(round), faces, points);
  }
  std::tie(prior.offset, prior.slope) = fit_logistic(faces);
  std::tie(prior.point_offset, prior.point_slope) = fit_logistic(points);
  return prior;
}

}  // namespace facepoint
