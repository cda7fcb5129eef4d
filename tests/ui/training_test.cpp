#include <gmock/gmock.h>

#include "store/snapshots.h"
#include "ui/ui_fixture.h"
#include "unit/edit/training_project.h"

namespace facepoint {
namespace {

class TrainViewTest : public test::UiTestOf<test::TrainingProject> {
 protected:
  void show() {
    editor.perform(ActionId::kShowTrain);
    settle_work();
  }
};

TEST_F(TrainViewTest, TheFormShowsWhatWillHappenAndStartsOnlyWhatCanBeStarted) {
  show();
  EXPECT_TRUE(drawn("train/plan"));
  EXPECT_FALSE(drawn("train/problem"));
  EXPECT_TRUE(editor.enabled(ActionId::kTrainStart));
  click("train/name");
  press({character_key('A'), true, false, false});
  press({Key::kBackspace});
  settle();
  settle_work();
  EXPECT_TRUE(drawn("train/problem"));
  commands.clear();
  click("button/train_start");
  EXPECT_FALSE(asked_for(ActionId::kTrainStart));
  click("train/name");
  type("mine");
  settle();
  settle_work();
  EXPECT_EQ(editor.training().form().name, "mine");
  EXPECT_FALSE(drawn("train/problem"));
}

TEST_F(TrainViewTest, ATrainingShowsItsCurvesAndItsWorstFacesOpenInEdit) {
  files.record("old", "finished", {0.3, 0.1});
  files.record("new", "cancelled", {0.4, 0.3, 0.2});
  show();
  EXPECT_TRUE(drawn("plot/nme/2"));
  EXPECT_TRUE(drawn("plot/loss/2"));
  EXPECT_LT(rect("plot/nme/0").y, rect("plot/nme/2").y) << "a smaller error lies lower";
  const ListedRun* old = &editor.training().runs().back();
  click("train/run/" + std::to_string(old->id.value));
  EXPECT_EQ(editor.training().run()->name, "old");
  EXPECT_FALSE(drawn("plot/nme/2"));
  click("train/miss/0");
  EXPECT_EQ(editor.workspace(), Workspace::kEdit);
  EXPECT_EQ(editor.session().face()->face.id, files.faces[13]);
}

TEST_F(TrainViewTest, ATrainingLeadsToTheSnapshotOfItsLabels) {
  const TrainingRunId id = files.record("m", "finished", {0.3, 0.1});
  {
    Project project = files.open();
    take_snapshot(project, "train-1");
    take_snapshot(project, "later");
    TrainingRun run = get_training_run(project, id);
    run.snapshot = "train-1";
    update_training_run(project, run);
  }
  files.record("unknown", "finished", {0.3});
  show();
  click("train/run/" + std::to_string(id.value + 1));
  EXPECT_FALSE(drawn("train/snapshot")) << "it was not recorded";
  EXPECT_FALSE(editor.enabled(ActionId::kTrainSnapshot));
  click("train/run/" + std::to_string(id.value));
  EXPECT_TRUE(drawn("train/snapshot"));
  press({character_key('H')});
  settle();
  EXPECT_EQ(editor.workspace(), Workspace::kHistory);
  ASSERT_NE(editor.history().snapshot(), nullptr);
  EXPECT_EQ(editor.history().snapshot()->name, "train-1");
}

TEST_F(TrainViewTest, AFailedTrainingSaysWhy) {
  const TrainingRunId id = files.record("m", "failed", {});
  Project project = files.open();
  TrainingRun run = get_training_run(project, id);
  run.problem = "the disk is full";
  update_training_run(project, run);
  show();
  EXPECT_TRUE(drawn("train/problem"));
  EXPECT_TRUE(drawn("plot/nme"));
}

TEST_F(TrainViewTest, AModelIsTickedOffAndOn) {
  show();
  click("button/train_models");
  settle_work();
  ASSERT_TRUE(drawn("train/model/0/chosen"));
  EXPECT_TRUE(drawn("train/compare/said")) << "it is not measured";
  click("train/model/0/chosen");
  EXPECT_FALSE(editor.training().models()[0].chosen);
  EXPECT_FALSE(drawn("train/compare/said"));
  click("train/model/0/chosen");
  EXPECT_TRUE(editor.training().models()[0].chosen);
  click("button/train_runs");
  settle_work();
  EXPECT_FALSE(drawn("train/model/0"));
}

TEST_F(TrainViewTest, KeysAreTextWhileAFieldIsTypedIn) {
  show();
  click("train/name");
  press({character_key('N')});
  press({character_key('C')});
  settle();
  EXPECT_EQ(editor.training().page(), TrainPage::kNew);
}

TEST_F(TrainViewTest, NothingLeavesTheWindow) {
  files.record("m", "cancelled", {0.4, 0.3, 0.2});
  test::write_text(files.folder / "m.checkpoint", "");
  show();
  for (const ActionId page : {ActionId::kTrainRuns, ActionId::kTrainNew, ActionId::kTrainModels}) {
    editor.perform(page);
    for (const ImVec2 size : {ImVec2{1280, 720}, ImVec2{1024, 600}, ImVec2{3840, 2160}}) {
      ImGui::GetIO().DisplaySize = size;
      settle();
      settle_work();
      for (const auto& [name, at] : ui->record().all()) {
        if (name.starts_with("train/miss/")) continue;  // these scroll
        EXPECT_LE(at.x + at.width, size.x) << name;
        EXPECT_LE(at.y + at.height, size.y) << name;
      }
    }
  }
}

}  // namespace
}  // namespace facepoint
