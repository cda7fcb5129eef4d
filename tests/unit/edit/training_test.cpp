#include "edit/training.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <functional>
#include <mutex>

#include "base/process.h"
#include "store/images.h"
#include "unit/edit/training_project.h"

namespace facepoint {
namespace {

using test::spiral_points;
using testing::HasSubstr;

// The editor of a project to train in, and the UI thread that waits for what comes in.
template <class Files>
class EditorWithQueue : public testing::Test {
 protected:
  // Until nothing is read or done in the background any more.
  void settle(const std::function<void()>& after_each = [] {}) {
    while (editor().working()) {
      std::unique_lock lock(mutex_);
      posted_.wait(lock, [this] { return posts_ > 0; });
      posts_ = 0;
      lock.unlock();
      queue.run_pending();
      after_each();
    }
  }
  void show() {
    editor().perform(ActionId::kShowTrain);
    settle();
  }
  void act(const Action& action) {
    editor().perform(action);
    settle();
  }
  Editor& editor() {
    if (!editor_) editor_.emplace(files.open(), queue);
    return *editor_;
  }
  const Training& training() { return editor().training(); }

  Files files;
  MainQueue queue{[this] {
    const std::lock_guard lock(mutex_);
    ++posts_;
    posted_.notify_all();
  }};

 private:
  std::mutex mutex_;
  std::condition_variable posted_;
  int posts_ = 0;
  std::optional<Editor> editor_;
};

using SmallProject = EditorWithQueue<test::EditProject>;
using TrainWorkspace = EditorWithQueue<test::TrainingProject>;

TEST_F(SmallProject, WithoutAPlanTheFormSaysWhatHelpsAndTheButtonDoesIt) {
  show();
  EXPECT_EQ(training().page(), TrainPage::kNew);
  ASSERT_TRUE(training().outlook());
  EXPECT_THAT(training().outlook()->problem, HasSubstr("no split plan"));
  EXPECT_TRUE(training().outlook()->plan_helps);
  EXPECT_FALSE(editor().enabled(ActionId::kTrainStart));
  act(ActionId::kTrainPlan);
  ASSERT_EQ(training().plans().size(), 1u) << editor().status().text;
  EXPECT_EQ(training().form().plan, training().plans()[0]);
  EXPECT_THAT(training().outlook()->problem, HasSubstr("too few: 10 are the least"));
  EXPECT_FALSE(editor().enabled(ActionId::kTrainStart)) << "two labelled faces teach nothing";
}

TEST_F(TrainWorkspace, TheFormsDefaultsCanBeStartedAndSayWhatWillHappen) {
  show();
  EXPECT_EQ(training().form().plan, "main");
  EXPECT_EQ(training().form().name, "model-1");
  ASSERT_TRUE(training().outlook() && training().outlook()->preview)
      << training().outlook()->problem;
  const TrainStart& start = training().outlook()->preview->start;
  EXPECT_EQ(start.train_faces, 12);
  EXPECT_EQ(start.validation_faces, 3);
  EXPECT_GT(start.epochs, 0);
  EXPECT_TRUE(editor().enabled(ActionId::kTrainStart));
  EXPECT_EQ(training().options().out, files.folder / "model-1.fpm");
  EXPECT_FALSE(training().expected_seconds()) << "nothing was trained yet";
}

TEST_F(TrainWorkspace, WhatCantBeStartedIsSaidBesideTheForm) {
  show();
  const auto problem_of = [&](const auto& change) {
    TrainForm form = training().form();
    change(form);
    act(FillTrainForm{form});
    EXPECT_EQ(editor().enabled(ActionId::kTrainStart), training().outlook()->problem.empty());
    return training().outlook()->problem;
  };
  EXPECT_THAT(problem_of([](TrainForm& form) { form.name.clear(); }), HasSubstr("needs a name"));
  test::write_text(files.folder / "there.fpm", "");
  EXPECT_THAT(problem_of([](TrainForm& form) { form.name = "there"; }), HasSubstr("there already"));
  EXPECT_EQ(problem_of([](TrainForm& form) { form.name = "free"; }), "");
  EXPECT_THAT(problem_of([](TrainForm& form) { form.from = TrainFrom::kFile; }),
              HasSubstr("No model file"));
  EXPECT_THAT(problem_of([&](TrainForm& form) { form.file = files.folder / "there.fpm"; }),
              HasSubstr("not a facepoint"));
  EXPECT_EQ(problem_of([](TrainForm& form) { form.from = TrainFrom::kScratch; }), "");
}

TEST_F(TrainWorkspace, WhatWasReadOfAFormBeforeItChangedStartsNothing) {
  show();
  test::write_text(files.folder / "there.fpm", "a model");
  TrainForm form = training().form();
  form.name = "free";
  editor().perform(FillTrainForm{form});
  form.name = "there";
  editor().perform(FillTrainForm{form});
  ASSERT_TRUE(training().reading()) << "what the first form makes";
  settle([&] { EXPECT_FALSE(editor().enabled(ActionId::kTrainStart)); });
  EXPECT_THAT(training().outlook()->problem, HasSubstr("there already"));
}

TEST_F(TrainWorkspace, APlanThatSharesPeopleIsRefusedUntilAPersonInsists) {
  Project project = files.open();
  for (const int i : {0, 12}) {
    Image image = get_image(project, files.images[static_cast<std::size_t>(i)]);
    image.identity = "Ada";
    update_image(project, image);
  }
  show();
  EXPECT_THAT(training().outlook()->problem, HasSubstr("share 1 person"));
  EXPECT_TRUE(training().outlook()->may_ignore);
  TrainForm form = training().form();
  form.allow_leaks = true;
  act(FillTrainForm{form});
  EXPECT_TRUE(editor().enabled(ActionId::kTrainStart));
  EXPECT_TRUE(training().options().allow_leaks);
}

TEST_F(TrainWorkspace, RecordedTrainingsAreListedWithStateAndCurve) {
  files.record("old", "finished", {0.3, 0.1, 0.2});
  const TrainingRunId crashed = files.record("new", "running", {0.4});
  show();
  EXPECT_EQ(training().page(), TrainPage::kRun);
  ASSERT_EQ(training().runs().size(), 2u);
  ASSERT_NE(training().run(), nullptr);
  EXPECT_EQ(training().run()->id, crashed) << "the newest";
  EXPECT_EQ(training().run()->state, RunState::kStopped) << "nobody works on it";
  EXPECT_FALSE(editor().enabled(ActionId::kTrainResume)) << "it left no checkpoint";
  EXPECT_FALSE(editor().enabled(ActionId::kTrainStop));
  act(ActionId::kTrainNext);
  EXPECT_EQ(training().run()->name, "old");
  ASSERT_EQ(training().run()->history.size(), 3u);
  EXPECT_EQ(training().run()->best()->epoch, 2);
  EXPECT_EQ(training().run()->history[2].validation_nme, 0.2);
  act(ActionId::kTrainNext);
  EXPECT_EQ(training().run()->name, "old") << "the last one";
}

TEST_F(TrainWorkspace, ARunStartedHereIsFollowedAlsoByARelativePath) {
  Project project = files.open();
  Training followed(project, queue);
  followed.follow_start(std::filesystem::proximate(files.folder / "m.fpm"));
  const TrainingRunId id = files.record("m", "running", {0.4});
  TrainingRun run = get_training_run(project, id);
  run.process = this_process();
  update_training_run(project, run);
  followed.refresh(1, true);
  ASSERT_NE(followed.run(), nullptr);
  EXPECT_EQ(followed.run()->id, id);
}

TEST_F(TrainWorkspace, AStartThatWasNeverRecordedGivesWayToTheNewestRun) {
  const TrainingRunId id = files.record("m", "finished", {0.4});
  Project project = files.open();
  Training followed(project, queue);
  followed.follow_start(files.folder / "other.fpm");
  followed.refresh(1, true);
  EXPECT_EQ(followed.run(), nullptr);
  followed.refresh(2, false);
  ASSERT_NE(followed.run(), nullptr);
  EXPECT_EQ(followed.run()->id, id);
}

TEST_F(TrainWorkspace, AnEpochThatAnotherProgramRecordsIsShownAtTheNextLook) {
  const TrainingRunId id = files.record("m", "running", {0.4});
  Project other = files.open();
  TrainingRun run = get_training_run(other, id);
  run.process = this_process();
  update_training_run(other, run);
  show();
  EXPECT_EQ(training().run()->state, RunState::kRunning);
  EXPECT_FALSE(editor().enabled(ActionId::kTrainStop)) << "that is another program's";
  files.record("further", "finished", {0.4, 0.2});
  ASSERT_TRUE(editor().poll());
  settle();
  EXPECT_EQ(training().runs().size(), 2u);
  EXPECT_EQ(training().run()->id, id) << "the cursor stays";
}

TEST_F(TrainWorkspace, AStoppedTrainingWithACheckpointCanBeGoneOnWith) {
  files.record("m", "cancelled", {0.4, 0.3});
  test::write_text(files.folder / "m.checkpoint", "");
  show();
  EXPECT_TRUE(editor().enabled(ActionId::kTrainResume));
  EXPECT_DOUBLE_EQ(seconds_left(*training().run(), {}).value(), 6 * 4.0);
  Progress half;
  half.done = 5;
  half.total = 10;
  EXPECT_DOUBLE_EQ(seconds_left(*training().run(), half).value(), 5.5 * 4.0);
}

TEST_F(TrainWorkspace, AMissedFaceOpensInEdit) {
  files.record("m", "finished", {0.3});
  show();
  ASSERT_EQ(training().misses().size(), 2u);
  const ShownMiss& worst = training().misses()[0];
  EXPECT_EQ(worst.face, files.faces[13]);
  EXPECT_EQ(worst.label, spiral_points());
  EXPECT_EQ(worst.predicted[5].position, spiral_points({104, 83})[5].position);
  act(ActionId::kTrainNextFace);
  EXPECT_EQ(training().miss(), 1u);
  act(ActionId::kTrainNextFace);
  EXPECT_EQ(training().miss(), 1u);
  act(ActionId::kTrainOpenFace);
  EXPECT_EQ(editor().workspace(), Workspace::kEdit);
  EXPECT_EQ(editor().session().face()->face.id, files.faces[12]);
}

TEST_F(TrainWorkspace, TheNextTrainingIsExpectedToGoAsTheLastWent) {
  files.record("m", "finished", {0.3, 0.2});
  show();
  act(ActionId::kTrainNew);
  const int epochs = training().outlook()->preview->start.epochs;
  EXPECT_NEAR(training().expected_seconds().value(), epochs * 4.0, 1e-9) << "as many faces";
}

class ModelsToCompare : public TrainWorkspace {
 protected:
  ModelsToCompare() {
    show();
    act(ActionId::kTrainModels);
  }
  void keep(const std::string& digest, double nme) {
    Project project = files.open();
    const nlohmann::json report = {{"images", 2},
                                   {"faces", 2},
                                   {"missed", 0},
                                   {"mean_nme", nme},
                                   {"median_nme", nme},
                                   {"mean_nme_box", nme},
                                   {"failures_at_8", 0.5},
                                   {"failures_at_10", 0},
                                   {"ced_area_at_8", 0.5},
                                   {"regions", {"jaw"}},
                                   {"mean_by_region", {nme}},
                                   {"ced", {{0, 0}, {0.1, 1}}}};
    keep_evaluation(project, digest, subject_of(project, options_of(training().comparison())),
                    report.dump());
  }
};

TEST_F(ModelsToCompare, TheModelInUseIsChosenAndWhatWasMeasuredOfItIsShown) {
  const std::vector<ComparedModel> models = training().models();
  ASSERT_FALSE(models.empty());
  EXPECT_TRUE(models[0].model.is_default);
  EXPECT_TRUE(models[0].chosen);
  EXPECT_EQ(models[0].score, nullptr);
  EXPECT_EQ(training().unmeasured().size(), 1u);
  EXPECT_TRUE(editor().enabled(ActionId::kTrainMeasure));
  keep(models[0].model.summary->info.digest, 0.04);
  editor().poll();
  settle();
  ASSERT_NE(training().models()[0].score, nullptr);
  EXPECT_EQ(training().models()[0].score->all.mean_nme, 0.04);
  EXPECT_FALSE(editor().enabled(ActionId::kTrainMeasure)) << "there is nothing left to measure";

  Comparison validation = training().comparison();
  validation.part = "val";
  act(ChooseComparison{validation});
  EXPECT_EQ(training().models()[0].score, nullptr) << "these are other faces";
  act(ActionId::kTrainChoose);
  EXPECT_FALSE(training().models()[0].chosen);
  EXPECT_FALSE(editor().enabled(ActionId::kTrainMeasure));
}

TEST_F(ModelsToCompare, AFileCanBeAddedAndUsedForProposals) {
  const std::filesystem::path file = files.folder / "mine.fpm";
  std::filesystem::copy_file(training().models()[0].model.file, file);
  act(AddModelFile{file});
  ASSERT_EQ(training().models().size(), 2u);
  EXPECT_EQ(training().models()[1].model.name, "mine");
  EXPECT_TRUE(training().models()[1].chosen);
  act(ActionId::kTrainNext);
  EXPECT_EQ(training().model(), 1u);
  act(ActionId::kTrainUse);
  Project project = files.open();
  EXPECT_EQ(default_model_of(project), file);
  EXPECT_THAT(editor().status().text, HasSubstr("use mine from now on"));
  act(ActionId::kTrainPrevious);
  act(ActionId::kTrainUse);
  EXPECT_NE(default_model_of(project), file);
}

TEST_F(ModelsToCompare, AFileThatIsNoModelIsListedWithTheReasonAndCantBeChosen) {
  test::write_text(files.folder / "text.fpm", "just text");
  act(AddModelFile{files.folder / "text.fpm"});
  ASSERT_EQ(training().models().size(), 2u);
  EXPECT_NE(training().models()[1].model.problem, "");
  EXPECT_FALSE(training().models()[1].chosen);
}

}  // namespace
}  // namespace facepoint
