#include "curate/duplicates.h"

#include <algorithm>
#include <map>
#include <unordered_map>

#include "curate/groups.h"
#include "curate/hash_neighbours.h"

namespace facepoint {
namespace {

constexpr std::size_t kAllPairsUpTo = 16;  // images of one hash
constexpr std::size_t kFirst = 8;          // of more, each with these
constexpr std::size_t kBefore = 8;         // and with these before it
constexpr std::size_t kMostNearHashes = 64;

// Images by their hash, of each content one.
std::map<std::uint64_t, std::vector<std::size_t>> images_by_hash(
    const std::vector<SplitImage>& images) {
  std::map<std::uint64_t, std::vector<std::size_t>> by_hash;
  std::unordered_map<std::string, std::size_t> first_of;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (images[i].digest.empty() || images[i].perceptual_hash == 0) continue;
    if (first_of.emplace(images[i].digest, i).second) {
      by_hash[images[i].perceptual_hash].push_back(i);
    }
  }
  return by_hash;
}

void add_pairs_within(const std::vector<std::size_t>& members, std::vector<ImagePair>& pairs) {
  const bool all = members.size() <= kAllPairsUpTo;
  for (std::size_t at = 1; at < members.size(); ++at) {
    for (std::size_t other = 0; other < at; ++other) {
      if (all || other < kFirst || other + kBefore >= at) {
        pairs.emplace_back(members[other], members[at]);
      } else {
        other = at - kBefore - 1;  // on to those just before it
      }
    }
  }
}

// A few that lie evenly in the order stand for all.
std::vector<std::size_t> representatives(const std::vector<std::size_t>& members) {
  if (members.size() <= kFirst) return members;
  std::vector<std::size_t> few;
  for (std::size_t i = 0; i < kFirst; ++i) few.push_back(members[i * members.size() / kFirst]);
  return few;
}

}  // namespace

std::vector<ImagePair> identical_pairs(const std::vector<SplitImage>& images) {
  std::unordered_map<std::string, std::size_t> first_of;
  std::vector<ImagePair> pairs;
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (images[i].digest.empty()) continue;
    const auto [first, is_first] = first_of.emplace(images[i].digest, i);
    if (!is_first) pairs.emplace_back(first->second, i);
  }
  return pairs;
}

std::vector<ImagePair> duplicate_candidates(const std::vector<SplitImage>& images) {
  const auto by_hash = images_by_hash(images);
  std::vector<std::uint64_t> hashes;
  std::vector<std::vector<std::size_t>> few;
  std::vector<ImagePair> pairs;
  for (const auto& [hash, members] : by_hash) {
    hashes.push_back(hash);
    few.push_back(representatives(members));
    add_pairs_within(members, pairs);
  }
  for (const NearHashes& near : near_hashes(hashes, kCandidateBits, kMostNearHashes)) {
    for (const std::size_t a : few[near.a]) {
      for (const std::size_t b : few[near.b]) pairs.emplace_back(std::min(a, b), std::max(a, b));
    }
  }
  std::sort(pairs.begin(), pairs.end());
  return pairs;
}

Kinship kinship(const SplitImage& a, const SplitImage& b) {
  if (a.identity.empty() || b.identity.empty()) return Kinship::kMaybe;
  if (a.identity != b.identity) return Kinship::kStrangers;
  return a.clip == b.clip && !a.clip.empty() ? Kinship::kClip : Kinship::kMaybe;
}

double least_likeness(Kinship kinship) {
  switch (kinship) {
    case Kinship::kClip:
      return 0.9;
    case Kinship::kMaybe:
      return 0.95;
    case Kinship::kStrangers:
      return 0.98;
  }
  return 1;
}

std::vector<std::vector<std::size_t>> duplicate_groups(std::size_t images,
                                                       const std::vector<ImagePair>& pairs) {
  Groups groups(images);
  for (const auto& [a, b] : pairs) groups.join(a, b);
  std::map<std::size_t, std::vector<std::size_t>> by_first;
  for (std::size_t i = 0; i < images; ++i) by_first[groups.find(i)].push_back(i);
  std::vector<std::vector<std::size_t>> result;
  for (auto& [first, members] : by_first) {
    if (members.size() > 1) result.push_back(std::move(members));
  }
  return result;
}

}  // namespace facepoint
