#include "ui/patches.h"

#include <gmock/gmock.h>

#include "ui/ui_fixture.h"

namespace facepoint {
namespace {

using test::spiral_points;

constexpr int kPoint = 33;

class PatchesViewTest : public test::UiTest {
 protected:
  PatchesViewTest() {
    editor.perform(ActionId::kShowPatches);
    editor.perform(ShowLandmark{kPoint});
    settle();
  }
  const Patches& patches() const { return editor.patches(); }
  // Where a mouse can be: it moves by whole pixels.
  Point tile_middle(int position) const {
    const Point at = rect("patches/tile/" + std::to_string(position)).center();
    return {std::floor(at.x), std::floor(at.y)};
  }
  Point label(int position) const {
    return rect("patches/label/" + std::to_string(position)).center();
  }
  // What a way on the screen is in the image of a tile.
  Point in_image(int position, Point way) const {
    const PatchTile& tile = patches().tiles()[position];
    const double side = rect("patches/tile/" + std::to_string(position)).width;
    return patches().in_image(tile, way * (1 / side)) - patches().in_image(tile, {});
  }
};

TEST_F(PatchesViewTest, DraggingInATileMovesExactlyThatPointOfThatFace) {
  ASSERT_EQ(patches().faces()[patches().tiles()[0].face].face, files.face_b);
  const Point from = tile_middle(0) + Point{20, 30};
  const Point label_before = label(0);
  move_to(from);
  settle();
  button(true);
  move_to(from + Point{12, 8});
  settle();
  EXPECT_NEAR(distance(label(0), label_before + Point{12, 8}), 0, 0.2) << "a live preview";
  EXPECT_EQ(files.stored_changes(), 0);
  move_to(from + Point{30, -9});
  button(false);
  settle();
  Keypoints expected = spiral_points();
  expected[kPoint].position = snapped(expected[kPoint].position + in_image(0, {30, -9}));
  const Keypoints stored = files.stored_points(files.face_b);
  EXPECT_NEAR(distance(stored[kPoint].position, expected[kPoint].position), 0, 0.011);
  expected[kPoint] = stored[kPoint];
  EXPECT_EQ(stored, expected) << "no other point";
  EXPECT_EQ(files.stored_points(files.face_a), spiral_points());
  EXPECT_EQ(files.stored_changes(), 1);
  EXPECT_NEAR(distance(label(0), label_before + Point{30, -9}), 0, 0.2) << "the tile stays";
}

// All of it between two frames, as on a slow machine.
TEST_F(PatchesViewTest, ADragWithinOneSlowFrameMovesThePointByThePointersWay) {
  const Point from = tile_middle(1);
  const Point way = in_image(1, {-25, 14});
  move_to(from);
  button(true);
  move_to(from + Point{-25, 14});
  button(false);
  settle();
  EXPECT_NEAR(distance(files.stored_points(files.face_a)[kPoint].position,
                       spiral_points()[kPoint].position + way),
              0, 0.011);
  EXPECT_EQ(files.stored_changes(), 1);
}

TEST_F(PatchesViewTest, AClickSelectsATileAndChangesNothing) {
  const Point from = tile_middle(1);
  move_to(from);
  settle();
  button(true);
  move_to(from + Point{1, 1});
  settle();
  button(false);
  settle();
  EXPECT_EQ(patches().selected(), 1U);
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(PatchesViewTest, EscWhileDraggingLeavesNothingUntilTheNextPress) {
  const Point from = tile_middle(0);
  move_to(from);
  settle();
  button(true);
  move_to(from + Point{30, 0});
  settle();
  ASSERT_TRUE(patches().drag());
  press({Key::kEscape});
  settle();
  EXPECT_FALSE(patches().drag());
  move_to(from + Point{60, 0});
  settle();
  EXPECT_FALSE(patches().drag());
  button(false);
  settle();
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(PatchesViewTest, ClickingInTheMapShowsThatLandmark) {
  click("patches/map/8");
  EXPECT_EQ(patches().landmark(), 8);
  press({character_key('.')});
  settle();
  EXPECT_EQ(patches().landmark(), 9);
}

TEST_F(PatchesViewTest, EnterOpensTheSelectedFaceInTheEditWorkspace) {
  press({Key::kRight});
  press({Key::kEnter});
  settle();
  EXPECT_EQ(editor.workspace(), Workspace::kEdit);
  EXPECT_EQ(editor.session().current()->image.id, files.a);
  EXPECT_EQ(editor.session().selected_point(), kPoint);
}

TEST_F(PatchesViewTest, TilesShowPicturesOfTheirOwnAndAnIdleWindowAsksForNothing) {
  settle_with_pictures();
  EXPECT_EQ(textures.alive, 2);
  EXPECT_TRUE(ui->frame(editor, {}).empty());
  editor.perform(ActionId::kPatchesNextLandmark);
  settle_with_pictures();
  EXPECT_EQ(textures.alive, 4) << "another landmark, other parts of the faces";
}

TEST_F(PatchesViewTest, NothingLeavesTheWindow) {
  for (const ImVec2 size : {ImVec2{1280, 720}, ImVec2{1024, 600}, ImVec2{3840, 2160}}) {
    ImGui::GetIO().DisplaySize = size;
    settle();
    for (const auto& [name, at] : ui->record().all()) {
      if (name.starts_with("patches/label/")) continue;  // a label may lie outside its tile
      EXPECT_GE(at.x, 0) << name;
      EXPECT_LE(at.x + at.width, size.x) << name;
      EXPECT_LE(at.y + at.height, size.y) << name;
    }
  }
}

TEST(PercentText, SignsWhatIsSomething) {
  EXPECT_EQ(percent_text(0.026, true), "+2.6 %");
  EXPECT_EQ(percent_text(-0.026, true), "-2.6 %");
  EXPECT_EQ(percent_text(-0.0001, true), "+0.0 %");
}

}  // namespace
}  // namespace facepoint
