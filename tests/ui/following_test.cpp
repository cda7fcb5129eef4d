// How points that follow, pins and expected errors are seen and handled.
#include <gmock/gmock.h>

#include "ui/ui_fixture.h"
#include "unit/edit/tied_model.h"

namespace facepoint {
namespace {

using test::spiral_points;
using testing::ElementsAre;

class FollowingViewTest : public test::UiTestOf<test::TiedProject> {
 protected:
  FollowingViewTest() {
    editor.perform(ShowImage{files.c});
    settle();
  }
  Point near_landmark(int i) const {
    const Point at = rect("landmark/" + std::to_string(i)).center();
    return {std::floor(at.x), std::floor(at.y)};
  }
  void hold_ctrl(bool down) {
    input.push({InputEvent::Kind::kKey, {}, 0, down, {Key::kNone, down, false, false}, 0});
  }
  Keypoints stored() { return files.stored_points(files.face_c); }
  const Keypoints proposed = spiral_points({103, 82});
};

TEST_F(FollowingViewTest, ADragOnTheCanvasShowsAndStoresWhatFollows) {
  const Point from = near_landmark(8);
  const Point beside = near_landmark(9);
  move_to(from);
  settle();
  button(true);
  move_to(from + Point{40, 0});
  settle();
  EXPECT_GT(near_landmark(9).x, beside.x + 20) << "while dragging";
  EXPECT_EQ(files.stored_changes(), 0);
  button(false);
  settle();
  EXPECT_NE(stored()[9], proposed[9]);
  EXPECT_EQ(stored()[40], proposed[40]);
}

TEST_F(FollowingViewTest, CtrlHeldAtThePressOrLaterMovesOnlyWhatIsDragged) {
  const Point from = near_landmark(8);
  hold_ctrl(true);
  move_to(from);
  button(true);
  move_to(from + Point{40, 0});
  button(false);
  hold_ctrl(false);
  settle();
  EXPECT_NE(stored()[8], proposed[8]);
  EXPECT_EQ(stored()[9], proposed[9]);
  editor.perform(ActionId::kUndo);
  settle();
  move_to(from);
  button(true);
  move_to(from + Point{40, 0});
  settle();
  EXPECT_NE(editor.session().preview()->at(9), proposed[9]);
  hold_ctrl(true);
  settle();
  EXPECT_EQ(editor.session().preview()->at(9), proposed[9]) << "without moving the mouse";
  hold_ctrl(false);
  button(false);
  settle();
  EXPECT_EQ(stored()[9], proposed[9]);
}

TEST_F(FollowingViewTest, ThePanelSwitchesFollowingAndItsReach) {
  EXPECT_TRUE(drawn("following/reach"));
  const Rect slider = rect("following/reach");
  move_to({slider.x + slider.width * 0.3, slider.center().y});
  settle();
  button(true);
  button(false);
  settle();
  EXPECT_LT(editor.preferences().reach(), 0.3);
  press({character_key('.'), false, true, false});
  settle();
  const double farther = editor.preferences().reach();
  press({character_key(','), false, true, false});
  settle();
  EXPECT_LT(editor.preferences().reach(), farther);
  click("following/on");
  EXPECT_FALSE(editor.preferences().following());
  EXPECT_FALSE(drawn("following/reach"));
  press({character_key('C')});
  settle();
  EXPECT_TRUE(editor.preferences().following());
}

TEST_F(FollowingViewTest, PinsAreLetGoInThePanel) {
  EXPECT_FALSE(drawn("button/unpin_points"));
  editor.perform(SelectPoints{{3, 4}});
  press({character_key('P'), false, true, false});
  settle();
  EXPECT_THAT(editor.session().corrections()->set, ElementsAre(3, 4));
  editor.perform(SelectPoints{});
  click("button/unpin_points");
  EXPECT_TRUE(editor.session().corrections()->set.empty());
}

TEST_F(FollowingViewTest, ThePanelLeadsToTheMostDoubtfulPointAndShowsRings) {
  const auto vertices = [&] {
    frame();
    return ImGui::GetDrawData()->TotalVtxCount;
  };
  Project project = files.open();
  Proposal unsure = *open_proposal(project, files.face_c);
  unsure.confidence.assign(68, 0.02);
  add_proposal(project, unsure);
  editor.poll();
  settle();
  const int before = vertices();
  press({character_key('I')});
  settle();
  EXPECT_GT(vertices(), before + 68 * 20);
  click("button/next_doubt");
  EXPECT_EQ(editor.session().selected_point(), editor.doubts().worst());
}

}  // namespace
}  // namespace facepoint
