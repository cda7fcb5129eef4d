// What the networks are built of: convolution with batch norm, and the residual block. LibTorch;
// one thread at a time. Activations keep the type and memory form of the input: give bfloat16 (see
// `fast_type`) or float, channels-last.
#pragma once

#include <torch/torch.h>

#include <optional>
#include <vector>

#include "nn/module/int8_graph.h"

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
  // kept as `type`.
  void fold(torch::ScalarType type);
  // The same for nn/module/int8_graph.h; weights must not change any more.
  Int8Layer& int8_layer();

 private:
  struct Folded {
    torch::Tensor weight, bias;
  };
  Folded folded() const;

  int stride_;
  int padding_;
  bool relu_;
  torch::Tensor weight_;  // out x in x kernel x kernel
  torch::nn::BatchNorm2d norm_{nullptr};
  torch::Tensor folded_weight_;
  torch::Tensor folded_bias_;
  std::optional<Int8Layer> int8_;
};
TORCH_MODULE(ConvNorm);

// Two 3x3 convolutions, and the input added where shapes allow. Plain ones: on a CPU they cost less
// time per accuracy than separable ones, which are bound by memory.
class BlockImpl : public torch::nn::Module {
 public:
  BlockImpl(int in, int out, int stride);

  template <class Runner>
  typename Runner::Value run(Runner& runner, const typename Runner::Value& x) {
    const auto y = runner.conv(*first_, x);
    return skip_ ? runner.conv(*second_, y, x) : runner.conv(*second_, y);
  }

 private:
  bool skip_;
  ConvNorm first_;
  ConvNorm second_;
};
TORCH_MODULE(Block);

// Networks say once, to whichever of these runners, what follows what; a runner computes it.
class FloatRunner {
 public:
  using Value = torch::Tensor;
  Value conv(ConvNormImpl& layer, const Value& x, const Value& added = {}) {
    return layer.forward(x, added);
  }
  // Each cell of `coarse` four times, plus `fine`.
  Value add_twice(const Value& coarse, const Value& fine);
};

// Like FloatRunner, and remembers the largest magnitude of each value: what Int8Graph wants.
class RangeRunner {
 public:
  using Value = torch::Tensor;
  Value conv(ConvNormImpl& layer, const Value& x, const Value& added = {}) {
    return seen(floats_.conv(layer, x, added));
  }
  Value add_twice(const Value& coarse, const Value& fine) {
    return seen(floats_.add_twice(coarse, fine));
  }
  // Begins anew with the first value; maxima stay.
  void rewind() { next_ = 0; }
  const std::vector<float>& ranges() const { return ranges_; }

 private:
  Value seen(Value value);

  FloatRunner floats_;
  std::vector<float> ranges_;
  std::size_t next_ = 0;
};

// Builds the graph.
class Int8Runner {
 public:
  using Value = Int8Graph::Value;
  explicit Int8Runner(Int8Graph& graph) : graph_(graph) {}
  Value conv(ConvNormImpl& layer, Value x) { return graph_.conv(layer.int8_layer(), x); }
  Value conv(ConvNormImpl& layer, Value x, Value added) {
    return graph_.conv(layer.int8_layer(), x, added);
  }
  Value add_twice(Value coarse, Value fine) { return graph_.add_twice(coarse, fine); }
  Value out(Int8Layer& layer, Value x) { return graph_.out(layer, x); }

 private:
  Int8Graph& graph_;
};

// A convolution with stride 1 and a bias.
Int8Layer int8_layer(const torch::nn::Conv2d& layer);

// Folds every ConvNorm below `module`.
void fold_norms(torch::nn::Module& module, torch::ScalarType type);

// n rows of interleaved channels, one byte each -> n x channels x height x width of `type`, -2 to
// 2, channels-last.
torch::Tensor pixels_tensor(const std::uint8_t* pixels, std::int64_t n, std::int64_t height,
                            std::int64_t width, std::int64_t channels, torch::ScalarType type);

}  // namespace facepoint::nn
