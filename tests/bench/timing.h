// For benchmarks that print ratios: how long work takes, and the median of several turns.
#pragma once

#include <algorithm>
#include <chrono>
#include <vector>

namespace facepoint::bench {

template <class Work>
double seconds(const Work& work) {
  const auto began = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

inline double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace facepoint::bench
