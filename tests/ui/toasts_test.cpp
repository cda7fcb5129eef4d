#include "ui_fixture.h"

namespace facepoint {
namespace {

using test::UiTest;

class ToastsTest : public UiTest {};

TEST_F(ToastsTest, UndoOnAToastTakesItsChangeBack) {
  editor.perform(ActionId::kApprove);
  click("toast/0/undo");
  EXPECT_EQ(editor.session().face()->face.status, FaceStatus::kLabelled);
  EXPECT_FALSE(drawn("toast/0"));
}

TEST_F(ToastsTest, StackAboveEachOtherWithinTheWindow) {
  editor.perform(ActionId::kApprove);
  editor.perform(ActionId::kRejectFace);
  settle();
  const Rect newest = rect("toast/0");
  const Rect older = rect("toast/1");
  EXPECT_LT(older.y + older.height, newest.y);
  EXPECT_LT(newest.x + newest.width, 1280);
  EXPECT_LT(newest.y + newest.height, 720);
}

TEST_F(ToastsTest, ClosingOneLeavesTheOthers) {
  editor.perform(ActionId::kApprove);
  editor.perform(ActionId::kRejectFace);
  click("toast/1/close");
  ASSERT_EQ(editor.toasts().shown().size(), 1U);
  EXPECT_EQ(editor.session().face()->face.status, FaceStatus::kRejected);
}

TEST_F(ToastsTest, AreHeldWhileThePointerIsOnThem) {
  editor.perform(ActionId::kApprove);
  settle();
  move_to(rect("toast/0").center());
  settle();
  EXPECT_TRUE(editor.toasts().held());
  move_to({400, 300});
  settle();
  EXPECT_FALSE(editor.toasts().held());
}

}  // namespace
}  // namespace facepoint
