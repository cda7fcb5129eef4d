// Which of many perceptual hashes differ in few bits, found by an index instead of by comparing all
// pairs. Pure, any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace facepoint {

struct NearHashes {
  std::size_t a = 0;  // indices, a < b
  std::size_t b = 0;
  int bits = 0;  // that differ
};

// Up to this many differing bits the index finds every pair.
inline constexpr int kMostDifferingBits = 14;

// Every pair of `hashes` that differs in at most `most_bits` bits, sorted; of one hash with those
// before it only the `most_neighbours` nearest, so that a dense cloud of hashes costs no more than
// its size. Equal hashes are to be given once. Throws Error(kInvalidInput) for more bits than
// kMostDifferingBits.
std::vector<NearHashes> near_hashes(std::span<const std::uint64_t> hashes, int most_bits,
                                    std::size_t most_neighbours);

}  // namespace facepoint
