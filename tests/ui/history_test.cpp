#include <gmock/gmock.h>

#include "ui/ui_fixture.h"

namespace facepoint {
namespace {

using test::spiral_points;

class HistoryViewTest : public test::UiTest {
 protected:
  HistoryViewTest() {
    move(files.a, 1);
    move(files.b, 2);
    editor.perform(ActionId::kShowHistory);
  }
  void move(ImageId image, int point) {
    editor.perform(ShowImage{image});
    const Point at = spiral_points()[point].position;
    editor.perform(BeginDrag{point, at});
    editor.perform(DragTo{at + Point{6, 0}});
    editor.perform(EndDrag{});
  }
};

TEST_F(HistoryViewTest, ARowShowsItsChangeAndTheButtonRevertsIt) {
  click("history/item/1");
  EXPECT_EQ(editor.history().position(), 1);
  EXPECT_TRUE(drawn("history/picture"));
  EXPECT_FALSE(drawn("history/why_not"));
  click("button/history_revert");
  EXPECT_EQ(files.stored_points(files.face_a), spiral_points());
  EXPECT_NE(files.stored_points(files.face_b), spiral_points());
  EXPECT_TRUE(drawn("history/why_not")) << "it is taken back already";
  commands.clear();
  click("button/history_revert");
  EXPECT_FALSE(asked_for(ActionId::kHistoryRevert));
}

TEST_F(HistoryViewTest, TypingSearchesAndKeysAreTextMeanwhile) {
  press({character_key('F'), true, false, false});
  settle();
  type("point 1");
  press({character_key('R')});
  settle();
  EXPECT_EQ(editor.history().search(), "point 1");
  EXPECT_TRUE(drawn("history/item/0"));
  EXPECT_FALSE(drawn("history/item/1"));
  EXPECT_FALSE(asked_for(ActionId::kHistoryRevert));
}

TEST_F(HistoryViewTest, KeysMoveTheCursorRevertAndOpen) {
  press({Key::kDown});
  settle();
  EXPECT_EQ(editor.history().position(), 1);
  press({character_key('R')});
  settle();
  EXPECT_EQ(files.stored_points(files.face_a), spiral_points());
  press({Key::kEnter});
  settle();
  EXPECT_EQ(editor.workspace(), Workspace::kEdit);
  EXPECT_EQ(editor.session().current()->image.id, files.a);
}

TEST_F(HistoryViewTest, TheListFollowsTheCursorToTheEnd) {
  Project project = files.open();
  project.transaction([&] {
    for (int i = 0; i < 200; ++i) {
      FaceEdit edit;
      edit.face = files.face_a;
      edit.status = FaceStatus::kApproved;
      apply_change(project, "Approve", {edit});
    }
  });
  editor.poll();
  settle();
  EXPECT_FALSE(drawn("history/item/201"));
  press({Key::kEnd});
  settle();
  EXPECT_TRUE(drawn("history/item/201"));
  EXPECT_FALSE(drawn("history/item/0"));
}

TEST_F(HistoryViewTest, NothingLeavesTheWindow) {
  for (const ImVec2 size : {ImVec2{1280, 720}, ImVec2{1024, 600}, ImVec2{3840, 2160}}) {
    ImGui::GetIO().DisplaySize = size;
    settle();
    for (const auto& [name, at] : ui->record().all()) {
      if (name.starts_with("history/item/")) continue;  // rows are cut by the list's edge
      EXPECT_LE(at.x + at.width, size.x) << name;
      EXPECT_LE(at.y + at.height, size.y) << name;
    }
  }
}

}  // namespace
}  // namespace facepoint
