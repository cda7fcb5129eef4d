#include <gmock/gmock.h>

#include "ui/ui_fixture.h"

namespace facepoint {
namespace {

using test::spiral_points;

class CanvasTest : public test::UiTest {
 protected:
  CanvasTest() { settle(); }
  Point landmark(int i) const { return rect("landmark/" + std::to_string(i)).center(); }
  // Where a mouse can be: it moves by whole pixels.
  Point near_landmark(int i) const {
    const Point at = landmark(i);
    return {std::floor(at.x), std::floor(at.y)};
  }
  double scale() const { return editor.session().viewport().scale(); }
};

TEST_F(CanvasTest, DraggingALandmarkMovesItByThePointersWay) {
  const Point from = near_landmark(30);
  move_to(from);
  settle();
  button(true);
  move_to(from + Point{20, 5});
  settle();
  EXPECT_EQ(files.stored_changes(), 0);
  move_to(from + Point{40, -10});
  button(false);
  settle();
  Keypoints expected = spiral_points();
  const Point shift = Point{40, -10} * (1 / scale());
  expected[30].position = snapped(expected[30].position + shift);
  EXPECT_EQ(files.stored_points(files.face_a), expected);
  EXPECT_EQ(files.stored_changes(), 1);
}

// All of it between two frames, as on a slow machine.
TEST_F(CanvasTest, ADragWithinOneSlowFrameGrabsThePointThatWasPressed) {
  const Point from = near_landmark(30);
  const Point to = near_landmark(5);
  move_to(from);
  button(true);
  move_to(to);
  button(false);
  settle();
  Keypoints expected = spiral_points();
  expected[30].position = snapped(expected[30].position + (to - from) * (1 / scale()));
  EXPECT_EQ(files.stored_points(files.face_a), expected);
}

TEST_F(CanvasTest, EscWhileDraggingLeavesNothing) {
  const Point from = near_landmark(30);
  move_to(from);
  button(true);
  move_to(from + Point{50, 50});
  press({Key::kEscape});
  move_to(from + Point{90, 50});
  button(false);
  settle();
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(CanvasTest, TheWheelZoomsAtThePointer) {
  const Point pointer = near_landmark(10);
  const Point under = editor.session().viewport().to_image(pointer);
  move_to(pointer);
  settle();
  const double before = scale();
  wheel(3);
  settle();
  EXPECT_GT(scale(), before * 1.4);
  EXPECT_NEAR(distance(editor.session().viewport().to_screen(under), pointer), 0, 1e-3);
}

TEST_F(CanvasTest, TheMiddleButtonPans) {
  const Point start = near_landmark(10);
  const Point before = landmark(0);
  move_to(start);
  settle();
  button(true, 2);
  move_to(start + Point{30, 12});
  settle();
  button(false, 2);
  settle();
  EXPECT_NEAR(distance(landmark(0), before + Point{30, 12}), 0, 1e-3);
}

TEST_F(CanvasTest, SpaceAndDragPansAndMovesNoPoint) {
  const Point from = near_landmark(30);
  const Point before = landmark(30);
  move_to(from);
  input.push({InputEvent::Kind::kKey, {}, 0, true, {Key::kSpace}, 0});
  button(true);
  move_to(from + Point{25, 0});
  button(false);
  input.push({InputEvent::Kind::kKey, {}, 0, false, {Key::kSpace}, 0});
  settle();
  EXPECT_NEAR(distance(landmark(30), before + Point{25, 0}), 0, 1e-3);
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(CanvasTest, ClickingBesideEveryPointClearsTheSelection) {
  move_to(landmark(3));
  button(true);
  button(false);
  settle();
  EXPECT_EQ(editor.session().selected_point(), 3);
  const Rect canvas = rect("canvas");
  move_to({canvas.x + 4, canvas.y + 4});
  button(true);
  button(false);
  settle();
  EXPECT_EQ(editor.session().selected_point(), -1);
}

TEST_F(CanvasTest, ABoxDraggedBesideThePointsSelectsWhatIsInIt) {
  const Rect canvas = rect("canvas");
  move_to({canvas.x + 3, canvas.y + 3});
  button(true);
  move_to({canvas.x + canvas.width - 3, canvas.y + canvas.height - 3});
  settle();
  EXPECT_TRUE(editor.session().gesture());
  button(false);
  settle();
  EXPECT_EQ(editor.session().selection().size(), 68U);
  EXPECT_EQ(files.stored_changes(), 0);
}

// All moves between two frames, as on a slow machine: every bend of the line counts.
TEST_F(CanvasTest, AStrokeWithinOneSlowFrameKeepsItsBends) {
  editor.perform(SelectPoints{{8}});
  editor.perform(ActionId::kStrokeTool);
  settle();
  const Rect canvas = rect("canvas");
  const Point middle = canvas.center();
  move_to(middle + Point{-80, 0});
  button(true);
  move_to(middle + Point{0, 120});
  move_to(middle + Point{80, 0});
  button(false);
  settle();
  const Keypoints after = files.stored_points(files.face_a);
  const Point chin = editor.session().viewport().to_screen(after[8].position);
  EXPECT_NEAR(distance(chin, middle + Point{0, 120}), 0, 2);
  EXPECT_EQ(files.stored_changes(), 1);
}

TEST_F(CanvasTest, ShiftClickTogglesAPoint) {
  ImGuiIO& io = ImGui::GetIO();
  move_to(landmark(3));
  button(true);
  button(false);
  settle();
  io.KeyShift = true;
  move_to(landmark(60));
  settle();
  io.KeyShift = true;
  button(true);
  button(false);
  frame();
  EXPECT_EQ(editor.session().selection().points(), (std::vector<int>{3, 60}));
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(CanvasTest, TheHandleTurnsTheSelectedPoints) {
  editor.perform(SelectPoints{{50, 60, 67}});
  settle();
  const Point handle = rect("handle/turn").center();
  move_to(handle);
  settle();
  button(true);
  move_to(handle + Point{60, 20});
  settle();
  button(false);
  settle();
  EXPECT_EQ(files.stored_changes(), 1);
  EXPECT_EQ(editor.session().undoable()->label, "Turn 3 points");
  EXPECT_EQ(files.stored_points(files.face_a)[51], spiral_points()[51]);
}

TEST_F(CanvasTest, ALoupeShowsTheDraggedPointOnceThePictureIsThere) {
  settle_with_pictures();
  move_to(near_landmark(30));
  settle();
  EXPECT_FALSE(drawn("loupe"));
  button(true);
  move_to(near_landmark(30) + Point{9, 9});
  settle();
  EXPECT_TRUE(drawn("loupe"));
  button(false);
  settle();
  EXPECT_FALSE(drawn("loupe"));
}

TEST_F(CanvasTest, HiddenPointsCannotBeGrabbed) {
  const Point from = near_landmark(30);
  editor.perform(ActionId::kTogglePoints);
  settle();
  move_to(from);
  button(true);
  move_to(from + Point{50, 50});
  button(false);
  settle();
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(CanvasTest, ADialogKeepsThePointerFromTheCanvas) {
  const Point from = near_landmark(30);
  editor.perform(ActionId::kImport);
  settle();
  move_to(from);
  button(true);
  move_to(from + Point{50, 50});
  button(false);
  settle();
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST(InputQueue, HandsOutOneTransitionAFrameWithTextBesideItsKey) {
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  InputQueue queue;
  queue.push({InputEvent::Kind::kMove, {10, 20}, 0, false, {}, 0});
  queue.push({InputEvent::Kind::kButton, {}, 0, true, {}, 0});
  queue.push({InputEvent::Kind::kMove, {30, 20}, 0, false, {}, 0});
  queue.push({InputEvent::Kind::kMove, {50, 20}, 0, false, {}, 0});
  queue.push({InputEvent::Kind::kButton, {}, 0, false, {}, 0});
  queue.push({InputEvent::Kind::kKey, {}, 0, true, {character_key('A')}, 0});
  queue.push({InputEvent::Kind::kKey, {}, 0, false, {character_key('A')}, 0});

  EXPECT_TRUE(queue.feed(io).pressed.empty());
  EXPECT_EQ(io.MousePos.x, 10);
  EXPECT_TRUE(io.MouseDown[0]);
  EXPECT_EQ(queue.feed(io).moves, (std::vector<Point>{{30, 20}, {50, 20}}));
  EXPECT_EQ(io.MousePos.x, 50);
  EXPECT_FALSE(io.MouseDown[0]);
  EXPECT_EQ(queue.feed(io).pressed, std::vector<Shortcut>{{character_key('A')}});
  EXPECT_TRUE(io.KeysDown['A']);
  EXPECT_FALSE(queue.empty());
  EXPECT_TRUE(queue.feed(io).pressed.empty());
  EXPECT_FALSE(io.KeysDown['A']);
  EXPECT_TRUE(queue.empty());
  ImGui::DestroyContext();
}

TEST_F(CanvasTest, TheLightIsToldAboveThePictureAndResetThere) {
  settle_with_pictures();
  EXPECT_FALSE(drawn("light/chip"));
  editor.perform(ActionId::kBrighter);
  settle_with_pictures();
  EXPECT_TRUE(drawn("light/chip"));
  click("button/reset_light");
  EXPECT_EQ(editor.session().show().light, kPlainLight);
  EXPECT_FALSE(drawn("light/chip"));
}

TEST_F(CanvasTest, ThePictureStaysWhileItsLightIsComputed) {
  settle_with_pictures();
  ASSERT_TRUE(drawn("picture"));
  editor.perform(ActionId::kBrighter);
  frame();
  EXPECT_TRUE(drawn("picture"));
}

TEST_F(CanvasTest, ASliderOfTheLightPanelChangesTheLight) {
  press({character_key('O'), false, false, false});
  click("light/brightness");
  const Rect slider = rect("light/brightness");
  move_to({slider.x + slider.width * 0.9, slider.center().y});
  settle();
  button(true);
  button(false);
  settle();
  EXPECT_GT(editor.session().show().light.brightness, 50);
  EXPECT_FALSE(editor.session().undoable());
}

}  // namespace
}  // namespace facepoint
