#include "curate/leak_report.h"

#include <gtest/gtest.h>

#include <bit>
#include <random>

namespace facepoint {
namespace {

TEST(LeakReport, CountsWhatPartsShare) {
  const std::vector<SplitImage> images = {
      {"a1", "Anna", "1", "d1", 0x1},      {"a2", "Anna", "2", "d2", 0xff00},
      {"b1", "Bert", "1", "d3", 0xff0000}, {"b2", "Bert", "1", "d4", 0xff000000},
      {"c1", "Cleo", "1", "d1", 0x1},
  };
  const LeakReport report = find_leaks(images, {"train", "test", "train", "train", "test"});
  EXPECT_EQ(report.images, 5);
  EXPECT_EQ(report.identities, 3);
  EXPECT_EQ(report.shared_identities, 1);
  EXPECT_EQ(report.clips, 4);
  EXPECT_EQ(report.shared_clips, 0);
  EXPECT_EQ(report.shared_identical, 1);
  EXPECT_EQ(report.near_duplicates, 2);
}

TEST(LeakReport, LeavesOutImagesWithoutAPart) {
  const std::vector<SplitImage> images = {{"a1", "Anna", "1", "d1", 1},
                                          {"a2", "Anna", "1", "d1", 1}};
  const LeakReport report = find_leaks(images, {"train", ""});
  EXPECT_EQ(report.images, 1);
  EXPECT_EQ(report.shared_identities, 0);
  EXPECT_EQ(report.shared_identical, 0);
}

TEST(LeakReport, FindsTheSameNearDuplicatesAsComparingAllPairs) {
  std::mt19937_64 random(1);
  std::vector<SplitImage> images;
  std::vector<std::string> part;
  for (int i = 0; i < 400; ++i) {
    std::uint64_t hash = random();
    if (i % 3 == 0 && i > 0) {  // a neighbour of an earlier one
      hash = images[random() % images.size()].perceptual_hash;
      for (auto flips = random() % 8; flips > 0; --flips) hash ^= std::uint64_t{1} << random() % 64;
    }
    images.push_back({"k" + std::to_string(i), "", "", "d" + std::to_string(i), hash});
    part.emplace_back(random() % 2 == 0 ? "train" : "test");
  }
  std::int64_t expected = 0;
  for (std::size_t i = 0; i < images.size(); ++i) {
    bool near = false;
    for (std::size_t j = 0; j < images.size(); ++j) {
      const auto bits = std::popcount(images[i].perceptual_hash ^ images[j].perceptual_hash);
      near = near || (part[i] != part[j] && bits <= kNearDuplicateBits);
    }
    expected += near ? 1 : 0;
  }
  EXPECT_GT(expected, 10);
  EXPECT_EQ(find_leaks(images, part).near_duplicates, expected);
}

}  // namespace
}  // namespace facepoint
