#include "curate/duplicates.h"

#include <gtest/gtest.h>

#include <bit>
#include <random>
#include <set>

#include "base/error.h"
#include "curate/hash_neighbours.h"

namespace facepoint {
namespace {

std::vector<std::uint64_t> hashes_with_neighbours(int count) {
  std::mt19937_64 random(1);
  std::set<std::uint64_t> hashes;
  std::vector<std::uint64_t> order;
  while (static_cast<int>(order.size()) < count) {
    std::uint64_t hash = random();
    if (order.size() % 3 == 2) {  // a neighbour of an earlier one
      hash = order[random() % order.size()];
      for (auto flips = random() % 18; flips > 0; --flips)
        hash ^= std::uint64_t{1} << random() % 64;
    }
    if (hashes.insert(hash).second) order.push_back(hash);
  }
  return order;
}

TEST(NearHashes, AreThoseThatComparingAllPairsFinds) {
  const auto hashes = hashes_with_neighbours(1500);
  for (const int bits : {4, 12, kMostDifferingBits}) {
    std::set<ImagePair> expected;
    for (std::size_t a = 0; a < hashes.size(); ++a) {
      for (std::size_t b = a + 1; b < hashes.size(); ++b) {
        if (std::popcount(hashes[a] ^ hashes[b]) <= bits) expected.emplace(a, b);
      }
    }
    std::vector<ImagePair> found;
    for (const NearHashes& near : near_hashes(hashes, bits, hashes.size())) {
      EXPECT_EQ(near.bits, std::popcount(hashes[near.a] ^ hashes[near.b]));
      found.emplace_back(near.a, near.b);
    }
    EXPECT_GT(expected.size(), 50U);
    EXPECT_EQ(found, std::vector<ImagePair>(expected.begin(), expected.end())) << bits;
  }
  EXPECT_THROW(near_hashes(hashes, kMostDifferingBits + 1, 9), Error);
}

TEST(NearHashes, OfADenseCloudAreTheNearestFewAndStayConnected) {
  std::vector<std::uint64_t> hashes;
  for (std::uint64_t low = 0; low < 512; ++low) hashes.push_back(0xabc0000000000000 | low);
  std::vector<ImagePair> pairs;
  for (const NearHashes& near : near_hashes(hashes, 12, 5)) pairs.emplace_back(near.a, near.b);
  EXPECT_LE(pairs.size(), hashes.size() * 5);
  EXPECT_EQ(duplicate_groups(hashes.size(), pairs).size(), 1U);
}

SplitImage image(const std::string& key, std::uint64_t hash, const std::string& digest = {}) {
  return {key, "", "", digest.empty() ? "digest of " + key : digest, hash};
}

TEST(Duplicates, OfTheSameBytesAreLinkedToTheFirst) {
  const std::vector<SplitImage> images = {image("a", 1, "x"),   image("b", 2, "y"),
                                          image("c", 1, "x"),   image("d", 1, "x"),
                                          {"e", "", "", "", 1}, {"f", "", "", "", 1}};
  EXPECT_EQ(identical_pairs(images), (std::vector<ImagePair>{{0, 2}, {0, 3}}));
  EXPECT_TRUE(duplicate_candidates({image("a", 1, "x"), image("c", 1, "x")}).empty());
}

TEST(Duplicates, AHashThatOccursEverywhereMakesNoMorePairsThanImages) {
  std::vector<SplitImage> images;
  for (int i = 0; i < 20'000; ++i) images.push_back(image("blank " + std::to_string(i), 77));
  const auto pairs = duplicate_candidates(images);
  EXPECT_LE(pairs.size(), images.size() * 16);
  EXPECT_EQ(duplicate_groups(images.size(), pairs).size(), 1U);
}

TEST(Duplicates, FewImagesOfOneHashAreAllCompared) {
  std::vector<SplitImage> images;
  for (int i = 0; i < 10; ++i) images.push_back(image(std::to_string(i), 77));
  EXPECT_EQ(duplicate_candidates(images).size(), 45U);
}

TEST(Duplicates, FormConnectedGroups) {
  EXPECT_EQ(duplicate_groups(7, {{0, 3}, {3, 5}, {1, 6}}),
            (std::vector<std::vector<std::size_t>>{{0, 3, 5}, {1, 6}}));
}

TEST(Duplicates, MustBeTheMoreAlikeTheLessTheNamesSay) {
  const SplitImage frame{"a", "Ada", "1", "x", 1};
  const SplitImage same_clip{"b", "Ada", "1", "y", 1};
  const SplitImage same_person{"c", "Ada", "2", "z", 1};
  const SplitImage nobody{"d", "", "", "v", 1};
  const SplitImage stranger{"e", "Ben", "1", "w", 1};
  EXPECT_EQ(kinship(frame, same_clip), Kinship::kClip);
  EXPECT_EQ(kinship(frame, same_person), Kinship::kMaybe);
  EXPECT_EQ(kinship(frame, nobody), Kinship::kMaybe);
  EXPECT_EQ(kinship(frame, stranger), Kinship::kStrangers);
  EXPECT_LT(least_likeness(Kinship::kClip), least_likeness(Kinship::kMaybe));
  EXPECT_LT(least_likeness(Kinship::kMaybe), least_likeness(Kinship::kStrangers));
}

}  // namespace
}  // namespace facepoint
