#include "nn/module/heatmap_reader.h"

#include <algorithm>
#include <cmath>

#include "nn/module/int8_graph.h"

// For what follows only: not for the library's templates above, of which the linker keeps one copy.
#if defined(__x86_64__) && !defined(__clang__)
#pragma GCC target("avx2,fma")
#endif

namespace facepoint::nn {
namespace {

constexpr int kLanes = 8;
using Floats = float __attribute__((vector_size(kLanes * sizeof(float)), aligned(4)));
using Ints = int __attribute__((vector_size(kLanes * sizeof(int)), aligned(4)));

Floats load(const float* from) { return *reinterpret_cast<const Floats*>(from); }

// e^x for x <= 0, to about 1e-7 of it; below -87 it is e^-87. The exponent's whole part goes into
// the exponent's bits, the rest into a polynomial (coefficients of Cephes' expf, Moshier 1992).
Floats exp_of(Floats x) {
  const Floats lowest = Floats{} - 87.0F;
  x = x < lowest ? lowest : x;
  const Floats scaled = x * 1.44269504088896341F - 0.5F;
  const Ints whole = __builtin_convertvector(scaled, Ints);  // towards zero
  const Floats part = __builtin_convertvector(whole, Floats);
  const Floats r = x - part * 0.693359375F + part * 2.12194440e-4F;
  Floats y = Floats{} + 1.9875691500e-4F;
  y = y * r + 1.3981999507e-3F;
  y = y * r + 8.3334519073e-3F;
  y = y * r + 4.1665795894e-2F;
  y = y * r + 1.6666665459e-1F;
  y = y * r + 5.0000001201e-1F;
  y = y * r * r + r + 1.0F;
  const Ints bits = (whole + 127) << 23;
  return y * __builtin_bit_cast(Floats, bits);
}

}  // namespace

void read_heatmaps(const FloatMap& maps, int points, float* positions, float* spreads) {
  const int cells = maps.height * maps.width;
  for (int first = 0; first < points; first += kLanes) {
    const float* values = maps.values + first;
    Floats most = load(values);
    for (int cell = 1; cell < cells; ++cell) {
      const Floats value = load(values + static_cast<std::ptrdiff_t>(cell) * maps.channels);
      most = value > most ? value : most;
    }
    Floats sum{}, sum_x{}, sum_y{}, sum_xx{}, sum_yy{};
    for (int row = 0; row < maps.height; ++row) {
      Floats in_row{};
      for (int column = 0; column < maps.width; ++column, values += maps.channels) {
        const auto x = static_cast<float>(column);
        const Floats chance = exp_of(load(values) - most);
        in_row += chance;
        sum_x += chance * x;
        sum_xx += chance * (x * x);
      }
      const auto y = static_cast<float>(row);
      sum += in_row;
      sum_y += in_row * y;
      sum_yy += in_row * (y * y);
    }
    const Floats x = sum_x / sum;
    const Floats y = sum_y / sum;
    const Floats variance = (sum_xx / sum - x * x + sum_yy / sum - y * y) * 0.5F;
    for (int lane = 0; lane < std::min(kLanes, points - first); ++lane) {
      positions[2 * (first + lane)] = (x[lane] + 0.5F) / static_cast<float>(maps.width);
      positions[2 * (first + lane) + 1] = (y[lane] + 0.5F) / static_cast<float>(maps.height);
      spreads[first + lane] = std::sqrt(std::max(0.0F, variance[lane]));
    }
  }
}

}  // namespace facepoint::nn
