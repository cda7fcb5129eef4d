// Random numbers and noise that are the same on every machine: the standard distributions are not,
// and drawn pictures and their labels must be. A generator belongs to one thread.
#pragma once

#include <cmath>
#include <cstdint>

namespace facepoint::test {

// SplitMix64 (Steele, Lea and Flood, OOPSLA 2014).
class Random {
 public:
  explicit Random(std::uint64_t seed) : state_(seed) {}

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1p-53; }  // in [0, 1)
  double uniform(double low, double high) { return low + (high - low) * uniform(); }
  // About normal, mean 0 and deviation 1, never beyond 6: the sum of twelve uniforms needs no libm.
  double normal() {
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += uniform();
    return sum;
  }
  bool chance(double probability) { return uniform() < probability; }
  int below(int n) { return static_cast<int>(uniform() * n); }

 private:
  std::uint64_t state_;
};

inline double lattice(int x, int y, std::uint32_t seed) {
  std::uint32_t h = seed * 0x9e3779b1U + static_cast<std::uint32_t>(x) * 0x85ebca6bU +
                    static_cast<std::uint32_t>(y) * 0xc2b2ae35U;
  h = (h ^ (h >> 15)) * 0x2c1b3c6dU;
  h = (h ^ (h >> 12)) * 0x297a2d39U;
  return static_cast<double>(h ^ (h >> 15)) / 4294967295.0;
}

// Smooth value noise, 0 to 1, with features about one unit wide.
inline double smooth_noise(double x, double y, std::uint32_t seed) {
  const double fx = std::floor(x);
  const double fy = std::floor(y);
  const int ix = static_cast<int>(fx);
  const int iy = static_cast<int>(fy);
  const double u = (x - fx) * (x - fx) * (3 - 2 * (x - fx));
  const double v = (y - fy) * (y - fy) * (3 - 2 * (y - fy));
  const double top = lattice(ix, iy, seed) * (1 - u) + lattice(ix + 1, iy, seed) * u;
  const double bottom = lattice(ix, iy + 1, seed) * (1 - u) + lattice(ix + 1, iy + 1, seed) * u;
  return top * (1 - v) + bottom * v;
}

// Three octaves of it, 0 to 1.
inline double cloud_noise(double x, double y, std::uint32_t seed) {
  return (4 * smooth_noise(x, y, seed) + 2 * smooth_noise(2 * x, 2 * y, seed + 1) +
          smooth_noise(4 * x, 4 * y, seed + 2)) /
         7;
}

}  // namespace facepoint::test
