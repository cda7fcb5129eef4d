#include "nn/module/layers.h"

#include <algorithm>
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

std::vector<float> values_of(const Tensor& tensor) {
  const Tensor plain = tensor.detach().to(torch::kFloat32).contiguous();
  const float* first = plain.data_ptr<float>();
  return {first, first + plain.numel()};
}

// `weight`: out x in x kernel x kernel.
Int8Layer as_int8(const Tensor& weight, const Tensor& bias, int stride, bool relu) {
  return {static_cast<int>(weight.size(1)),
          static_cast<int>(weight.size(0)),
          static_cast<int>(weight.size(2)),
          stride,
          relu,
          values_of(weight),
          values_of(bias),
          nullptr};
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
  Tensor y;
  if (folded_weight_.defined()) {
    y = torch::conv2d(x, folded_weight_, folded_bias_, stride_, padding_);
  } else {
    y = norm_->forward(torch::conv2d(x, weight_.to(x.scalar_type()), {}, stride_, padding_));
  }
  if (added.defined()) y = y + added;
  return relu_ ? y.relu_() : y;
}

ConvNormImpl::Folded ConvNormImpl::folded() const {
  const torch::NoGradGuard no_gradient;
  const Tensor scale = norm_->weight / (norm_->running_var + norm_->options.eps()).sqrt();
  return {weight_ * scale.view({-1, 1, 1, 1}), norm_->bias - norm_->running_mean * scale};
}

void ConvNormImpl::fold(torch::ScalarType type) {
  const Folded plain = folded();
  folded_weight_ = plain.weight.to(type).contiguous(torch::MemoryFormat::ChannelsLast);
  folded_bias_ = plain.bias.to(type);
}

Int8Layer& ConvNormImpl::int8_layer() {
  if (!int8_) {
    const Folded plain = folded();
    int8_ = as_int8(plain.weight, plain.bias, stride_, relu_);
  }
  return *int8_;
}

BlockImpl::BlockImpl(int in, int out, int stride)
    : skip_(in == out && stride == 1),
      first_(register_module("first", ConvNorm(in, out, 3, stride))),
      second_(register_module("second", ConvNorm(out, out, 3))) {}

Tensor FloatRunner::add_twice(const Tensor& coarse, const Tensor& fine) {
  const auto twice =
      F::InterpolateFuncOptions().scale_factor(std::vector<double>{2, 2}).mode(torch::kNearest);
  return F::interpolate(coarse, twice) + fine;
}

Tensor RangeRunner::seen(Tensor value) {
  const float largest = value.abs().max().to(torch::kFloat32).item<float>();
  if (next_ == ranges_.size()) ranges_.push_back(0);
  ranges_[next_] = std::max(ranges_[next_], largest);
  ++next_;
  return value;
}

Int8Layer int8_layer(const torch::nn::Conv2d& layer) {
  return as_int8(layer->weight, layer->bias, 1, false);
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
