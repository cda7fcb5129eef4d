// 3x3 convolutions by minimal filtering (Winograd 1980; Lavin & Gray 2016, "Fast Algorithms for
// Convolutional Neural Networks", F(4x4, 3x3)): 36 products where 144 are needed directly, for
// processors that multiply floats eight at a time but have nothing quicker. Plain arrays without
// LibTorch, so that no inline function of its headers is compiled for a processor that isn't there.
// Any thread.
#pragma once

#include <cstdint>
#include <vector>

namespace facepoint::nn {

class WinogradWeights {
 public:
  static constexpr int kInMultiple = 8;
  static constexpr int kOutMultiple = 16;

  // Whether `convolve` can take so many channels on this processor (it wants AVX2 and FMA).
  static bool suits(int in, int out);

  // `weights`: out x in x 3 x 3.
  WinogradWeights(const float* weights, int in, int out);

  int in() const { return in_; }
  int out() const { return out_; }
  // Of one of the 36 frequencies, sixteen outputs: in x 16.
  const float* panel(int frequency, int sixteen) const {
    return panels_.data() +
           ((static_cast<std::size_t>(frequency) * (out_ / kOutMultiple) + sixteen) * in_ *
            kOutMultiple);
  }

 private:
  int in_;
  int out_;
  std::vector<float> panels_;
};

// n pictures of height x width x channels, one after the other, as channels-last tensors lie in
// memory.
struct Activations {
  std::int64_t n = 0;
  std::int64_t height = 0;
  std::int64_t width = 0;
};

// y = convolution of x with stride 1 and one pixel of zeros around it, plus `bias` (out), plus
// `added` (like y; null: nothing), then ReLU if wanted. `x` and `y` don't overlap.
void convolve(const WinogradWeights& weights, const Activations& shape, const float* x,
              const float* bias, const float* added, bool relu, float* y);

}  // namespace facepoint::nn
