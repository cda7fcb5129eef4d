#include "nn/module/winograd.h"

#include <algorithm>
#include <array>

// For what follows only: not for the library's templates above, of which the linker keeps one copy.
#if defined(__x86_64__) && !defined(__clang__)
#pragma GCC target("avx2,fma")
#endif

namespace facepoint::nn {
namespace {

constexpr int kTile = 4;   // outputs a side of a tile
constexpr int kPatch = 6;  // inputs a side of a tile
constexpr int kFrequencies = kPatch * kPatch;
constexpr int kTilesTogether = 24;  // what the second-level cache holds for 128 channels
constexpr int kRows = 6;            // tiles in the registers of one product
constexpr int kLanes = 8;

using Vec = float __attribute__((vector_size(kLanes * sizeof(float)), aligned(4)));

// The three transforms of a row or column of a tile.
std::array<float, kPatch> weight_transform(float a, float b, float c) {
  return {
      a / 4, -(a + b + c) / 6, (-a + b - c) / 6, a / 24 + b / 12 + c / 6, a / 24 - b / 12 + c / 6,
      c};
}

inline void input_transform(const Vec (&d)[kPatch], Vec (&out)[kPatch]) {
  out[0] = 4 * d[0] - 5 * d[2] + d[4];
  const Vec even = d[4] - 4 * d[2];
  const Vec odd = d[3] - 4 * d[1];
  out[1] = even + odd;
  out[2] = even - odd;
  const Vec slow = d[4] - d[2];
  const Vec fast = 2 * (d[3] - d[1]);
  out[3] = slow + fast;
  out[4] = slow - fast;
  out[5] = 4 * d[1] - 5 * d[3] + d[5];
}

inline void output_transform(const Vec (&m)[kPatch], Vec (&out)[kTile]) {
  const Vec sum = m[1] + m[2];
  const Vec difference = m[1] - m[2];
  const Vec wide_sum = m[3] + m[4];
  const Vec wide_difference = m[3] - m[4];
  out[0] = m[0] + sum + wide_sum;
  out[1] = difference + 2 * wide_difference;
  out[2] = sum + 4 * wide_sum;
  out[3] = difference + 8 * wide_difference + m[5];
}

inline Vec load(const float* from) { return *reinterpret_cast<const Vec*>(from); }
inline void store(float* to, Vec value) { *reinterpret_cast<Vec*>(to) = value; }

struct TilePlace {
  std::int64_t picture = 0;
  std::int64_t row = 0;  // of its first output pixel
  std::int64_t column = 0;
};

// Kept from call to call: handing a megabyte back and forth costs as much as a small layer.
struct Scratch {
  std::vector<float> patches;
  std::vector<float> products;
};

// One call's work, some tiles at a time.
class Convolution {
 public:
  Convolution(const WinogradWeights& weights, const Activations& shape, Scratch& scratch)
      : weights_(weights),
        shape_(shape),
        rows_((shape.height + kTile - 1) / kTile),
        columns_((shape.width + kTile - 1) / kTile),
        zeros_(static_cast<std::size_t>(weights.in())),
        patches_(scratch.patches),
        products_(scratch.products) {
    const auto grow = [](std::vector<float>& to, int channels) {
      const auto wanted = static_cast<std::size_t>(kFrequencies) * kTilesTogether * channels;
      if (to.size() < wanted) to.resize(wanted);
    };
    grow(patches_, weights.in());
    grow(products_, weights.out());
  }

  std::int64_t tiles() const { return shape_.n * rows_ * columns_; }

  void run(std::int64_t first, int count, const float* x, const float* bias, const float* added,
           bool relu, float* y) {
    for (int t = 0; t < count; ++t) read_tile(place(first + t), t, x);
    for (int frequency = 0; frequency < kFrequencies; ++frequency) multiply(frequency, count);
    for (int t = 0; t < count; ++t) write_tile(place(first + t), t, bias, added, relu, y);
  }

 private:
  TilePlace place(std::int64_t tile) const {
    const std::int64_t in_picture = tile % (rows_ * columns_);
    return {tile / (rows_ * columns_), in_picture / columns_ * kTile,
            in_picture % columns_ * kTile};
  }

  float* patch(int frequency, int tile) {
    return patches_.data() +
           (static_cast<std::size_t>(frequency) * kTilesTogether + tile) * weights_.in();
  }
  float* product(int frequency, int tile) {
    return products_.data() +
           (static_cast<std::size_t>(frequency) * kTilesTogether + tile) * weights_.out();
  }

  void read_tile(const TilePlace& at, int tile, const float* x) {
    const int channels = weights_.in();
    const float* from[kFrequencies];
    for (int i = 0; i < kFrequencies; ++i) {
      const std::int64_t row = at.row - 1 + i / kPatch;
      const std::int64_t column = at.column - 1 + i % kPatch;
      const bool inside = row >= 0 && row < shape_.height && column >= 0 && column < shape_.width;
      from[i] = inside ? x + ((at.picture * shape_.height + row) * shape_.width + column) * channels
                       : zeros_.data();
    }
    float* to = patch(0, tile);
    const std::size_t step = static_cast<std::size_t>(kTilesTogether) * channels;
    for (int c = 0; c < channels; c += kLanes) {
      Vec half[kPatch][kPatch];
      for (int column = 0; column < kPatch; ++column) {
        Vec d[kPatch];
        Vec out[kPatch];
        for (int row = 0; row < kPatch; ++row) d[row] = load(from[row * kPatch + column] + c);
        input_transform(d, out);
        for (int row = 0; row < kPatch; ++row) half[row][column] = out[row];
      }
      for (int row = 0; row < kPatch; ++row) {
        Vec out[kPatch];
        input_transform(half[row], out);
        for (int column = 0; column < kPatch; ++column) {
          store(to + (row * kPatch + column) * step + c, out[column]);
        }
      }
    }
  }

  // products = patches x weights, of one frequency.
  void multiply(int frequency, int count) {
    const int sixteens = weights_.out() / WinogradWeights::kOutMultiple;
    for (int sixteen = 0; sixteen < sixteens; ++sixteen) {
      const float* panel = weights_.panel(frequency, sixteen);
      // Beyond `count` lie tiles of an earlier run, whose products nobody reads.
      for (int t = 0; t < count; t += kRows) {
        multiply_rows(patch(frequency, t), panel,
                      product(frequency, t) + sixteen * WinogradWeights::kOutMultiple);
      }
    }
  }

  void multiply_rows(const float* a, const float* panel, float* out) const {
    const int in = weights_.in();
    Vec low[kRows] = {};
    Vec high[kRows] = {};
    for (int c = 0; c < in; ++c) {
      const Vec b_low = load(panel + c * 2 * kLanes);
      const Vec b_high = load(panel + c * 2 * kLanes + kLanes);
#pragma GCC unroll 6
      for (int r = 0; r < kRows; ++r) {
        const float each = a[r * in + c];
        low[r] += each * b_low;
        high[r] += each * b_high;
      }
    }
    for (int r = 0; r < kRows; ++r) {
      store(out + static_cast<std::ptrdiff_t>(r) * weights_.out(), low[r]);
      store(out + static_cast<std::ptrdiff_t>(r) * weights_.out() + kLanes, high[r]);
    }
  }

  void write_tile(const TilePlace& at, int tile, const float* bias, const float* added, bool relu,
                  float* y) {
    const int channels = weights_.out();
    const float* from = product(0, tile);
    const std::size_t step = static_cast<std::size_t>(kTilesTogether) * channels;
    const int rows = static_cast<int>(std::min<std::int64_t>(kTile, shape_.height - at.row));
    const int columns = static_cast<int>(std::min<std::int64_t>(kTile, shape_.width - at.column));
    for (int c = 0; c < channels; c += kLanes) {
      Vec half[kTile][kPatch];
      for (int column = 0; column < kPatch; ++column) {
        Vec m[kPatch];
        Vec out[kTile];
        for (int row = 0; row < kPatch; ++row)
          m[row] = load(from + (row * kPatch + column) * step + c);
        output_transform(m, out);
        for (int row = 0; row < kTile; ++row) half[row][column] = out[row];
      }
      const Vec offset = load(bias + c);
      for (int row = 0; row < rows; ++row) {
        Vec out[kTile];
        output_transform(half[row], out);
        const std::int64_t to =
            ((at.picture * shape_.height + at.row + row) * shape_.width + at.column) * channels + c;
        for (int column = 0; column < columns; ++column) {
          Vec value = out[column] + offset;
          if (added != nullptr) value += load(added + to + column * channels);
          if (relu) value = value > 0 ? value : Vec{};
          store(y + to + column * channels, value);
        }
      }
    }
  }

  const WinogradWeights& weights_;
  const Activations shape_;
  const std::int64_t rows_, columns_;  // of tiles
  const std::vector<float> zeros_;     // a pixel beyond the border
  std::vector<float>& patches_;        // frequencies x tiles x in
  std::vector<float>& products_;       // frequencies x tiles x out
};

}  // namespace

bool WinogradWeights::suits(int in, int out) {
#if defined(__x86_64__)
  return in % kInMultiple == 0 && out % kOutMultiple == 0 && __builtin_cpu_supports("avx2") != 0 &&
         __builtin_cpu_supports("fma") != 0;
#else
  return false;
#endif
}

WinogradWeights::WinogradWeights(const float* weights, int in, int out)
    : in_(in), out_(out), panels_(static_cast<std::size_t>(kFrequencies) * in * out) {
  for (int o = 0; o < out; ++o) {
    for (int i = 0; i < in; ++i) {
      const float* w = weights + (static_cast<std::size_t>(o) * in + i) * 9;
      float half[kPatch][3];
      for (int column = 0; column < 3; ++column) {
        const auto of_column = weight_transform(w[column], w[3 + column], w[6 + column]);
        for (int row = 0; row < kPatch; ++row) half[row][column] = of_column[row];
      }
      for (int row = 0; row < kPatch; ++row) {
        const auto of_row = weight_transform(half[row][0], half[row][1], half[row][2]);
        for (int column = 0; column < kPatch; ++column) {
          const std::size_t frequency = static_cast<std::size_t>(row) * kPatch + column;
          panels_[((frequency * (out / kOutMultiple) + o / kOutMultiple) * in + i) * kOutMultiple +
                  o % kOutMultiple] = of_row[column];
        }
      }
    }
  }
}

void convolve(const WinogradWeights& weights, const Activations& shape, const float* x,
              const float* bias, const float* added, bool relu, float* y) {
  thread_local Scratch scratch;
  Convolution convolution(weights, shape, scratch);
  const std::int64_t tiles = convolution.tiles();
  for (std::int64_t first = 0; first < tiles; first += kTilesTogether) {
    const int count = static_cast<int>(std::min<std::int64_t>(kTilesTogether, tiles - first));
    convolution.run(first, count, x, bias, added, relu, y);
  }
}

}  // namespace facepoint::nn
