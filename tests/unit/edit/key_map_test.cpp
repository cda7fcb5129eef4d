#include "edit/key_map.h"

#include <gtest/gtest.h>

#include "edit/editor.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

constexpr Shortcut kCtrlU{character_key('U'), true, false, false};

KeyFile parsed(const std::string& json) { return parse_keys(json, "/home/ada/keys.json"); }

TEST(Keys, TheTextOfEveryKeyOfTheTableReadsBack) {
  for (const ActionInfo& row : action_table()) {
    EXPECT_EQ(shortcut_of(to_text(row.shortcut)), row.shortcut) << row.name;
    if (row.alternative) {
      EXPECT_EQ(shortcut_of(to_text(row.alternative)), row.alternative);
    }
  }
  EXPECT_EQ(shortcut_of("shift+CTRL+z"), (Shortcut{character_key('Z'), true, true, false}));
  EXPECT_EQ(shortcut_of("Ctrl++"), (Shortcut{character_key('+'), true, false, false}));
  for (const char* wrong : {"", "Ctrl+", "Hyper+A", "Ctrl+Ctrl+A", "F13", "AB", " "}) {
    EXPECT_EQ(shortcut_of(wrong), std::nullopt) << wrong;
  }
}

TEST(KeyMap, AFileGivesAnActionOtherKeysAndLeavesTheRest) {
  const KeyFile file = parsed(R"({"undo": "Ctrl+U", "fit_face": ["F11", "Alt+F"], "approve": ""})");
  EXPECT_TRUE(file.problems.empty()) << file.problems.front();
  EXPECT_EQ(file.keys.action_for(kCtrlU, Workspace::kEdit), ActionId::kUndo);
  EXPECT_EQ(file.keys.action_for({character_key('Z'), true, false, false}, Workspace::kEdit),
            std::nullopt);
  EXPECT_EQ(file.keys.both(ActionId::kFitFace), "F11 or Alt+F");
  EXPECT_EQ(file.keys.both(ActionId::kApprove), "");
  EXPECT_EQ(file.keys.both(ActionId::kRedo), KeyMap().both(ActionId::kRedo));
}

TEST(KeyMap, WhatIsWrongIsToldWithItsLineAndTheRestIsUsed) {
  const KeyFile file = parsed(
      "{\n  \"aprove\": \"F8\",\n  \"approve\": \"Strg+A\",\n"
      "  \"redo\": 7,\n  \"undo\": \"Ctrl+U\"\n}\n");
  ASSERT_EQ(file.problems.size(), 3U);
  EXPECT_TRUE(file.problems[0].starts_with("keys.json:2: \"aprove\"")) << file.problems[0];
  EXPECT_TRUE(file.problems[1].starts_with("keys.json:3: \"approve\"")) << file.problems[1];
  EXPECT_TRUE(file.problems[2].starts_with("keys.json:4: \"redo\"")) << file.problems[2];
  EXPECT_EQ(file.keys.action_for(kCtrlU, Workspace::kEdit), ActionId::kUndo);
  EXPECT_EQ(file.keys.both(ActionId::kApprove), KeyMap().both(ActionId::kApprove));
}

TEST(KeyMap, AFileThatIsNoJsonIsToldWithItsLineAndChangesNothing) {
  const KeyFile file = parsed("{\n  \"undo\": \"Ctrl+U\",,\n}");
  ASSERT_EQ(file.problems.size(), 1U);
  EXPECT_NE(file.problems[0].find("line 2"), std::string::npos) << file.problems[0];
  EXPECT_EQ(file.keys.both(ActionId::kUndo), KeyMap().both(ActionId::kUndo));
  EXPECT_EQ(parsed("[1]").problems.size(), 1U);
}

TEST(KeyMap, AChangedKeyIsTakenFromTheActionThatHadItWhichIsTold) {
  std::string all = keys_file_text(KeyMap());
  const std::string undo = "\"undo\": \"Ctrl+Z\"";
  all.replace(all.find(undo), undo.size(), "\"undo\": \"Ctrl+E\"");  // that is Export's
  const KeyFile file = parsed(all);
  ASSERT_EQ(file.problems.size(), 1U);
  EXPECT_NE(file.problems[0].find("Ctrl+E is the key of “Undo”"), std::string::npos)
      << file.problems[0];
  EXPECT_EQ(file.keys.action_for({character_key('E'), true, false, false}, Workspace::kEdit),
            ActionId::kUndo);
  EXPECT_EQ(file.keys.both(ActionId::kExport), "");
}

TEST(KeyMap, ActionsOfDifferentWorkspacesMayShareAKey) {
  const KeyFile file = parsed(R"({"fit_face": "F11", "reverse_sort": "F11"})");
  EXPECT_TRUE(file.problems.empty());
  EXPECT_EQ(file.keys.action_for({Key::kF11}, Workspace::kEdit), ActionId::kFitFace);
  EXPECT_EQ(file.keys.action_for({Key::kF11}, Workspace::kLibrary), ActionId::kReverseSort);
}

TEST(KeyMap, TheWrittenFileHasEveryActionAndReadsBackTheSame) {
  const KeyFile file = parsed(keys_file_text(KeyMap()));
  EXPECT_TRUE(file.problems.empty()) << file.problems.front();
  for (const ActionInfo& row : action_table()) {
    EXPECT_EQ(file.keys.both(row.id), KeyMap().both(row.id)) << row.name;
  }
}

TEST(KeyMap, TheEditorWritesTheFileOnceAndTakesWhatIsSavedInIt) {
  const test::EditProject files;
  MainQueue queue{[] {}};
  const std::filesystem::path path = files.folder / "config/keys.json";
  Editor editor(files.open(), queue, {}, path);
  EXPECT_FALSE(std::filesystem::exists(path));
  editor.perform(ActionId::kEditKeys);
  EXPECT_EQ(editor.files_asked(), 1);
  EXPECT_EQ(editor.file_asked(), editor.keys_file());
  ASSERT_TRUE(std::filesystem::exists(path));
  test::write_text(path, R"({"undo": "Ctrl+U"})");
  std::filesystem::last_write_time(
      path, std::filesystem::file_time_type::clock::now() + std::chrono::seconds(5));
  EXPECT_TRUE(editor.poll());
  EXPECT_EQ(editor.keys().text(ActionId::kUndo), "Ctrl+U");
  editor.perform(ActionId::kEditKeys);
  EXPECT_EQ(Editor(files.open(), queue, {}, path).keys().text(ActionId::kUndo), "Ctrl+U");
  EXPECT_TRUE(editor.toasts().shown().empty());
}

TEST(KeyMap, ProblemsOfTheFileAreToasts) {
  const test::EditProject files;
  MainQueue queue{[] {}};
  test::write_text(files.folder / "keys.json", R"({"no_such": "F8"})");
  const Editor editor(files.open(), queue, {}, files.folder / "keys.json");
  ASSERT_EQ(editor.toasts().shown().size(), 1U);
  EXPECT_NE(editor.status().text.find("no_such"), std::string::npos);
}

}  // namespace
}  // namespace facepoint
