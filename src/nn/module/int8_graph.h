// A convolutional network in integers of 8 bits, for prediction: oneDNN's convolutions with the sum
// and the rounding fused in, several times as fast as floats on every processor since AVX2. Weights
// are rounded by output channel, activations by tensor, whose ranges were measured (Jacob et al.
// 2018, "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only
// Inference"). Without LibTorch. One picture at a time; a graph belongs to one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace facepoint::nn {

class RoundedWeights;

// A convolution with square kernel and half of it as padding; its norm is folded in.
struct Int8Layer {
  int in = 0;
  int out = 0;
  int kernel = 1;
  int stride = 1;  // 1, or 2 with a kernel of 3 and even sides
  bool relu = false;
  std::vector<float> weights;  // out x in x kernel x kernel
  std::vector<float> bias;     // out
  // What graphs made from this layer share; the first one fills it. Not for two threads at once.
  std::shared_ptr<RoundedWeights> rounded;
};

// Floats, row by row, a cell's channels one after the other.
struct FloatMap {
  const float* values = nullptr;
  int height = 0;
  int width = 0;
  int channels = 0;  // from one cell to the next; a multiple of 8, those past the layer's are zero
};

class Int8Graph {
 public:
  using Value = int;  // a tensor of the graph

  // Whether this processor has what it needs: AVX2 and FMA.
  static bool runs_here();

  // For pictures of three channels, a byte each, which stand for (byte - 127.5) * 4 / 255.
  // `ranges`: the largest magnitude of each value that conv() and add_twice() make, in the order of
  // the calls.
  Int8Graph(int height, int width, std::vector<float> ranges);
  Int8Graph(Int8Graph&&) noexcept;
  ~Int8Graph();

  // Building it. Layers are only used during the call.
  Value pixels() const { return 0; }
  // `added` (as large as the output; with ReLU) is summed before the ReLU, and is gone afterwards.
  Value conv(Int8Layer& layer, Value x, std::optional<Value> added = std::nullopt);
  // Each cell of `coarse` four times, plus `fine`.
  Value add_twice(Value coarse, Value fine);
  // A layer without ReLU whose output is read as floats.
  Value out(Int8Layer& layer, Value x);

  // Running it. `bytes`: height x width x 3; rows `row_bytes` apart.
  void run(const std::uint8_t* bytes, std::size_t row_bytes);
  FloatMap map(Value value) const;  // of out()
  std::vector<float> channel_means(Value value) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facepoint::nn
