#include "curate/hash_neighbours.h"

#include <algorithm>
#include <array>
#include <bit>
#include <tuple>

#include "base/error.h"

namespace facepoint {
namespace {

// Two hashes that differ in at most 14 bits differ in at most 2 in one of 5 bands: looking up all
// neighbours of each band within 2 bits misses none (Norouzi, Punjani and Fleet, "Fast search in
// Hamming space with multi-index hashing", CVPR 2012).
constexpr int kBands = 5;
constexpr int kBandBits = 13;
constexpr int kBandFlips = 2;
constexpr std::size_t kBuckets = std::size_t{1} << kBandBits;

std::size_t band_of(std::uint64_t hash, int band) {
  return (hash >> (band * kBandBits)) & (kBuckets - 1);
}

std::vector<std::size_t> masks_of_few_bits() {
  std::vector<std::size_t> masks;
  for (std::size_t mask = 0; mask < kBuckets; ++mask) {
    if (std::popcount(mask) <= kBandFlips) masks.push_back(mask);
  }
  return masks;
}

// The hashes in the order of one band, and where each value of the band begins.
struct Band {
  std::vector<std::uint32_t> order;
  std::vector<std::uint32_t> begins = std::vector<std::uint32_t>(kBuckets + 1, 0);

  Band(std::span<const std::uint64_t> hashes, int band) : order(hashes.size()) {
    for (const std::uint64_t hash : hashes) ++begins[band_of(hash, band) + 1];
    for (std::size_t i = 1; i <= kBuckets; ++i) begins[i] += begins[i - 1];
    std::vector<std::uint32_t> next(begins.begin(), begins.end() - 1);
    for (std::size_t i = 0; i < hashes.size(); ++i) {
      order[next[band_of(hashes[i], band)]++] = static_cast<std::uint32_t>(i);
    }
  }
};

// A pair is found in each band where it differs little: it counts in the first of these.
bool found_before(std::uint64_t differing, int band) {
  for (int earlier = 0; earlier < band; ++earlier) {
    if (std::popcount(band_of(differing, earlier)) <= kBandFlips) return true;
  }
  return false;
}

}  // namespace

std::vector<NearHashes> near_hashes(std::span<const std::uint64_t> hashes, int most_bits,
                                    std::size_t most_neighbours) {
  if (most_bits > kMostDifferingBits) {
    throw Error(ErrorCode::kInvalidInput, "hashes that differ in more than " +
                                              std::to_string(kMostDifferingBits) +
                                              " bits are not found by the index");
  }
  const std::vector<std::size_t> masks = masks_of_few_bits();
  std::vector<Band> bands;
  bands.reserve(kBands);
  for (int band = 0; band < kBands; ++band) bands.emplace_back(hashes, band);
  std::vector<NearHashes> pairs;
  std::vector<NearHashes> near;
  for (std::size_t b = 0; b < hashes.size(); ++b) {
    near.clear();
    for (int band = 0; band < kBands; ++band) {
      for (const std::size_t mask : masks) {
        const std::size_t bucket = band_of(hashes[b], band) ^ mask;
        for (auto at = bands[band].begins[bucket]; at < bands[band].begins[bucket + 1]; ++at) {
          const std::size_t a = bands[band].order[at];
          if (a >= b) break;  // in order of the index within a bucket
          const std::uint64_t differing = hashes[a] ^ hashes[b];
          const int bits = std::popcount(differing);
          if (bits <= most_bits && !found_before(differing, band)) near.push_back({a, b, bits});
        }
      }
    }
    const auto nearer = [](const NearHashes& x, const NearHashes& y) {
      return std::tie(x.bits, x.a) < std::tie(y.bits, y.a);
    };
    std::sort(near.begin(), near.end(), nearer);
    if (near.size() > most_neighbours) near.resize(most_neighbours);
    pairs.insert(pairs.end(), near.begin(), near.end());
  }
  std::sort(pairs.begin(), pairs.end(), [](const NearHashes& x, const NearHashes& y) {
    return std::tie(x.a, x.b) < std::tie(y.a, y.b);
  });
  return pairs;
}

}  // namespace facepoint
