#include "nn/module/layers.h"

#include <cmath>

namespace facepoint::nn {
namespace {

namespace F = torch::nn::functional;
using torch::Tensor;

bool multiplies_bfloat16() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx512bf16") != 0;
#else
  return false;
#endif
}

}  // namespace

torch::ScalarType fast_type() {
  static const bool fast = multiplies_bfloat16();
  return fast ? torch::kBFloat16 : torch::kFloat32;
}

ConvNormImpl::ConvNormImpl(int in, int out, int kernel, int stride, bool relu)
    : stride_(stride), padding_(kernel / 2), relu_(relu) {
  // He et al. 2015 for rectified units, by fan-out.
  const double deviation = std::sqrt(2.0 / (out * kernel * kernel));
  weight_ = register_parameter("weight", torch::randn({out, in, kernel, kernel})
                                             .mul_(deviation)
                                             .contiguous(torch::MemoryFormat::ChannelsLast));
  norm_ = register_module("norm", torch::nn::BatchNorm2d(out));
}

Tensor ConvNormImpl::forward(const Tensor& x, const Tensor& added) {
  if (winograd_) return convolve_winograd(x, added);
  Tensor y;
  if (folded_weight_.defined()) {
    y = torch::conv2d(x, folded_weight_, folded_bias_, stride_, padding_);
  } else {
    y = norm_->forward(torch::conv2d(x, weight_.to(x.scalar_type()), {}, stride_, padding_));
  }
  if (added.defined()) y = y + added;
  return relu_ ? y.relu_() : y;
}

Tensor ConvNormImpl::convolve_winograd(const Tensor& x, const Tensor& added) const {
  constexpr auto kForm = torch::MemoryFormat::ChannelsLast;
  const Tensor from = x.contiguous(kForm);
  const Tensor plus = added.defined() ? added.contiguous(kForm) : added;
  Tensor y = torch::empty({x.size(0), winograd_->out(), x.size(2), x.size(3)},
                          x.options().memory_format(kForm));
  convolve(*winograd_, {x.size(0), x.size(2), x.size(3)}, from.data_ptr<float>(),
           folded_bias_.data_ptr<float>(), plus.defined() ? plus.data_ptr<float>() : nullptr, relu_,
           y.data_ptr<float>());
  return y;
}

void ConvNormImpl::fold(torch::ScalarType type) {
  const torch::NoGradGuard no_gradient;
  const Tensor scale = norm_->weight / (norm_->running_var + norm_->options.eps()).sqrt();
  const Tensor weight = weight_ * scale.view({-1, 1, 1, 1});
  const auto out = static_cast<int>(weight.size(0));
  const auto in = static_cast<int>(weight.size(1));
  folded_bias_ = (norm_->bias - norm_->running_mean * scale).to(type);
  if (type == torch::kFloat32 && weight.size(2) == 3 && stride_ == 1 &&
      WinogradWeights::suits(in, out)) {
    winograd_ = std::make_unique<WinogradWeights>(weight.contiguous().data_ptr<float>(), in, out);
  } else {
    folded_weight_ = weight.to(type).contiguous(torch::MemoryFormat::ChannelsLast);
  }
}

BlockImpl::BlockImpl(int in, int out, int stride)
    : skip_(in == out && stride == 1),
      first_(register_module("first", ConvNorm(in, out, 3, stride))),
      second_(register_module("second", ConvNorm(out, out, 3))) {}

Tensor BlockImpl::forward(const Tensor& x) {
  return second_->forward(first_->forward(x), skip_ ? x : Tensor());
}

Tensor twice_as_large(const Tensor& x) {
  return F::interpolate(
      x, F::InterpolateFuncOptions().scale_factor(std::vector<double>{2, 2}).mode(torch::kNearest));
}

void fold_norms(torch::nn::Module& module, torch::ScalarType type) {
  for (const auto& part : module.modules(false)) {
    if (auto* conv = part->as<ConvNormImpl>()) conv->fold(type);
  }
}

Tensor pixels_tensor(const std::uint8_t* pixels, std::int64_t n, std::int64_t height,
                     std::int64_t width, std::int64_t channels, torch::ScalarType type) {
  return torch::from_blob(const_cast<std::uint8_t*>(pixels), {n, height, width, channels},
                          torch::kUInt8)
      .permute({0, 3, 1, 2})
      .to(torch::kFloat32)
      .sub_(127.5)
      .mul_(4 / 255.0)
      .to(type);
}

}  // namespace facepoint::nn
