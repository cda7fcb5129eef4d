#include "edit/job_runner.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "base/error.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

using testing::HasSubstr;

// The UI thread of these tests: waits for posts instead of a window's events.
class JobRunnerTest : public testing::Test {
 protected:
  template <class Condition>
  void run_until(Condition condition) {
    while (!condition()) {
      {
        std::unique_lock lock(mutex_);
        posted_.wait(lock, [this] { return count_ > 0; });
        count_ = 0;
      }
      queue.run_pending();
    }
  }

  static void start_split(Editor& editor) {
    StartSplit split;
    split.options.name = "plan";
    editor.perform(split);
  }

  MainQueue queue{[this] {
    const std::lock_guard lock(mutex_);
    ++count_;
    posted_.notify_all();
  }};
  std::optional<JobResult> result;
  JobRunner::Done keep = [this](const JobResult& finished) { result = finished; };

 private:
  std::mutex mutex_;
  std::condition_variable posted_;
  int count_ = 0;
};

TEST_F(JobRunnerTest, ReportsProgressAndTheResultOnTheUiThread) {
  JobRunner runner(queue);
  const auto ui_thread = std::this_thread::get_id();
  bool on_ui_thread = false;
  runner.start(
      "Count",
      [](JobContext& job) {
        job.begin_stage("Counting", 3);
        job.progress(3, 3);
        return JobRunner::Outcome{"3 things counted.", "one two three", false};
      },
      [&](const JobResult& finished) {
        result = finished;
        on_ui_thread = std::this_thread::get_id() == ui_thread;
      });
  EXPECT_TRUE(runner.running());
  EXPECT_EQ(runner.title(), "Count");
  run_until([&] { return runner.progress().done == 3 || result; });
  run_until([&] { return result.has_value(); });
  EXPECT_TRUE(on_ui_thread);
  EXPECT_FALSE(runner.running());
  EXPECT_EQ(result->kind, JobResult::Kind::kDone);
  EXPECT_EQ(result->summary, "3 things counted.");
}

TEST_F(JobRunnerTest, CancelStopsTheWork) {
  JobRunner runner(queue);
  runner.start(
      "Forever",
      [](JobContext& job) -> JobRunner::Outcome {
        job.begin_stage("Turning");
        for (std::int64_t i = 0;; ++i) job.progress(i, 0);
      },
      keep);
  run_until([&] { return runner.progress().stage == "Turning"; });
  runner.cancel();
  EXPECT_TRUE(runner.cancelling());
  run_until([&] { return result.has_value(); });
  EXPECT_EQ(result->kind, JobResult::Kind::kCancelled);
}

TEST_F(JobRunnerTest, AnErrorOfTheWorkBecomesItsResult) {
  JobRunner runner(queue);
  runner.start(
      "Fail",
      [](JobContext&) -> JobRunner::Outcome {
        throw Error(ErrorCode::kUnreadable, "The disk is full.");
      },
      keep);
  run_until([&] { return result.has_value(); });
  EXPECT_EQ(result->kind, JobResult::Kind::kFailed);
  EXPECT_THAT(result->summary, HasSubstr("The disk is full."));
}

TEST_F(JobRunnerTest, RefusesASecondJob) {
  JobRunner runner(queue);
  const auto wait_for_cancel = [](JobContext& job) -> JobRunner::Outcome {
    for (std::int64_t i = 0;; ++i) job.progress(i, 0);
  };
  runner.start("First", wait_for_cancel, keep);
  EXPECT_THROW(runner.start("Second", wait_for_cancel, keep), Error);
}

TEST_F(JobRunnerTest, GoingAwayStopsTheWorkAndNobodyIsCalled) {
  {
    JobRunner runner(queue);
    runner.start(
        "Forever",
        [](JobContext& job) -> JobRunner::Outcome {
          for (std::int64_t i = 0;; ++i) job.progress(i, 0);
        },
        keep);
  }
  queue.run_pending();
  EXPECT_FALSE(result);
}

TEST_F(JobRunnerTest, TheEditorRunsASplitAndShowsItsReport) {
  test::EditProject files;
  Editor editor(files.open(), queue);
  StartSplit split;
  split.options.name = "plan";
  editor.perform(split);
  ASSERT_TRUE(editor.jobs().running()) << editor.status().text;
  EXPECT_FALSE(editor.enabled(ActionId::kExport));
  run_until([&] { return !editor.jobs().running(); });
  EXPECT_EQ(editor.last_result().kind, JobResult::Kind::kDone) << editor.last_result().summary;
  EXPECT_EQ(editor.dialog(), Dialog::kNone) << "nobody is interrupted";
  editor.perform(ActionId::kReport);
  EXPECT_EQ(editor.dialog(), Dialog::kReport);
  EXPECT_TRUE(editor.enabled(ActionId::kExport));
}

TEST_F(JobRunnerTest, AJobThatEndsWhileKeysNudgeComesAfterThem) {
  test::EditProject files;
  Editor editor(files.open(), queue);
  start_split(editor);
  editor.perform(ShowImage{files.a});
  editor.perform(SelectPoints{{3}});
  while (editor.jobs().running()) {
    editor.perform(ActionId::kNudgeRight);
    const Keypoints nudged = *editor.session().preview();
    queue.run_pending();
    if (editor.jobs().running()) continue;
    EXPECT_FALSE(editor.session().gesture());
    EXPECT_EQ(files.stored_points(files.face_a), nudged);
  }
}

TEST_F(JobRunnerTest, AJobThatEndsDuringADragIsShownOnceThatIsOver) {
  test::EditProject files;
  Editor editor(files.open(), queue);
  start_split(editor);
  editor.perform(ShowImage{files.a});
  editor.perform(BeginDrag{3, {0, 0}});
  editor.perform(DragTo{{2, 0}});
  run_until([&] { return !editor.jobs().running(); });
  EXPECT_TRUE(editor.mouse_holds());
  editor.poll();
  EXPECT_THAT(editor.status().text, testing::Not(HasSubstr("Split: ")));
  editor.perform(EndDrag{});
  EXPECT_EQ(files.stored_changes(), 1);
  EXPECT_TRUE(editor.poll());
  EXPECT_THAT(editor.status().text, HasSubstr("Split: "));
}

TEST_F(JobRunnerTest, OptionsThatMakeNoSenseAreSaidAtOnce) {
  test::EditProject files;
  Editor editor(files.open(), queue);
  StartSplit split;
  split.options.name = "plan";
  split.options.ratios = "lots";
  editor.perform(split);
  EXPECT_FALSE(editor.jobs().running());
  EXPECT_EQ(editor.status().kind, StatusKind::kError);
}

}  // namespace
}  // namespace facepoint
