#include "store/splits.h"

#include "store/images.h"
#include "tasks/split.h"
#include "ui/ui_fixture.h"
#include "unit/edit/training_project.h"

namespace facepoint {
namespace {

class SplitsViewTest : public test::UiTestOf<test::TrainingProject> {
 protected:
  void show() {
    editor.perform(ActionId::kShowSplits);
    settle_work();
  }
  // The field that the cursor is in, which ImGui takes some frames to move.
  void fill_in(const std::string& text) {
    settle();
    settle();
    press({character_key('A'), true, false, false});
    press({Key::kBackspace});
    type(text);
    settle();
  }
  void press_and_settle(Key key) {
    press({key});
    settle();
    settle();
  }
};

TEST_F(SplitsViewTest, DrawsABarForEachPartByWhatThePicturesAreLike) {
  show();
  for (const char* block : {"Pictures", "People", "Pose", "Size", "Status", "Source"}) {
    EXPECT_TRUE(drawn(std::string("splits/trait/") + block)) << block;
  }
  EXPECT_TRUE(drawn("splits/verdict"));
  EXPECT_FALSE(drawn("splits/first"));
}

TEST_F(SplitsViewTest, ItsButtonsLockExtendAndMakePlans) {
  show();
  click("button/splits_lock");
  settle_work();
  EXPECT_TRUE(editor.splits().is_locked("test"));
  click("button/splits_new");
  EXPECT_EQ(editor.dialog(), Dialog::kSplit);
  click("dialog/start");
  settle_work();
  EXPECT_EQ(editor.splits().plan()->name, "retrain-1");
  click("splits/plan/main");
  settle_work();
  EXPECT_EQ(editor.splits().plan()->name, "main");
}

TEST_F(SplitsViewTest, ANewPlanIsLockedAndMadeAnewInItsDialog) {
  const auto plan = [&] {
    Project project = files.open();
    return get_split_plan(project, "mine");
  };
  const auto open_with_name = [&] {
    editor.perform(ActionId::kSplitsNew);
    fill_in("mine");
  };
  show();
  open_with_name();
  EXPECT_FALSE(drawn("dialog/kept")) << "there is none of this name";
  EXPECT_FALSE(drawn("dialog/field/Anew"));
  click("dialog/field/Lock/test");
  click("dialog/start");
  settle_work();
  EXPECT_EQ(plan().locked, std::vector<std::string>{"test"});

  open_with_name();
  EXPECT_TRUE(drawn("dialog/kept"));
  click("dialog/field/Lock/val");
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(plan().locked, (std::vector<std::string>{"test", "val"}));

  open_with_name();
  click("dialog/field/Anew");
  EXPECT_TRUE(drawn("dialog/refused"));
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kSplit) << "what would be refused is not started";
  click("dialog/field/Lock/test");
  click("dialog/field/Lock/val");
  EXPECT_TRUE(drawn("dialog/anew"));
  click("dialog/field/Seed");
  fill_in("7");
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  EXPECT_EQ(plan().seed, 7U);
  EXPECT_TRUE(plan().locked.empty());
}

TEST_F(SplitsViewTest, TheNameOfAPlanBringsItsSettings) {
  {
    Project project = files.open();
    JobContext job;
    SplitOptions options;
    options.name = "thirds";
    options.ratios = "1/1/1";  // which no whole per cent says
    options.group_by = "clip";
    options.stratify = "pose";
    options.seed = 5;
    options.lock = {"val"};
    run_split(project, options, job);
  }
  show();
  editor.perform(ActionId::kSplitsNew);
  fill_in("thirds");
  EXPECT_TRUE(drawn("dialog/kept"));
  press({Key::kEnter});
  settle_work();
  Project project = files.open();
  const SplitPlan plan = get_split_plan(project, "thirds");
  EXPECT_DOUBLE_EQ(plan.ratios.at(0), 1.0 / 3);
  EXPECT_EQ(plan.group_by, "clip");
  EXPECT_EQ(plan.stratify, "pose");
  EXPECT_EQ(plan.seed, 5U);
  EXPECT_EQ(plan.locked, std::vector<std::string>{"val"});
}

TEST_F(SplitsViewTest, FoldsAreChosenByKeysAndLockedOneByOne) {
  show();
  press({character_key('N')});
  settle();
  for (const Key key : {Key::kDown, Key::kDown, Key::kSpace}) press_and_settle(key);
  ASSERT_TRUE(drawn("dialog/choice/0"));
  press_and_settle(Key::kEscape);
  EXPECT_FALSE(drawn("dialog/choice/0"));
  EXPECT_EQ(editor.dialog(), Dialog::kSplit) << "Esc closes the list, and only that";
  for (const Key key : {Key::kSpace, Key::kDown, Key::kEnter}) press_and_settle(key);
  EXPECT_FALSE(drawn("dialog/choice/0"));
  EXPECT_EQ(editor.dialog(), Dialog::kSplit) << "Enter chooses in the list, and only that";
  ASSERT_TRUE(drawn("dialog/field/Lock/fold-3"));
  EXPECT_FALSE(drawn("dialog/field/Lock/fold-4"));
  click("dialog/field/Lock/fold-3");
  press({Key::kEnter});
  settle_work();
  EXPECT_EQ(editor.splits().plan()->folds, 3);
  EXPECT_TRUE(editor.splits().is_locked("fold-3"));
}

TEST_F(SplitsViewTest, APartWithoutAPictureIsSaid) {
  show();
  EXPECT_FALSE(drawn("splits/empty_part"));
  {
    Project project = files.open();
    save_split_plan(project, {{}, "main", "image", {0.7, 0.2, 0.1}, 1, "by hand"},
                    {{files.images[0], "train"}, {files.images[1], "val"}});
  }
  editor.perform(ActionId::kReload);
  settle_work();
  EXPECT_TRUE(drawn("splits/empty_part"));
}

TEST_F(SplitsViewTest, TheExportDialogBeginsWithTheSelectedPlan) {
  show();
  click("button/splits_export");
  EXPECT_EQ(editor.dialog(), Dialog::kExport);
  settle();
  EXPECT_TRUE(drawn("dialog/field/Split plan"));
}

TEST_F(SplitsViewTest, ClickingAPairShowsBothPicturesAndAPictureOpensInEdit) {
  {
    Project project = files.open();
    for (const ImageId id : {files.images[0], files.images[16]}) {
      Image shared = get_image(project, id);
      shared.identity = "Twice";
      update_image(project, shared);
    }
  }
  show();
  editor.perform(ActionId::kReload);
  settle_work();
  ASSERT_TRUE(drawn("splits/pair/0"));
  click("splits/pair/0");
  EXPECT_TRUE(drawn("splits/first"));
  EXPECT_TRUE(drawn("splits/second"));
  const ImageId second = editor.splits().shown()->b.image;
  click("splits/second");
  EXPECT_EQ(editor.workspace(), Workspace::kEdit);
  EXPECT_EQ(editor.session().current()->image.id, second);
}

}  // namespace
}  // namespace facepoint
