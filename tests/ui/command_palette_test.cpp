#include <gmock/gmock.h>

#include "ui/ui_fixture.h"

namespace facepoint {
namespace {

class CommandPaletteTest : public test::UiTest {
 protected:
  CommandPaletteTest() { open(); }
  // Ctrl is let go again: while it is held letters are no text.
  void open() {
    settle();
    press({character_key('P'), true, false, false});
    input.push({InputEvent::Kind::kKey, {}, 0, false, {}, 0});
    settle();
  }
};

TEST_F(CommandPaletteTest, TypingAFewLettersAndEnterDoesTheAction) {
  ASSERT_EQ(editor.dialog(), Dialog::kPalette);
  type("nexpic");
  settle();
  press({Key::kEnter});
  settle();
  EXPECT_EQ(editor.session().current()->image.id, files.b);
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  EXPECT_EQ(files.stored_changes(), 0) << "Enter was for the palette, not for approving";
}

TEST_F(CommandPaletteTest, TheArrowKeysChooseAndComeRound) {
  type("fit");
  settle();
  ASSERT_TRUE(drawn("palette/fit_face"));
  press({Key::kDown});
  settle();
  press({Key::kEnter});
  settle();
  EXPECT_TRUE(asked_for(ActionId::kFitFace) || asked_for(ActionId::kFitImage));
  const ActionId first = commands.back();
  open();
  type("fit");
  settle();
  press({Key::kEnter});
  settle();
  EXPECT_NE(commands.back(), first) << "without the arrow it is the other one";
}

TEST_F(CommandPaletteTest, AClickDoesTheAction) {
  type("import");
  click("palette/import");
  EXPECT_EQ(editor.dialog(), Dialog::kImport);
}

TEST_F(CommandPaletteTest, ADisabledActionStaysUndoneAndThePaletteOpen) {
  type("undo");
  settle();
  press({Key::kEnter});
  settle();
  EXPECT_EQ(editor.dialog(), Dialog::kPalette);
  EXPECT_FALSE(asked_for(ActionId::kUndo));
}

TEST_F(CommandPaletteTest, EscClosesItAndItStartsEmptyAgain) {
  type("undo");
  settle();
  EXPECT_FALSE(drawn("palette/import"));
  press({Key::kEscape});
  settle();
  EXPECT_FALSE(drawn("palette"));
  open();
  EXPECT_TRUE(drawn("palette/import"));
}

TEST_F(CommandPaletteTest, OffersOnlyWhatTheWorkspaceHas) {
  type("approve");
  settle();
  EXPECT_TRUE(drawn("palette/approve"));
  press({Key::kEscape});
  editor.perform(ActionId::kShowHistory);
  open();
  type("approve");
  settle();
  EXPECT_FALSE(drawn("palette/approve"));
}

}  // namespace
}  // namespace facepoint
