#include "store/images.h"
#include "store/splits.h"
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
