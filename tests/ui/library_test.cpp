#include <gmock/gmock.h>

#include "ui/ui_fixture.h"

namespace facepoint {
namespace {

using testing::ElementsAre;

class LibraryViewTest : public test::UiTest {
 protected:
  LibraryViewTest() {
    editor.perform(ActionId::kShowLibrary);
    settle();
  }
  std::vector<FaceId> selected() const {
    std::vector<FaceId> faces;
    if (editor.library().selected_count() == 0) return faces;
    for (const FaceSummary* face : editor.library().chosen()) faces.push_back(face->face);
    return faces;
  }
  void click_with(const std::string& name, bool ctrl, bool shift) {
    hold(ctrl, shift, true);
    click(name);
    hold(false, false, false);
    settle();
  }
  void hold(bool ctrl, bool shift, bool down) {
    input.push({InputEvent::Kind::kKey, {}, 0, down, {Key::kNone, ctrl, shift, false}, 0});
  }
};

TEST_F(LibraryViewTest, DrawsATileForEveryFace) {
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(drawn("library/tile/" + std::to_string(i)));
  EXPECT_FALSE(drawn("library/tile/3")) << "a picture without a face has none";
}

TEST_F(LibraryViewTest, ClicksSelectWithCtrlAndShiftAsEverywhere) {
  click("library/tile/0");
  EXPECT_THAT(selected(), ElementsAre(files.face_a));
  click_with("library/tile/2", true, false);
  EXPECT_THAT(selected(), ElementsAre(files.face_a, files.face_c));
  click("library/tile/0");
  click_with("library/tile/2", false, true);
  EXPECT_THAT(selected(), ElementsAre(files.face_a, files.face_b, files.face_c));
}

TEST_F(LibraryViewTest, ArrowsMoveAndEnterOpensTheFace) {
  press({Key::kRight});
  press({Key::kRight});
  settle();
  EXPECT_THAT(selected(), ElementsAre(files.face_c));
  press({Key::kEnter});
  settle();
  EXPECT_EQ(editor.workspace(), Workspace::kEdit);
  EXPECT_EQ(editor.session().face()->face.id, files.face_c);
  EXPECT_EQ(files.stored_changes(), 0) << "Enter approves elsewhere";
}

TEST_F(LibraryViewTest, TagsAreTypedInALineWithoutADialog) {
  press({character_key('A'), true, false, false});
  press({character_key('T'), true, false, false});
  hold(false, false, false);
  settle();
  EXPECT_TRUE(drawn("tags"));
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  type("profile");
  settle();
  press({Key::kEnter});
  settle();
  EXPECT_FALSE(drawn("tags"));
  EXPECT_THAT(editor.library().at(2).tags, ElementsAre("profile"));
  EXPECT_EQ(files.stored_changes(), 1);
  press({character_key('T'), true, false, false});
  hold(false, false, false);
  click("tags/remove/profile");
  EXPECT_TRUE(editor.library().at(0).tags.empty());
}

TEST_F(LibraryViewTest, TabTakesATagThatIsThereAndEscLeavesTheLine) {
  editor.perform(TagFaces{"profile"});
  press({Key::kRight});
  press({character_key('T'), true, false, false});
  hold(false, false, false);
  settle();
  type("pr");
  settle();
  EXPECT_TRUE(drawn("tags/completion/0"));
  press({Key::kTab});
  settle();
  press({Key::kEnter});
  settle();
  EXPECT_THAT(editor.library().at(1).tags, ElementsAre("profile"));
  press({character_key('T'), true, false, false});
  hold(false, false, false);
  settle();
  press({Key::kEscape});
  settle();
  EXPECT_FALSE(drawn("tags"));
  EXPECT_EQ(editor.workspace(), Workspace::kLibrary);
}

TEST_F(LibraryViewTest, ADoubleClickOpensTheFace) {
  move_to(rect("library/tile/1").center());
  settle();
  for (int i = 0; i < 2; ++i) {
    button(true);
    button(false);
  }
  settle();
  EXPECT_EQ(editor.workspace(), Workspace::kEdit);
  EXPECT_EQ(editor.session().face()->face.id, files.face_b);
}

TEST_F(LibraryViewTest, TheButtonDecidesOnAllThatIsSelected) {
  press({character_key('A'), true, false, false});
  click("button/approve_chosen");
  EXPECT_EQ(files.stored_changes(), 1);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(editor.library().at(i).status, FaceStatus::kApproved) << i;
  }
}

TEST_F(LibraryViewTest, CtrlAndTheWheelZoomTheTiles) {
  const double before = rect("library/tile/0").width;
  move_to(rect("library/tile/0").center());
  hold(true, false, true);
  settle();
  wheel(2);
  settle();
  EXPECT_GT(rect("library/tile/0").width, before * 1.2);
}

TEST_F(LibraryViewTest, TheOrderIsChosenFromAList) {
  click("library/sort");
  click("library/sort/Disagreement");
  EXPECT_EQ(editor.library().sort(), FaceSort::kDisagreement);
  EXPECT_FALSE(editor.library().measuring()) << "the points are read while it is looked at";
  EXPECT_EQ(editor.library().at(0).face, files.face_b);
}

TEST_F(LibraryViewTest, EachFaceGetsACropOfItsOwn) {
  Project other = files.open();
  add_face(other, {files.a, "ibug68", {10, 10, 40, 40}, FaceStatus::kProposed, {}, {}});
  editor.poll();
  settle_with_pictures();
  EXPECT_TRUE(drawn("library/tile/3"));
  EXPECT_EQ(textures.alive, 4);
}

TEST_F(LibraryViewTest, PointsOfVisibleFacesAreRead) {
  for (const FaceId face : {files.face_a, files.face_b, files.face_c}) {
    EXPECT_NE(editor.library().points(face), nullptr);
  }
}

TEST_F(LibraryViewTest, ATypedFilterIsCompletedAndApplied) {
  press({character_key('/')});
  settle();
  type("stat");
  settle();
  EXPECT_TRUE(drawn("completion/0"));
  press({Key::kTab});
  settle();
  type("p");
  press({Key::kTab});
  settle();
  press({Key::kEnter});
  settle();
  EXPECT_EQ(editor.session().filter_text(), "status:proposed");
  EXPECT_FALSE(drawn("library/tile/1"));
}

TEST_F(LibraryViewTest, EscInTheFilterLeavesItAndKeepsTheSelection) {
  click("library/tile/1");
  press({character_key('/')});
  settle();
  type("x");
  press({Key::kEscape});
  settle();
  EXPECT_THAT(selected(), ElementsAre(files.face_b));
  EXPECT_EQ(editor.session().filter_text(), "");
  press({Key::kEscape});
  settle();
  EXPECT_TRUE(selected().empty()) << "now it is for the grid";
}

TEST_F(LibraryViewTest, AFilterIsKeptAndChosenAgain) {
  editor.perform(SetFilter{"status:proposed"});
  click("filter/kept");
  click("kept/this");
  editor.perform(ActionId::kClearFilter);
  click("filter/kept");
  click("kept/0");
  EXPECT_EQ(editor.session().filter_text(), "status:proposed");
}

TEST_F(LibraryViewTest, WithoutAMatchItOffersToClearTheFilter) {
  editor.perform(SetFilter{"name:nobody"});
  click("button/clear_filter");
  EXPECT_EQ(editor.library().size(), 3U);
}

TEST_F(LibraryViewTest, NothingLeavesTheWindowAtTheSmallestSize) {
  for (const ImVec2 size : {ImVec2{1280, 720}, ImVec2{1024, 600}, ImVec2{3840, 2160}}) {
    ImGui::GetIO().DisplaySize = size;
    settle();
    for (const auto& [name, at] : ui->record().all()) {
      EXPECT_GE(at.x, 0) << name;
      EXPECT_LE(at.x + at.width, size.x) << name;
      if (name.starts_with("library/tile/")) continue;  // tiles are cut by the grid's edge
      EXPECT_GE(at.y, 0) << name;
      EXPECT_LE(at.y + at.height, size.y) << name;
    }
    EXPECT_LE(rect("library/selection").x + rect("library/selection").width,
              rect("button/approve_chosen").x);
    EXPECT_LE(rect("filter/kept").x + rect("filter/kept").width, rect("library/sort").x);
  }
}

}  // namespace
}  // namespace facepoint
