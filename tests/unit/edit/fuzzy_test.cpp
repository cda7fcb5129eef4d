#include "edit/fuzzy.h"

#include <gmock/gmock.h>

namespace facepoint {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::Not;

TEST(FuzzyScore, WantsTheLettersInTheirOrder) {
  EXPECT_TRUE(fuzzy_score("npc", "Next picture"));
  EXPECT_FALSE(fuzzy_score("pn", "Next picture"));
  EXPECT_FALSE(fuzzy_score("undoo", "Undo"));
  EXPECT_FALSE(fuzzy_score("a", ""));
  EXPECT_EQ(fuzzy_score("", "Undo"), 0);
}

TEST(FuzzyScore, IgnoresCase) {
  EXPECT_EQ(fuzzy_score("UNDO", "Undo"), fuzzy_score("undo", "Undo"));
}

TEST(FuzzyScore, PrefersTheStartsOfWords) {
  EXPECT_GT(fuzzy_score("nf", "Next face"), fuzzy_score("nf", "Confer"));
  EXPECT_GT(fuzzy_score("p", "Next picture"), fuzzy_score("p", "Open"));
}

TEST(FuzzyScore, PrefersRunsOfLetters) {
  EXPECT_GT(fuzzy_score("ose", "Propose"), fuzzy_score("ose", "Crop resized"));
}

TEST(FuzzyScore, FindsTheBestWayNotTheFirst) {
  // The first "p" is inside a word; the run at the end counts.
  EXPECT_GT(fuzzy_score("pro", "Approve proposal"), fuzzy_score("pro", "Approve"));
}

TEST(FuzzyScore, PrefersTheShorterOfTwoTextsThatBeginAlike) {
  EXPECT_GT(fuzzy_score("fit", "Fit face"), fuzzy_score("fit", "Fit the face into the window"));
}

TEST(MatchingActions, FindsAnActionByTheStartsOfItsWords) {
  ASSERT_THAT(matching_actions("acp", Workspace::kEdit), Not(IsEmpty()));
  EXPECT_EQ(matching_actions("acp", Workspace::kEdit).front(), ActionId::kAcceptProposal);
  EXPECT_EQ(matching_actions("und", Workspace::kEdit).front(), ActionId::kUndo);
}

TEST(MatchingActions, TakesWordsInAnyOrder) {
  EXPECT_EQ(matching_actions("next pic", Workspace::kEdit).front(), ActionId::kNextImage);
  EXPECT_EQ(matching_actions("pic next", Workspace::kEdit).front(), ActionId::kNextImage);
}

TEST(MatchingActions, FindsByTheGroupAndByWordsOfTheHelp) {
  EXPECT_THAT(matching_actions("view", Workspace::kEdit), Contains(ActionId::kFitFace));
  EXPECT_THAT(matching_actions("PNG", Workspace::kEdit), ElementsAre(ActionId::kScreenshot));
  EXPECT_THAT(matching_actions("xyzzy", Workspace::kEdit), IsEmpty());
}

TEST(MatchingActions, ListsTheWholeTableForAnEmptyQueryButOnlyWhatTheWorkspaceHas) {
  EXPECT_EQ(matching_actions(" ", Workspace::kEdit).front(), action_table().front().id);
  EXPECT_THAT(matching_actions("", Workspace::kEdit), Contains(ActionId::kApprove));
  EXPECT_THAT(matching_actions("", Workspace::kHistory), Not(Contains(ActionId::kApprove)));
}

}  // namespace
}  // namespace facepoint
