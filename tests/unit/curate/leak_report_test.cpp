#include "curate/leak_report.h"

#include <gtest/gtest.h>

namespace facepoint {
namespace {

const std::vector<SplitImage> kImages = {
    {"a1", "Anna", "1", "d1", 0x1},      {"a2", "Anna", "2", "d2", 0xff00},
    {"b1", "Bert", "1", "d3", 0xff0000}, {"b2", "Bert", "1", "d4", 0xff000000},
    {"c1", "Cleo", "1", "d1", 0x1},
};

TEST(LeakReport, CountsWhatPartsShare) {
  const LeakReport report =
      find_leaks(kImages, {"train", "test", "train", "train", "test"}, {{1, 2}, {2, 3}});
  EXPECT_EQ(report.images, 5);
  EXPECT_EQ(report.identities, 3);
  EXPECT_EQ(report.shared_identities, 1);
  EXPECT_EQ(report.clips, 4);
  EXPECT_EQ(report.shared_clips, 0);
  EXPECT_EQ(report.shared_identical, 1);
  EXPECT_EQ(report.near_duplicates, 2);
  EXPECT_TRUE(report.leaks());
}

TEST(LeakReport, AClipOfNobodyKnownShowsTheSamePeopleInAllParts) {
  std::vector<SplitImage> images = kImages;
  const std::vector<std::string> part{"train", "train", "test", "train", "train"};
  images[0].digest = "d0";
  images[2].identity = images[3].identity = "";
  const LeakReport report = find_leaks(images, part, {});
  EXPECT_EQ(report.shared_clips, 1);
  EXPECT_TRUE(report.leaks());
  EXPECT_FALSE(report.separates_pictures());
  EXPECT_EQ(leaks_text(report), "1 clip of nobody known");
  ASSERT_EQ(report.pairs.size(), 1U);
  EXPECT_EQ(report.pairs[0].shared, "clip 1");
}

TEST(LeakReport, NamesWhoIsSharedAndWhichImagesShowIt) {
  const LeakReport report =
      find_leaks(kImages, {"train", "test", "train", "test", "test"}, {{1, 2}});
  std::vector<std::string> told;
  for (const LeakPair& pair : report.pairs) {
    told.push_back(to_text(pair.kind) + " " + pair.shared + ": " + kImages[pair.a].key + " " +
                   kImages[pair.b].key);
  }
  EXPECT_EQ(told, (std::vector<std::string>{"identity Anna: a1 a2", "identity Bert: b1 b2",
                                            "clip Bert, clip 1: b1 b2", "identical : a1 c1",
                                            "near-duplicate : a2 b1"}));
  EXPECT_EQ(leaks_text(report), "2 people, 1 identical picture and 2 near-duplicates");
}

TEST(LeakReport, LeavesOutImagesWithoutAPart) {
  const std::vector<SplitImage> images = {{"a1", "Anna", "1", "d1", 1},
                                          {"a2", "Anna", "1", "d1", 1}};
  const LeakReport report = find_leaks(images, {"train", ""}, {{0, 1}});
  EXPECT_EQ(report.images, 1);
  EXPECT_FALSE(report.leaks());
  EXPECT_TRUE(report.pairs.empty());
}

}  // namespace
}  // namespace facepoint
