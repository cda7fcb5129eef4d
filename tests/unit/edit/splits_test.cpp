#include "edit/splits.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <condition_variable>
#include <mutex>

#include "store/images.h"
#include "unit/edit/training_project.h"

namespace facepoint {
namespace {

using testing::HasSubstr;

class SplitsWorkspace : public testing::Test {
 protected:
  // Until nothing is read or done in the background any more.
  void settle() {
    while (editor().working()) {
      std::unique_lock lock(mutex_);
      posted_.wait(lock, [this] { return posts_ > 0; });
      posts_ = 0;
      lock.unlock();
      queue.run_pending();
    }
  }
  void act(const Action& action) {
    editor().perform(action);
    settle();
  }
  void make_plan(const SplitOptions& options) { act(StartSplit{options}); }
  Editor& editor() {
    if (!editor_) {
      editor_.emplace(files.open(), queue);
      editor_->perform(ActionId::kShowSplits);
    }
    return *editor_;
  }
  const Splits& splits() { return editor().splits(); }

  test::TrainingProject files;
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

TEST_F(SplitsWorkspace, TellsWhatThePartsOfAPlanAreLike) {
  settle();
  ASSERT_NE(splits().picture(), nullptr);
  const SplitReport& report = splits().picture()->report;
  EXPECT_EQ(report.plan.name, "main");
  ASSERT_EQ(report.parts.size(), 3U);
  EXPECT_EQ(report.parts[0].images, 12);
  EXPECT_EQ(report.parts[0].identities, 12);
  EXPECT_EQ(splits().picture()->outside, 4);  // the pictures that are in no part
  EXPECT_EQ(splits().shown(), nullptr);
}

TEST_F(SplitsWorkspace, TakesInNewPicturesAndMovesNobody) {
  make_plan({.name = "grows"});
  EXPECT_EQ(splits().plan()->name, "grows");
  EXPECT_EQ(splits().picture()->outside, 0);
  {
    Project project = files.open();
    Image image = get_image(project, files.images[0]);
    image.path = "more/late.png";
    image.identity = "Late";
    add_image(project, image);
  }
  editor().perform(ActionId::kReload);
  editor().perform(ActionId::kShowSplits);
  settle();
  EXPECT_EQ(splits().picture()->outside, 1);
  act(ActionId::kSplitsExtend);
  EXPECT_THAT(editor().status().text, HasSubstr("21 pictures stay where they are, 1 picture"));
  EXPECT_EQ(splits().picture()->outside, 0);
}

TEST_F(SplitsWorkspace, LocksAndUnlocksTheTestPart) {
  settle();
  EXPECT_EQ(splits().part_to_lock(), "test");
  act(ActionId::kSplitsLock);
  EXPECT_TRUE(splits().is_locked("test"));
  EXPECT_TRUE(splits().picture()->report.parts[2].locked);
  make_plan({.name = "main", .seed = 7});
  EXPECT_EQ(editor().status().kind, StatusKind::kError);
  EXPECT_THAT(editor().status().text, HasSubstr("locked"));
  act(ActionId::kSplitsLock);
  EXPECT_FALSE(splits().is_locked("test"));
}

TEST_F(SplitsWorkspace, ThePairsThatLeakComeFirstAndOpenInEdit) {
  {
    Project project = files.open();
    for (const std::size_t i : {3U, 16U}) {  // one in train, one in test
      Image image = get_image(project, files.images[i]);
      image.identity = "Twice";
      update_image(project, image);
    }
  }
  settle();
  editor().perform(ActionId::kReload);
  settle();
  const SplitEvidence* shown = splits().shown();
  ASSERT_NE(shown, nullptr);
  EXPECT_EQ(shown->kind, SplitEvidence::Kind::kLeak);
  EXPECT_EQ(shown->title, "identity Twice");
  EXPECT_NE(shown->a.part, shown->b.part);
  const ImageId second = shown->b.image;
  act(ActionId::kSplitsOpenSecond);
  EXPECT_EQ(editor().workspace(), Workspace::kEdit);
  EXPECT_EQ(editor().session().current()->image.id, second);
}

TEST_F(SplitsWorkspace, MovesAmongPlansByKey) {
  make_plan({.name = "cv", .folds = 3});
  EXPECT_EQ(splits().plan()->name, "cv");
  EXPECT_EQ(splits().part_to_lock(), "fold-3");
  act(ActionId::kSplitsNext);
  EXPECT_EQ(splits().plan()->name, "main");
  act(ActionId::kSplitsNext);
  EXPECT_EQ(splits().plan()->name, "main");
  act(ActionId::kSplitsPrevious);
  EXPECT_EQ(splits().plan()->name, "cv");
  act(SelectPlan{"main"});
  EXPECT_EQ(splits().picture()->report.plan.name, "main");
  editor().perform(ActionId::kSplitsExport);
  EXPECT_EQ(editor().dialog(), Dialog::kExport);
}

}  // namespace
}  // namespace facepoint
