#include "nn/module/simulated_corrections.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "landmark/upright_frame.h"
#include "nn/module/parallel_step.h"

namespace facepoint::nn {
namespace {

using torch::Tensor;

constexpr int kMostCorrections = 7;
constexpr double kHand = 0.01;      // of the side: people don't hit exactly
constexpr double kUnsure = 0.2;     // nor do they always take the very worst
constexpr double kUntold = 0.15;    // share of crops that the linear model says nothing about
constexpr double kUntouched = 0.1;  // share without any correction

// The point that a person takes for the worst; -1: none that isn't set.
int chosen(const Keypoints& points, const Keypoints& truth, const Tensor& weights, Random& random) {
  int worst = -1;
  double largest = 0;
  for (std::size_t p = 0; p < points.size(); ++p) {
    if (weights[static_cast<std::int64_t>(p)].item<float>() <= 0) continue;
    const double off = distance(points[p].position, truth[p].position) *
                       std::exp(random.uniform(-kUnsure, kUnsure));
    if (off <= largest) continue;
    largest = off;
    worst = static_cast<int>(p);
  }
  return worst;
}

// A face's rows of a batch.
struct Face {
  Keypoints start;
  Keypoints truth;
  double side;
  Tensor weights;  // 0 where a point is set
  CorrectionHints hints;
};

void simulate(const Face& face, const CorrectionModel& linear, Random random) {
  const bool told = !random.chance(kUntold);
  const int wanted = random.chance(kUntouched) ? 0 : 1 + random.below(kMostCorrections);
  std::vector<SetPoint> set;
  Keypoints points = face.start;
  for (int k = 0; k < wanted; ++k) {
    const int worst = chosen(points, face.truth, face.weights, random);
    if (worst < 0) break;
    const double off = random.uniform(0, 2 * kHand) * face.side;
    const double angle = random.uniform(0, 2 * std::numbers::pi);
    const Point end = face.truth[worst].position + Point{std::cos(angle), std::sin(angle)} * off;
    set.push_back({worst, end, k + 1, distance(points[worst].position, end)});
    face.weights[worst] = 0;
    face.hints.is_set[worst] = 1;
    if (told) points = linear.followed(face.start, set);
    points[worst].position = end;
  }
  if (told) {
    const std::vector<double> left = linear.deviation_left(face.start, set);
    std::copy(left.begin(), left.end(), face.hints.left.data_ptr<float>());
  }
  float* to = face.hints.expected.data_ptr<float>();
  for (const Landmark& point : points) {
    *to++ = static_cast<float>(point.position.x);
    *to++ = static_cast<float>(point.position.y);
  }
}

}  // namespace

Keypoints keypoints_of(const Tensor& units) {
  Keypoints points(static_cast<std::size_t>(units.size(0)));
  const float* from = units.data_ptr<float>();
  for (Landmark& point : points) {
    point.position = {from[0], from[1]};
    from += 2;
  }
  return points;
}

CorrectionStart start_of(const LoadedModel& base, const Batch& batch, const Tensor& pixels,
                         std::int64_t first, std::int64_t n) {
  const torch::NoGradGuard no_gradient;
  const std::int64_t points = base.network->spec().points;
  const NetworkOutput seen = base.network->forward(pixels);
  const Tensor sides =
      std::get<0>(seen.points.amax(1).sub(seen.points.amin(1)).max(1)).unsqueeze(1);
  CorrectionStart start;
  start.offset = base.network->source_offset(torch::softmax(seen.source_logits, 1),
                                             torch::cat({sides, torch::zeros_like(sides)}, 1),
                                             rows(batch.mirrored, first, {n}, torch::kFloat32));
  start.points = (seen.points + start.offset).contiguous();
  start.truth = rows(batch.points, first, {n, points, 2}, torch::kFloat32);
  start.weights = rows(batch.weights, first, {n, points}, torch::kFloat32).clone();
  start.sides = rows(batch.frames, first, {n, 2}, torch::kFloat32).norm(2, {1}).clamp_min(1e-3);
  const Tensor errors = seen.log_errors.to(torch::kFloat32).exp().contiguous();
  for (std::int64_t i = 0; i < n; ++i) {
    const double side = upright_frame(base.mean_shape, keypoints_of(start.points[i])).side;
    std::vector<double> expected;
    for (std::int64_t p = 0; p < points; ++p) {
      expected.push_back(base.calibration(errors[i][p].item<float>()) * side);
    }
    start.expected_error.push_back(std::move(expected));
  }
  return start;
}

CorrectionBatch simulated_corrections(const CorrectionStart& start, const CorrectionModel& linear,
                                      const std::function<Random(std::int64_t)>& random_of) {
  const torch::NoGradGuard no_gradient;
  CorrectionBatch out;
  out.weights = start.weights.clone();
  out.sides = start.sides;
  out.hints.is_set = torch::zeros_like(out.weights);
  out.hints.expected = torch::empty_like(start.points);
  out.hints.left = torch::ones_like(out.weights);
  for (std::int64_t i = 0; i < start.points.size(0); ++i) {
    simulate({keypoints_of(start.points[i]),
              keypoints_of(start.truth[i]),
              start.sides[i].item<double>(),
              out.weights[i],
              {{}, out.hints.is_set[i], out.hints.expected[i], out.hints.left[i]}},
             linear.of_face(keypoints_of(start.points[i]),
                            start.expected_error[static_cast<std::size_t>(i)]),
             random_of(i));
  }
  out.hints.expected -= start.offset;
  out.hints.set = out.hints.expected;
  out.wanted = start.truth - start.offset;
  return out;
}

}  // namespace facepoint::nn
