#include "curate/split_plan.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/error.h"

namespace facepoint {
namespace {

const std::vector<double> kRatios = {0.8, 0.1, 0.1};

std::vector<SplitImage> frames(int people, int clips, int frames_a_clip) {
  std::vector<SplitImage> images;
  for (int p = 0; p < people; ++p) {
    for (int c = 0; c < clips; ++c) {
      for (int f = 0; f < frames_a_clip; ++f) {
        const std::string identity = "Person" + std::to_string(p);
        const std::string key =
            "set/" + identity + "_" + std::to_string(c) + std::to_string(f) + ".jpg";
        images.push_back({key, identity, std::to_string(c), "digest of " + key, 0});
      }
    }
  }
  return images;
}

std::map<std::string, std::set<int>> parts_by(const std::vector<SplitImage>& images,
                                              const SplitAssignment& assignment, bool with_clip) {
  std::map<std::string, std::set<int>> parts;
  for (std::size_t i = 0; i < images.size(); ++i) {
    const std::string clip = with_clip ? "/" + images[i].clip : "";
    parts[images[i].identity + clip].insert(assignment.part[i]);
  }
  return parts;
}

TEST(SplitPlan, KeepsEveryIdentityInOnePart) {
  const auto images = frames(200, 3, 4);
  const SplitAssignment plan = plan_split(images, SplitGroup::kIdentity, kRatios, 1);
  for (const auto& [identity, parts] : parts_by(images, plan, false)) {
    EXPECT_EQ(parts.size(), 1U) << identity;
  }
}

TEST(SplitPlan, KeepsEveryClipButNotEveryIdentityInOnePartWhenGroupedByClip) {
  const auto images = frames(200, 3, 4);
  const SplitAssignment plan = plan_split(images, SplitGroup::kClip, kRatios, 1);
  for (const auto& [clip, parts] : parts_by(images, plan, true)) EXPECT_EQ(parts.size(), 1U);
  std::size_t spread = 0;
  for (const auto& [identity, parts] : parts_by(images, plan, false)) {
    spread += parts.size() > 1 ? 1 : 0;
  }
  EXPECT_GT(spread, 0U);
}

TEST(SplitPlan, ComesCloseToTheRatiosAndFollowsTheSeed) {
  const auto images = frames(3000, 1, 1);
  const SplitAssignment plan = plan_split(images, SplitGroup::kIdentity, kRatios, 1);
  int counts[3] = {};
  for (const int part : plan.part) ++counts[part];
  EXPECT_NEAR(counts[0], 2400, 100);
  EXPECT_NEAR(counts[1], 300, 60);
  EXPECT_NEAR(counts[2], 300, 60);
  EXPECT_EQ(plan_split(images, SplitGroup::kIdentity, kRatios, 1).part, plan.part);
  EXPECT_NE(plan_split(images, SplitGroup::kIdentity, kRatios, 2).part, plan.part);
}

TEST(SplitPlan, ImagesAddedLaterMoveNobody) {
  const auto few = frames(50, 2, 2);
  const auto many = frames(80, 3, 4);
  const SplitAssignment before = plan_split(few, SplitGroup::kIdentity, kRatios, 7);
  const SplitAssignment after = plan_split(many, SplitGroup::kIdentity, kRatios, 7);
  std::map<std::string, int> part_after;
  for (std::size_t i = 0; i < many.size(); ++i) part_after[many[i].key] = after.part[i];
  for (std::size_t i = 0; i < few.size(); ++i) {
    EXPECT_EQ(before.part[i], part_after.at(few[i].key)) << few[i].key;
  }
}

TEST(SplitPlan, TheRuleNeverChangesItsMind) {
  // Stored plans name the rule: whoever makes hash-threshold-1 say otherwise needs a new name.
  const auto images = frames(12, 1, 1);
  EXPECT_EQ(plan_split(images, SplitGroup::kIdentity, {0.5, 0.25, 0.25}, 1).part,
            (std::vector<int>{1, 2, 1, 0, 2, 0, 0, 2, 2, 0, 0, 0}));
}

TEST(SplitPlan, ImagesOfTheSameBytesShareAPartWhateverTheyAreCalled) {
  auto images = frames(100, 1, 1);
  for (int i = 0; i < 50; ++i) images[50 + i].digest = images[i].digest;
  for (const SplitGroup group : {SplitGroup::kIdentity, SplitGroup::kImage}) {
    const SplitAssignment plan = plan_split(images, group, kRatios, 3);
    for (int i = 0; i < 50; ++i) EXPECT_EQ(plan.part[i], plan.part[50 + i]) << i;
  }
}

TEST(SplitPlan, ImagesWithoutIdentityAreGroupsOfTheirOwn) {
  auto images = frames(300, 1, 1);
  for (SplitImage& image : images) image.identity.clear();
  const SplitAssignment plan = plan_split(images, SplitGroup::kIdentity, kRatios, 1);
  EXPECT_EQ(std::set<std::string>(plan.group.begin(), plan.group.end()).size(), 300U);
}

TEST(SplitPlan, ReadsRatiosAsSharesOrProportions) {
  EXPECT_EQ(parse_ratios("80/10/10"), (std::vector<double>{0.8, 0.1, 0.1}));
  EXPECT_EQ(parse_ratios("8:1:1"), (std::vector<double>{0.8, 0.1, 0.1}));
  EXPECT_EQ(parse_ratios("1/0/0"), (std::vector<double>{1, 0, 0}));
  for (const char* bad : {"", "80/20", "80/10/10/0", "a/b/c", "-1/1/1", "0/0/0", "80 10 10"}) {
    EXPECT_THROW(parse_ratios(bad), Error) << bad;
  }
}

TEST(SplitPlan, APartOfRatioZeroStaysEmpty) {
  const auto images = frames(300, 1, 1);
  for (const int part : plan_split(images, SplitGroup::kIdentity, {0.9, 0, 0.1}, 1).part) {
    EXPECT_NE(part, 1);
  }
}

TEST(SplitPlan, NamesTheKnownGroupsWhenAskedForAnother) {
  EXPECT_EQ(split_group("clip"), SplitGroup::kClip);
  try {
    split_group("person");
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("identity, clip or image"), std::string::npos);
  }
}

}  // namespace
}  // namespace facepoint
