#include "edit/action_table.h"

#include <gtest/gtest.h>

#include <set>

#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

TEST(ActionTable, HoldsEveryActionInTheOrderOfItsNumbers) {
  ASSERT_EQ(action_table().size(), static_cast<std::size_t>(ActionId::kCount));
  for (std::size_t i = 0; i < action_table().size(); ++i) {
    EXPECT_EQ(static_cast<std::size_t>(action_table()[i].id), i) << action_table()[i].name;
  }
}

TEST(ActionTable, GivesEveryActionAKeyOfItsOwnInItsWorkspace) {
  for (const Workspace workspace :
       {Workspace::kEdit, Workspace::kLibrary, Workspace::kPatches, Workspace::kHistory,
        Workspace::kCompare, Workspace::kTrain, Workspace::kSplits, Workspace::kReview}) {
    std::set<Shortcut> taken;
    for (const ActionInfo& row : action_table()) {
      if (!usable_in(row.group, workspace)) continue;
      EXPECT_TRUE(row.shortcut) << row.name;
      EXPECT_TRUE(taken.insert(row.shortcut).second) << row.name << " " << to_text(row.shortcut);
      if (row.alternative) {
        EXPECT_TRUE(taken.insert(row.alternative).second) << row.name;
      }
    }
  }
}

TEST(ActionTable, NamesAndExplainsEveryAction) {
  std::set<std::string> names;
  for (const ActionInfo& row : action_table()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_NE(std::string(row.title), "") << row.name;
    EXPECT_EQ(std::string(row.help).back(), '.') << row.name;
    EXPECT_EQ(find_action(row.name), &row);
  }
  EXPECT_EQ(find_action("no_such_action"), nullptr);
}

TEST(ActionTable, FindsAnActionByItsKeyWithExactlyItsModifiers) {
  const KeyMap keys;
  EXPECT_EQ(keys.action_for({character_key('Z'), true, false, false}, Workspace::kEdit),
            ActionId::kUndo);
  EXPECT_EQ(keys.action_for({character_key('Z'), true, true, false}, Workspace::kEdit),
            ActionId::kRedo);
  EXPECT_EQ(keys.action_for({character_key('Z'), false, false, false}, Workspace::kEdit),
            std::nullopt);
  EXPECT_EQ(keys.action_for({}, Workspace::kEdit), std::nullopt);
}

TEST(ActionTable, EnablesWhatCanBeDoneNow) {
  test::EditProject files;
  Editor editor(files.open(), files.queue);
  EXPECT_FALSE(editor.enabled(ActionId::kUndo));
  EXPECT_FALSE(editor.enabled(ActionId::kAcceptProposal));
  EXPECT_FALSE(editor.enabled(ActionId::kPreviousImage));
  EXPECT_TRUE(editor.enabled(ActionId::kNextImage));
  editor.perform(ActionId::kNextImage);
  EXPECT_TRUE(editor.enabled(ActionId::kAcceptProposal));
  EXPECT_TRUE(editor.enabled(ActionId::kPreviousImage));
  editor.perform(ActionId::kLastImage);
  EXPECT_FALSE(editor.enabled(ActionId::kFitFace));
  EXPECT_FALSE(editor.enabled(ActionId::kApprove));
}

TEST(Shortcuts, AreWrittenAsPeopleSayThem) {
  EXPECT_EQ(to_text(Shortcut{character_key('Z'), true, true, false}), "Ctrl+Shift+Z");
  EXPECT_EQ(to_text(Shortcut{Key::kPageDown}), "Page Down");
  EXPECT_EQ(to_text(Shortcut{Key::kF12}), "F12");
  EXPECT_EQ(to_text(Shortcut{}), "");
}

}  // namespace
}  // namespace facepoint
