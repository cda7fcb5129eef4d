#include <gmock/gmock.h>
#include <imgui_internal.h>

#include "ui/ui_fixture.h"

namespace facepoint {
namespace {

using test::spiral_points;
using testing::HasSubstr;

using ViewsTest = test::UiTest;

TEST_F(ViewsTest, RecordsEveryLandmarkWhereTheViewportPutsIt) {
  settle();
  for (int i = 0; i < 68; ++i) {
    const Point center = rect("landmark/" + std::to_string(i)).center();
    const Point expected = editor.session().viewport().to_screen(spiral_points()[i].position);
    EXPECT_NEAR(distance(center, expected), 0, 1e-3) << i;
  }
  EXPECT_FALSE(drawn("proposal/0"));
  editor.perform(ShowImage{files.b});
  settle();
  EXPECT_TRUE(drawn("proposal/0"));
}

TEST_F(ViewsTest, ClickingAcceptAcceptsTheProposal) {
  editor.perform(ShowImage{files.c});
  click("button/accept_proposal");
  EXPECT_TRUE(asked_for(ActionId::kAcceptProposal));
  EXPECT_EQ(files.stored_points(files.face_c), spiral_points({103, 82}));
  EXPECT_FALSE(drawn("button/accept_proposal")) << "there is no proposal any more";
}

TEST_F(ViewsTest, ClickingADisabledButtonDoesNothing) {
  click("button/undo");
  EXPECT_TRUE(commands.empty());
}

constexpr ActionId kWorkspaces[] = {
    ActionId::kShowEdit,    ActionId::kShowLibrary, ActionId::kShowPatches, ActionId::kShowHistory,
    ActionId::kShowCompare, ActionId::kShowTrain,   ActionId::kShowReview,  ActionId::kShowSplits};

TEST_F(ViewsTest, TheSheetOfKeysListsEveryActionOfItsWorkspace) {
  for (const ActionId workspace : kWorkspaces) {
    editor.perform(workspace);
    press({Key::kF1});
    settle();
    EXPECT_EQ(editor.dialog(), Dialog::kHelp);
    const Rect sheet = rect("dialog");
    for (const ActionInfo& row : action_table()) {
      if (!usable_in(row.group, editor.workspace())) continue;
      const Rect at = rect(std::string("help/") + row.name);
      EXPECT_TRUE(sheet.contains({at.x, at.y})) << row.name;
      EXPECT_TRUE(sheet.contains({at.x + at.width, at.y + at.height})) << row.name;
    }
    press({Key::kEscape});
    settle();
    EXPECT_FALSE(drawn("dialog"));
  }
}

TEST_F(ViewsTest, EveryActionIsInAMenu) {
  std::set<std::string> found;
  for (const ActionId workspace : kWorkspaces) {
    editor.perform(workspace);
    for (int i = 0; i < kActionGroups; ++i) {
      const auto group = static_cast<ActionGroup>(i);
      settle();
      if (!drawn(std::string("menu_bar/") + title_of(group))) continue;
      click(std::string("menu_bar/") + title_of(group));
      for (const auto& entry : ui->record().all()) {
        if (entry.first.starts_with("menu/")) found.insert(entry.first.substr(5));
      }
      press({Key::kEscape});
      click("status");
    }
  }
  for (const ActionInfo& row : action_table()) EXPECT_TRUE(found.contains(row.name)) << row.name;
}

TEST_F(ViewsTest, CompareShowsTwoStatesAndHowFarTheyLieApart) {
  editor.perform(ShowImage{files.b});
  press({Key::kF7});
  settle();
  EXPECT_EQ(editor.workspace(), Workspace::kCompare);
  EXPECT_TRUE(drawn("compare/canvas"));
  EXPECT_TRUE(drawn("compare/point/0"));
  const auto scale = [this] { return editor.compare().viewport().scale(); };
  const double fitted = scale();
  move_to(rect("compare/canvas").center());
  wheel(2);
  settle();
  EXPECT_GT(scale(), fitted);
  const Point middle = rect("compare/canvas").center();
  const Point under = editor.compare().viewport().to_image(middle);
  button(true);
  move_to(middle + Point{40, 20});
  button(false);
  settle();
  EXPECT_NEAR(distance(editor.compare().viewport().to_image(middle + Point{40, 20}), under), 0,
              0.1);
  press({character_key('F')});
  settle();
  EXPECT_DOUBLE_EQ(scale(), fitted);
  click("button/compare_swap");
  EXPECT_EQ(editor.compare().left(compare_choices(editor.session())), 1);
  press({Key::kF2});
  settle();
  EXPECT_TRUE(drawn("canvas"));
}

TEST_F(ViewsTest, AListThatTheFilterEmptiesSaysSo) {
  settle();
  EXPECT_FALSE(drawn("list/none"));
  editor.perform(SetFilter{"name:zzz"});
  settle();
  EXPECT_TRUE(drawn("list/none"));
  press(editor.keys().of(ActionId::kClearFilter).first);
  settle();
  EXPECT_FALSE(drawn("list/none"));
}

TEST_F(ViewsTest, AMenuItemStartsItsAction) {
  click("menu_bar/File");
  click("menu/import");
  settle();
  EXPECT_EQ(editor.dialog(), Dialog::kImport);
  EXPECT_TRUE(drawn("dialog/start"));
  click("dialog/close");
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
}

TEST_F(ViewsTest, KeysStartActions) {
  press({Key::kPageDown});
  settle();
  EXPECT_EQ(editor.session().current()->image.id, files.b);
  press({character_key('A')});
  settle();
  EXPECT_EQ(files.stored_points(files.face_b), spiral_points({103, 82}));
  press({character_key('Z'), true, false, false});
  settle();
  EXPECT_EQ(files.stored_points(files.face_b), spiral_points());
}

TEST_F(ViewsTest, TypingInTheFilterIsTextAndEnterAppliesIt) {
  press({character_key('F'), true, false, false});
  settle();
  type("status:proposed");
  press({character_key('A')});  // the key of "accept proposal"
  settle();
  EXPECT_FALSE(asked_for(ActionId::kAcceptProposal));
  press({Key::kEnter});
  settle();
  EXPECT_EQ(editor.session().filter_text(), "status:proposed");
  EXPECT_EQ(editor.session().list().size(), 1U);
  EXPECT_FALSE(asked_for(ActionId::kApproveAndNext)) << "Enter was for the filter";
}

TEST_F(ViewsTest, AFilterThatCannotBeReadKeepsTheKeyboard) {
  press({character_key('F'), true, false, false});
  settle();
  type("stauts:proposed");
  press({Key::kEnter});
  settle();
  EXPECT_NE(editor.session().filter_error(), "");
  EXPECT_TRUE(editor.toasts().shown().empty()) << "it stands below the filter";
  commands.clear();
  type("status:proposed");
  press({character_key('A')});
  press({Key::kEnter});
  settle();
  EXPECT_TRUE(commands.empty());
  EXPECT_EQ(editor.session().filter_text(), "status:proposed");
  press({character_key('E')});
  settle();
  EXPECT_TRUE(asked_for(ActionId::kToggleEdges)) << "now keys are actions again";
}

TEST_F(ViewsTest, ClickingARowShowsItsPicture) {
  click("list/item/2");
  EXPECT_EQ(editor.session().current()->image.id, files.c);
}

TEST_F(ViewsTest, ClickingACountListsThosePictures) {
  click("count/proposed");
  EXPECT_EQ(editor.session().filter_text(), "status:proposed");
  EXPECT_EQ(editor.session().list().size(), 1U);
  click("count/proposed");
  EXPECT_EQ(editor.session().filter_text(), "") << "once more: all of them";
}

TEST_F(ViewsTest, PicturesAndThumbnailsArriveAndAreGivenBack) {
  settle_with_pictures();
  EXPECT_EQ(textures.alive, 4 + 4) << "four pictures ahead and four thumbnails";
  ui.reset();
  EXPECT_EQ(textures.alive, 0);
}

TEST_F(ViewsTest, AnEmptyProjectOffersToImport) {
  Editor empty(Project::create(files.folder / "empty.facepoint"), queue);
  ImGuiIO& io = ImGui::GetIO();
  for (int i = 0; i < 3; ++i) ui->frame(empty, input.feed(io));
  EXPECT_TRUE(drawn("button/import"));
  EXPECT_FALSE(drawn("canvas"));
}

TEST_F(ViewsTest, NothingLeavesTheWindowAtTheSmallestSize) {
  for (const ImVec2 size : {ImVec2{1280, 720}, ImVec2{1024, 600}, ImVec2{3840, 2160}}) {
    ImGui::GetIO().DisplaySize = size;
    settle();
    for (const auto& [name, at] : ui->record().all()) {
      if (name.starts_with("list/item/")) continue;  // rows are cut by the list's edge
      EXPECT_GE(at.x, 0) << name;
      EXPECT_GE(at.y, 0) << name;
      EXPECT_LE(at.x + at.width, size.x) << name;
      EXPECT_LE(at.y + at.height, size.y) << name;
    }
  }
}

TEST_F(ViewsTest, ThePanelsTakeTheColoursOfTheThemeThatIsChosen) {
  const auto words = [] { return ImGui::GetColorU32(ImGuiCol_Text); };
  settle();
  EXPECT_EQ(words(), palette_of(Appearance::kDark).text);
  press({character_key('L'), true, true, false});
  settle();
  EXPECT_EQ(words(), palette_of(Appearance::kLight).text);
}

TEST_F(ViewsTest, TheKeysOfThePersonsFileStartActions) {
  const auto file = files.folder / "keys.json";
  test::write_text(file, R"({"approve": "F11"})");
  Editor other(files.open(), queue, {}, file);
  input.push({InputEvent::Kind::kKey, {}, 0, true, {Key::kF11}, 0});
  std::vector<Action> asked;
  for (int i = 0; i < 3; ++i) {
    for (const Action& action : ui->frame(other, input.feed(ImGui::GetIO())))
      asked.push_back(action);
  }
  EXPECT_TRUE(std::any_of(asked.begin(), asked.end(), [](const Action& action) {
    const auto* id = std::get_if<ActionId>(&action);
    return id != nullptr && *id == ActionId::kApprove;
  }));
}

TEST_F(ViewsTest, TooltipsWaitUntilThePointerRestsAndGoWithAKey) {
  settle();
  const Rect point = rect("landmark/8");
  const auto tooltip = [] {
    const ImVector<ImGuiWindow*>& windows = ImGui::GetCurrentContext()->Windows;
    return std::any_of(windows.begin(), windows.end(), [](const ImGuiWindow* window) {
      return window->Active && (window->Flags & ImGuiWindowFlags_Tooltip) != 0;
    });
  };
  move_to({point.x + point.width / 2, point.y + point.height / 2});
  settle();
  EXPECT_FALSE(tooltip());
  EXPECT_TRUE(ui->waits());
  for (int i = 0; i < 30; ++i) frame();  // half a second
  EXPECT_TRUE(tooltip());
  EXPECT_FALSE(ui->waits());
  press({character_key('E')});
  settle();
  EXPECT_FALSE(tooltip());
  EXPECT_FALSE(ui->waits());
}

TEST_F(ViewsTest, TheWorkspacesStandBesideTheMenusOrTheCurrentOneDoes) {
  for (int width = 1280; width >= 640; width -= 7) {
    ImGui::GetIO().DisplaySize = {static_cast<float>(width), 720};
    settle();
    ASSERT_TRUE(drawn("workspace/show_edit")) << width;
    const Rect help = rect("menu_bar/Help");
    EXPECT_LE(help.x + help.width, rect("workspace/show_edit").x) << width;
    const bool all = drawn("workspace/show_train");
    EXPECT_EQ(all, drawn("workspace/show_library")) << width;
    if (!all) continue;
    EXPECT_LE(rect("workspace/show_train").x + rect("workspace/show_train").width, width);
  }
}

TEST_F(ViewsTest, ThePaceIsShownWhenThereAreFacesToTellItFrom) {
  settle();
  EXPECT_FALSE(drawn("pace"));
  for (const ImageId image : {files.a, files.b, files.a, files.b, files.a, files.b}) {
    editor.perform(ShowImage{image});
    editor.perform(SelectPoints{{3}});
    editor.perform(ActionId::kNudgeLeft);
    editor.perform(EndDrag{});
  }
  settle();
  EXPECT_TRUE(drawn("pace"));
}

}  // namespace
}  // namespace facepoint
