// What the networks are built of: convolution with batch norm, and the residual block. LibTorch;
// one thread at a time. Activations keep the type and memory form of the input: give bfloat16 (see
// `fast_type`) or float, channels-last.
#pragma once

#include <torch/torch.h>

#include <memory>

#include "nn/module/winograd.h"

namespace facepoint::nn {

// The type in which convolutions are fastest here: bfloat16 where the processor multiplies it in
// hardware (AMX or AVX-512 BF16: three to four times as fast), else float. Sums are always float.
torch::ScalarType fast_type();

// Convolution without bias, batch norm, and ReLU if wanted. Weights are float while training; each
// step they are rounded to the input's type.
class ConvNormImpl : public torch::nn::Module {
 public:
  ConvNormImpl(int in, int out, int kernel, int stride = 1, bool relu = true);
  // `added`, if defined, is added before the ReLU.
  torch::Tensor forward(const torch::Tensor& x, const torch::Tensor& added = {});
  // For prediction only and for good: the norm becomes part of the convolution, whose weights are
  // kept as `type`, and float ones of 3x3 in the form of nn/module/winograd.h where that runs.
  void fold(torch::ScalarType type);

 private:
  torch::Tensor convolve_winograd(const torch::Tensor& x, const torch::Tensor& added) const;

  int stride_;
  int padding_;
  bool relu_;
  torch::Tensor weight_;  // out x in x kernel x kernel
  torch::nn::BatchNorm2d norm_{nullptr};
  torch::Tensor folded_weight_;
  torch::Tensor folded_bias_;
  std::unique_ptr<const WinogradWeights> winograd_;
};
TORCH_MODULE(ConvNorm);

// Two 3x3 convolutions, and the input added where shapes allow. Plain ones: on a CPU they cost less
// time per accuracy than separable ones, which are bound by memory.
class BlockImpl : public torch::nn::Module {
 public:
  BlockImpl(int in, int out, int stride);
  torch::Tensor forward(const torch::Tensor& x);

 private:
  bool skip_;
  ConvNorm first_;
  ConvNorm second_;
};
TORCH_MODULE(Block);

// Each pixel four times.
torch::Tensor twice_as_large(const torch::Tensor& x);

// Folds every ConvNorm below `module`.
void fold_norms(torch::nn::Module& module, torch::ScalarType type);

// n rows of interleaved channels, one byte each -> n x channels x height x width of `type`, -2 to
// 2, channels-last.
torch::Tensor pixels_tensor(const std::uint8_t* pixels, std::int64_t n, std::int64_t height,
                            std::int64_t width, std::int64_t channels, torch::ScalarType type);

}  // namespace facepoint::nn
