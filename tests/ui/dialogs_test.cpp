// The forms of the dialogs, by the keyboard and by their widgets.
#include <gtest/gtest.h>

#include "store/snapshots.h"
#include "ui/ui_fixture.h"

namespace facepoint {
namespace {

class DialogsTest : public test::UiTest {
 protected:
  std::vector<std::string> snapshot_names() {
    Project project = files.open();
    std::vector<std::string> names;
    for (const Snapshot& snapshot : snapshots(project)) names.push_back(snapshot.name);
    return names;
  }
  // ImGui takes some frames to show a window and to move its cursor.
  void settle_cursor() {
    settle();
    settle();
  }
  void replace_by(const std::string& text) {
    settle_cursor();
    press({character_key('A'), true, false, false});
    press({Key::kBackspace});
    type(text);
    settle();
  }
};

TEST_F(DialogsTest, BeginInTheirFirstFieldAndEnterStarts) {
  press({character_key('S'), true, false, false});
  settle_cursor();
  type("v1");
  press({Key::kTab});
  settle_cursor();
  type("as it came");
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  Project project = files.open();
  EXPECT_EQ(get_snapshot(project, "v1").note, "as it came");
}

TEST_F(DialogsTest, EnterStartsNothingThatIsNotReadyNorOnClose) {
  press({character_key('S'), true, false, false});
  settle();
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kSnapshot) << "it has no name yet";
  press({Key::kEscape});
  press({character_key('S'), true, false, false});
  settle_cursor();
  type("v1");
  for (int i = 0; i < 2; ++i) {
    press({Key::kDown});
    settle_cursor();
  }
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  EXPECT_TRUE(snapshot_names().empty());
}

TEST_F(DialogsTest, KeysOfAFormAreNotTheEditors) {
  press({character_key('A'), true, true, false});
  settle();
  ASSERT_EQ(editor.dialog(), Dialog::kAnnotate);
  const ImageId shown = editor.session().current()->image.id;
  for (int i = 0; i < 2; ++i) press({Key::kDown});
  press({Key::kSpace});
  press({Key::kPageDown});
  settle();
  EXPECT_EQ(editor.session().current()->image.id, shown);
  press({Key::kEscape});
  settle();
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  press({Key::kPageDown});
  settle();
  EXPECT_NE(editor.session().current()->image.id, shown) << "now they are again";
}

TEST_F(DialogsTest, AFolderThatIsTypedIsListedAndThenTaken) {
  test::write_text(files.folder / "elsewhere/labels.csv", "");
  press({character_key('I'), true, false, false});
  settle();
  replace_by((files.folder / "elsewhere").string());
  press({Key::kEnter});
  settle();
  EXPECT_EQ(editor.dialog(), Dialog::kImport);
  EXPECT_TRUE(drawn("path/entry/labels.csv"));
  press({Key::kEnter});
  settle();
  EXPECT_NE(editor.dialog(), Dialog::kImport);
  settle_work();
}

}  // namespace
}  // namespace facepoint
