// Random numbers that depend on (seed, epoch, index) alone, so that a resumed training sees the
// same pictures as one that was never interrupted. A value; one thread.
#pragma once

#include <cstdint>

namespace facepoint::nn {

// SplitMix64 (Steele, Lea, Flood 2014).
class Random {
 public:
  Random(std::uint64_t seed, std::uint64_t epoch, std::uint64_t index)
      : state_(seed * 0x9e3779b97f4a7c15ULL) {
    state_ = next() ^ (epoch * 0xd1342543de82ef95ULL);
    state_ = next() ^ (index * 0xaf251af3b0f025b5ULL);
  }

  std::uint64_t next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
  }
  double uniform(double low, double high) {
    return low + (high - low) * (static_cast<double>(next() >> 11) * 0x1.0p-53);
  }
  bool chance(double probability) { return uniform(0, 1) < probability; }
  int below(int n) { return static_cast<int>(uniform(0, n)); }

 private:
  std::uint64_t state_;
};

}  // namespace facepoint::nn
