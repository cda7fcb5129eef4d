#include "store/splits.h"

#include <gtest/gtest.h>

#include "store/duplicates.h"
#include "unit/store/store_builders.h"

namespace facepoint {
namespace {

using test::error_of;

class SplitsAndDuplicates : public testing::Test {
 protected:
  test::StoreBuilder store;
  Project& project = store.project;
  ImageId a = store.image("a"), b = store.image("b"), c = store.image("c");
  SplitPlan plan{{}, "main", "identity", {0.8, 0.1, 0.1}, 1, "rule"};
};

TEST_F(SplitsAndDuplicates, APlanRemembersHowItWasAskedForAndWhatItLeavesOut) {
  plan.locked = {"test"};
  plan.folds = 0;
  plan.stratify = "pose,size";
  plan.where = "official:test";
  save_split_plan(project, plan, {{b, "train"}, {a, "test"}}, {{c, "it would join parts"}});
  const SplitPlan back = get_split_plan(project, "main");
  EXPECT_EQ(back.locked, plan.locked);
  EXPECT_EQ(back.stratify, plan.stratify);
  EXPECT_EQ(back.where, plan.where);
  ASSERT_EQ(split_left_out(project, back.id).size(), 1U);
  EXPECT_EQ(split_left_out(project, back.id)[0].image, c);
  EXPECT_FALSE(find_split_plan(project, "other"));
}

TEST_F(SplitsAndDuplicates, ALockedPartIsWrittenOnlyAsItIs) {
  plan.locked = {"test"};
  save_split_plan(project, plan, {{a, "test"}, {b, "train"}});
  save_split_plan(project, plan, {{a, "test"}, {b, "val"}, {c, "train"}});
  for (const std::vector<SplitMember>& members :
       {std::vector<SplitMember>{{a, "train"}}, {{a, "test"}, {c, "test"}}, {}}) {
    EXPECT_EQ(error_of([&] { save_split_plan(project, plan, members); }).code(),
              ErrorCode::kConflict);
  }
  EXPECT_EQ(split_members(project, get_split_plan(project, "main").id).size(), 3U);
  plan.locked.clear();
  const std::vector<SplitMember> as_they_are =
      split_members(project, get_split_plan(project, "main").id);
  EXPECT_EQ(error_of([&] { save_split_plan(project, plan, as_they_are); }).code(),
            ErrorCode::kConflict)
      << "somebody locked it since the plan was read";
  EXPECT_NO_THROW(save_split_plan(project, plan, {{a, "train"}}, {}, {"test"}));
}

TEST_F(SplitsAndDuplicates, FactsOfFacesAreReadWithoutWriting) {
  store.labelled_face(a, 10, {0, 0, 40, 90});
  store.proposed_face(b);
  const std::int64_t version = project.data_version();
  const std::vector<FaceFacts> facts = face_facts(project);
  ASSERT_EQ(facts.size(), 2U);
  EXPECT_EQ(facts[0].image, a);
  EXPECT_DOUBLE_EQ(facts[0].side, 60);
  EXPECT_TRUE(facts[0].labelled);
  EXPECT_FALSE(facts[1].labelled);
  EXPECT_EQ(facts[1].status, FaceStatus::kProposed);
  EXPECT_EQ(project.data_version(), version);
}

TEST_F(SplitsAndDuplicates, PairsAreReplacedTogetherWithWhatTheyAreOf) {
  EXPECT_EQ(duplicates_state(project), "");
  save_duplicates(project, {{b, c, false, 0.97, std::nullopt}, {a, b, true, 1, true}}, "one");
  std::vector<Duplicate> pairs = duplicates(project);
  ASSERT_EQ(pairs.size(), 2U);
  EXPECT_EQ(pairs[0].a, a);
  EXPECT_TRUE(pairs[0].identical);
  EXPECT_EQ(pairs[0].labels_differ, true);
  EXPECT_EQ(pairs[1].labels_differ, std::nullopt);
  EXPECT_EQ(duplicates_state(project), "one");
  save_duplicates(project, {}, "two");
  EXPECT_TRUE(duplicates(project).empty());
  EXPECT_EQ(duplicates_state(project), "two");
}

TEST_F(SplitsAndDuplicates, ALookIsForgottenWhenTheBytesAreOthers) {
  Image image = get_image(project, a);
  image.digest = "first";
  update_image(project, image);
  save_looks(project, {{a, "first", "letters"}});
  EXPECT_EQ(image_looks(project).at(a), "letters");
  image.digest = "second";
  update_image(project, image);
  EXPECT_TRUE(image_looks(project).empty());
  save_looks(project, {{a, "second", "others"}});
  EXPECT_EQ(image_looks(project).at(a), "others");
}

}  // namespace
}  // namespace facepoint
