#include "nn/module/corrector_network.h"

#include <algorithm>

namespace facepoint::nn {
namespace {

using torch::Tensor;

constexpr std::int64_t kMapSize = 32;
// Gaussians of one cell's deviation, about 1 at their middle.
constexpr double kHintScale = 6;

torch::nn::Conv2d silent(std::int64_t in, std::int64_t out) {
  torch::nn::Conv2d layer(torch::nn::Conv2dOptions(in, out, 1));
  const torch::NoGradGuard no_gradient;
  layer->weight.zero_();
  layer->bias.zero_();
  return layer;
}

Tensor applied(const torch::nn::Conv2d& layer, const Tensor& x) {
  return torch::conv2d(x, layer->weight.to(x.scalar_type()), layer->bias.to(x.scalar_type()));
}

Tensor hint_pictures(const CorrectionHints& hints, torch::ScalarType type) {
  const Tensor set = gaussian_maps(hints.set, kMapSize) * hints.is_set.unsqueeze(2).unsqueeze(3);
  return torch::cat({set, gaussian_maps(hints.expected, kMapSize)}, 1)
      .mul_(kHintScale)
      .to(type)
      .contiguous(torch::MemoryFormat::ChannelsLast);
}

// Of each cell of a map from `points` (n x points x 2, unit coordinates), in cells; no more than
// what still matters.
Tensor squared_distances(const Tensor& points, std::int64_t size) {
  constexpr double kFarthest = 60;
  const Tensor cells = torch::arange(size).to(torch::kFloat32);
  const Tensor along = (cells - (points * size - 0.5).unsqueeze(3)).square();  // n x points x 2 x s
  return (along.select(2, 1).unsqueeze(3) + along.select(2, 0).unsqueeze(2)).clamp_max(kFarthest);
}

}  // namespace

CorrectorNetImpl::CorrectorNetImpl(int points, int width)
    : at64_(register_module("at64", ConvNorm(3, width, 3, 2))),
      down32_(register_module("down32", Block(width, 2 * width, 2))),
      down16_(register_module("down16", Block(2 * width, 4 * width, 2))),
      more16_(register_module("more16", Block(4 * width, 4 * width, 1))),
      down8_(register_module("down8", Block(4 * width, 8 * width, 2))),
      more8_(register_module("more8", Block(8 * width, 8 * width, 1))),
      side16_(register_module("side16", ConvNorm(8 * width, 4 * width, 1, 1, false))),
      up16_(register_module("up16", Block(4 * width, 4 * width, 1))),
      side32_(register_module("side32", ConvNorm(4 * width, 2 * width, 1, 1, false))),
      up32_(register_module("up32", Block(2 * width, 2 * width, 1))),
      maps_(register_module("maps",
                            torch::nn::Conv2d(torch::nn::Conv2dOptions(2 * width, points, 1)))),
      error_(register_module("error", torch::nn::Linear(8 * width, points))),
      hint_features_(register_module("hint_features", silent(std::int64_t{2} * points, 2 * width))),
      hint_maps_(register_module("hint_maps", silent(std::int64_t{2} * points, points))) {
  spread_gain_ = register_parameter("spread_gain", torch::ones({points}));
  trust_ = register_parameter("trust", torch::zeros({points}));
  trust_told_ = register_parameter("trust_told", torch::ones({points}));
}

NetworkOutput CorrectorNetImpl::forward(const Tensor& pixels, const CorrectionHints& hints) {
  FloatRunner run;
  const Tensor told = hint_pictures(hints, pixels.scalar_type());
  const Tensor at32 = down32_->run(run, run.conv(*at64_, pixels)) + applied(hint_features_, told);
  const Tensor at16 = more16_->run(run, down16_->run(run, at32));
  const Tensor at8 = more8_->run(run, down8_->run(run, at16));
  const Tensor up = up16_->run(run, run.add_twice(run.conv(*side16_, at8), at16));
  const Tensor seen = up32_->run(run, run.add_twice(run.conv(*side32_, up), at32));
  // A product of what is seen and a Gaussian around where each point is expected (as constrained
  // local models weigh both: Saragih et al. 2011, "Deformable Model Fitting by Regularized Landmark
  // Mean-Shift").
  const Tensor trust = torch::softplus(trust_ + trust_told_ * (1 - hints.left));
  const Tensor maps =
      ((applied(maps_, seen) + applied(hint_maps_, told)).to(torch::kFloat32) -
       squared_distances(hints.expected, kMapSize) * trust.mul(0.5).unsqueeze(2).unsqueeze(3))
          .contiguous();
  NetworkOutput output;
  output.log_heatmaps = torch::log_softmax(maps.flatten(2), 2).view(maps.sizes());
  output.heatmaps = output.log_heatmaps.exp();
  output.points = expected_position(output.heatmaps);
  const Tensor whole = at8.to(torch::kFloat32).mean({2, 3}).detach();
  output.log_errors =
      error_->forward(whole) + spread_gain_ * spread(output.heatmaps.detach()).clamp_min(0.1).log();
  return output;
}

Tensor CorrectorNetImpl::loss(const NetworkOutput& output, const Tensor& wanted,
                              const Tensor& weights, const Tensor& sides) {
  constexpr double kPasses = 0.025;  // of the side
  const Tensor distance = (output.points - wanted).square().sum(2).add(1e-6).sqrt();
  const Tensor far = (distance - sides.unsqueeze(1) * kPasses).clamp_min(0);
  const Tensor gaussian = gaussian_maps(wanted, output.heatmaps.size(3));
  const Tensor entropy = -(output.log_heatmaps * gaussian).sum({2, 3});
  const Tensor doubt =
      distance.detach() / sides.unsqueeze(1) * torch::exp(-output.log_errors) + output.log_errors;
  const Tensor each = distance * 10 + far * 40 + entropy * 0.25 + doubt * 0.05;
  return (each * weights).sum() / weights.sum().clamp_min(1);
}

void CorrectorNetImpl::start_from(const Network& network) {
  std::vector<StoredTensor> tensors = stored_state(*this, false);
  const std::vector<StoredTensor> from = stored_state(network, false);
  for (StoredTensor& tensor : tensors) {
    const auto same = std::find_if(from.begin(), from.end(), [&](const StoredTensor& other) {
      return other.name == tensor.name && other.shape == tensor.shape;
    });
    if (same != from.end()) tensor = *same;
  }
  restore_state(*this, tensors, "the model that the corrector looks with");
}

}  // namespace facepoint::nn
