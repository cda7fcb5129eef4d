#include "curate/split_plan.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "base/error.h"

namespace facepoint {
namespace {

const std::vector<double> kRatios = {0.8, 0.1, 0.1};

SplitAssignment plan_split(const std::vector<SplitImage>& images, SplitGroup group_by,
                           const std::vector<double>& ratios, std::uint64_t seed) {
  return facepoint::plan_split(images, {.group_by = group_by, .ratios = ratios, .seed = seed});
}

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
  for (SplitImage& image : images) image.identity = image.clip = "";
  const SplitAssignment plan = plan_split(images, SplitGroup::kIdentity, kRatios, 1);
  EXPECT_EQ(std::set<std::string>(plan.group.begin(), plan.group.end()).size(), 300U);
}

TEST(SplitPlan, ImagesOfAClipStayTogetherThoughNobodyKnowsWhoItShows) {
  auto images = frames(1, 30, 10);
  for (SplitImage& image : images) image.identity.clear();
  for (const SplitGroup group : {SplitGroup::kIdentity, SplitGroup::kClip}) {
    const SplitAssignment plan = plan_split(images, group, kRatios, 1);
    std::map<std::string, std::set<int>> parts;
    for (std::size_t i = 0; i < images.size(); ++i) parts[images[i].clip].insert(plan.part[i]);
    EXPECT_EQ(parts.size(), 30U);
    for (const auto& [clip, in] : parts) EXPECT_EQ(in.size(), 1U) << clip;
  }
}

TEST(SplitPlan, ReadsRatiosAsSharesOrProportions) {
  EXPECT_EQ(parse_ratios("80/10/10"), (std::vector<double>{0.8, 0.1, 0.1}));
  EXPECT_EQ(parse_ratios("8:1:1"), (std::vector<double>{0.8, 0.1, 0.1}));
  EXPECT_EQ(parse_ratios("1/0/0"), (std::vector<double>{1, 0, 0}));
  for (const char* bad :
       {"", "80/20", "80/10/10/0", "a/b/c", "-1/1/1", "0/0/0", "80 10 10", "1e308/1e308/1e308"}) {
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

// A plan of `images` by identity that was made before the last `added` of them came.
struct Extended {
  SplitAssignment before;
  SplitAssignment after;
};
Extended extended(const std::vector<SplitImage>& images, std::size_t added, SplitRequest request) {
  Extended plans;
  const std::size_t few = images.size() - added;
  SplitRequest first = request;
  std::erase_if(first.links, [&](const auto& link) { return link.second >= few; });
  first.locked.clear();
  if (!first.strata.empty()) first.strata.resize(few);
  plans.before = facepoint::plan_split({images.begin(), images.begin() + few}, first);
  request.stays = plans.before.part;
  request.stays.resize(images.size(), -1);
  plans.after = facepoint::plan_split(images, request);
  return plans;
}

// The first image of someone in this part.
std::size_t someone_in(const SplitAssignment& plan, int part) {
  return static_cast<std::size_t>(std::find(plan.part.begin(), plan.part.end(), part) -
                                  plan.part.begin());
}

TEST(SplitPlan, NearDuplicatesShareAPartAndMoveNobodyElse) {
  const auto images = frames(200, 1, 2);
  SplitRequest request{.ratios = kRatios};
  const SplitAssignment apart = facepoint::plan_split(images, request);
  request.links = {{0, 100}, {101, 201}};  // three people
  const SplitAssignment linked = facepoint::plan_split(images, request);
  EXPECT_EQ(linked.part[0], linked.part[100]);
  EXPECT_EQ(linked.part[0], linked.part[201]);
  EXPECT_EQ(linked.group[0], linked.group[200]);
  const std::set<std::string> tied{"Person0", "Person50", "Person100"};
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (!tied.contains(images[i].identity)) {
      EXPECT_EQ(linked.part[i], apart.part[i]) << i;
    }
  }
}

TEST(SplitPlan, NewImagesFollowThoseThatTheyBelongToAndMoveNobody) {
  auto images = frames(60, 1, 2);
  const std::size_t few = images.size();
  images.push_back({"new/a", "Person3", "9", "a", 0});           // a person who is there
  images.push_back({"new/b", "Zoe", "1", images[8].digest, 0});  // the bytes of Person4
  images.push_back({"new/c", "Yann", "1", "c", 0});              // like Person5
  const auto [before, after] = extended(images, 3, {.ratios = kRatios, .links = {{10, few + 2}}});
  for (std::size_t i = 0; i < few; ++i) EXPECT_EQ(after.part[i], before.part[i]);
  EXPECT_EQ(after.part[few], before.part[6]);
  EXPECT_EQ(after.part[few + 1], before.part[8]);
  EXPECT_EQ(after.part[few + 2], before.part[10]);
}

TEST(SplitPlan, ANewImageThatWouldJoinTwoPartsIsLeftOutWithTheReason) {
  auto images = frames(60, 1, 2);
  const std::size_t few = images.size();
  const SplitAssignment before = plan_split(images, SplitGroup::kIdentity, kRatios, 1);
  const std::size_t train = someone_in(before, 0);
  const std::size_t test = someone_in(before, 2);
  images.push_back({"new/bridge", images[train].identity, "7", "x", 0});
  images.push_back({"new/fine", images[train].identity, "7", "y", 0});
  const auto [first, after] = extended(images, 2, {.ratios = kRatios, .links = {{test, few}}});
  EXPECT_EQ(after.part[few], -1);
  EXPECT_NE(after.left_out[few].find("near-duplicate of " + images[test].key + " in test"),
            std::string::npos)
      << after.left_out[few];
  EXPECT_NE(after.left_out[few].find(images[train].identity), std::string::npos);
  EXPECT_EQ(after.part[few + 1], 0);
  EXPECT_TRUE(after.left_out[few + 1].empty());
}

TEST(SplitPlan, NewImagesThatWouldJoinTwoPartsOnlyTogetherAreAllLeftOut) {
  auto images = frames(60, 1, 1);
  const std::size_t few = images.size();
  const SplitAssignment before = plan_split(images, SplitGroup::kIdentity, kRatios, 1);
  const std::size_t train = someone_in(before, 0);
  const std::size_t test = someone_in(before, 2);
  images.push_back({"new/zoe1", "Zoe", "1", "z1", 0});
  images.push_back({"new/zoe2", "Zoe", "1", "z2", 0});
  const auto [first, after] =
      extended(images, 2, {.ratios = kRatios, .links = {{train, few}, {test, few + 1}}});
  EXPECT_EQ(after.part[few], -1);
  EXPECT_EQ(after.part[few + 1], -1);
  EXPECT_NE(after.left_out[few + 1].find("through other new ones"), std::string::npos);
}

TEST(SplitPlan, NobodyComesIntoALockedPart) {
  auto images = frames(400, 1, 1);
  const std::size_t few = 200;
  const SplitAssignment before =
      plan_split({images.begin(), images.begin() + few}, SplitGroup::kIdentity, kRatios, 1);
  const std::size_t test = someone_in(before, 2);
  images[few].identity = images[test].identity;
  const auto [first, after] =
      extended(images, few, {.ratios = kRatios, .locked = {false, false, true}});
  for (std::size_t i = 0; i < few; ++i) EXPECT_EQ(after.part[i], before.part[i]);
  for (std::size_t i = few; i < images.size(); ++i) EXPECT_NE(after.part[i], 2) << i;
  EXPECT_EQ(after.part[few], -1);
  EXPECT_NE(after.left_out[few].find("test is locked"), std::string::npos);
  EXPECT_THROW(extended(images, few, {.ratios = kRatios, .locked = {true, true, true}}), Error);
}

TEST(SplitPlan, StratifiedPartsGetTheirShareOfEveryKind) {
  const auto images = frames(300, 1, 3);
  SplitRequest request{.ratios = kRatios};
  for (std::size_t i = 0; i < images.size(); ++i) {
    const std::size_t person = i / 3;  // rare kinds, which chance would not share out evenly
    request.strata.push_back({person % 10 == 0 ? "pose turned far" : "pose frontal",
                              person % 30 < 3 ? "size small" : "size large"});
  }
  const SplitAssignment plan = facepoint::plan_split(images, request);
  std::map<std::string, std::map<int, int>> count;
  for (std::size_t i = 0; i < images.size(); ++i) {
    for (const std::string& kind : request.strata[i]) ++count[kind][plan.part[i]];
  }
  for (auto& [kind, parts] : count) {
    const int all = parts[0] + parts[1] + parts[2];
    EXPECT_NEAR(parts[0], 0.8 * all, 3) << kind;
    EXPECT_NEAR(parts[1], 0.1 * all, 3) << kind;
    EXPECT_NEAR(parts[2], 0.1 * all, 3) << kind;
  }
  EXPECT_EQ(facepoint::plan_split(images, request).part, plan.part);
  for (const auto& [identity, parts] : parts_by(images, plan, false)) EXPECT_EQ(parts.size(), 1U);
  request.seed = 2;
  EXPECT_NE(facepoint::plan_split(images, request).part, plan.part);
}

TEST(SplitPlan, ImagesAddedToAStratifiedPlanMoveNobody) {
  const auto images = frames(120, 2, 2);
  SplitRequest request{.ratios = kRatios};
  for (std::size_t i = 0; i < images.size(); ++i) {
    request.strata.push_back({i % 7 == 0 ? "pose turned far" : "pose frontal"});
  }
  const auto [before, after] = extended(images, 160, request);
  for (std::size_t i = 0; i < before.part.size(); ++i) EXPECT_EQ(after.part[i], before.part[i]);
}

TEST(SplitPlan, FoldsAreAllUsedAndEquallyLarge) {
  const auto images = frames(3000, 1, 1);
  const SplitAssignment plan =
      plan_split(images, SplitGroup::kIdentity, std::vector<double>(5, 0.2), 1);
  int counts[5] = {};
  for (const int part : plan.part) ++counts[part];
  for (const int count : counts) EXPECT_NEAR(count, 600, 90);
  EXPECT_EQ(split_parts(3), (std::vector<std::string>{"fold-1", "fold-2", "fold-3"}));
}

}  // namespace
}  // namespace facepoint
