// Snapshots in the History workspace, choosing among several people's labels in Compare, and whose
// name changes are kept with.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "edit/editor.h"
#include "store/opinions.h"
#include "store/snapshots.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

using test::spiral_points;
using testing::HasSubstr;

class EditorVersions : public testing::Test {
 protected:
  void finish_job() {
    while (editor.jobs().running()) {
      files.queue.run_pending();
      std::this_thread::yield();
    }
  }
  void take(const std::string& name) {
    editor.perform(TakeSnapshot{name, ""});
    finish_job();
  }
  void nudge(ImageId image) {
    editor.perform(ActionId::kShowEdit);
    editor.perform(ShowImage{image});
    editor.perform(SelectPoints{{3}});
    editor.perform(ActionId::kNudgeLeft);
    editor.perform(EndDrag{});
  }
  void show_snapshots() {
    editor.perform(ActionId::kShowHistory);
    if (editor.history().page() != HistoryPage::kSnapshots) editor.perform(ActionId::kHistoryPage);
  }
  void opinion_of(const std::string& person, Point middle) {
    Project project = files.open();
    add_opinion(project, files.face_a, person, spiral_points(middle));
    editor.perform(ActionId::kReload);
  }
  std::string chosen(bool right) const {
    const auto choices = compare_choices(editor.session());
    const int at = right ? editor.compare().right(choices) : editor.compare().left(choices);
    return choices[static_cast<std::size_t>(at)].title;
  }
  Revision label_of(FaceId face) {
    Project project = files.open();
    return get_revision(project, get_face(project, face).current);
  }

  test::EditProject files;
  Editor editor{files.open(), files.queue};
};

TEST_F(EditorVersions, ASnapshotIsTakenComparedWithNowAndRestored) {
  editor.perform(ActionId::kTakeSnapshot);
  EXPECT_EQ(editor.dialog(), Dialog::kSnapshot);
  take("v1");
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  nudge(files.a);
  show_snapshots();
  ASSERT_NE(editor.history().snapshot(), nullptr);
  EXPECT_EQ(editor.history().snapshot()->name, "v1");
  EXPECT_EQ(editor.history().comparison(), nullptr) << "not asked for yet";
  editor.perform(ActionId::kHistoryCompare);
  finish_job();
  ASSERT_NE(editor.history().comparison(), nullptr);
  EXPECT_EQ(editor.history().comparison()->with_points_moved, 1);
  const auto& preview = editor.history().preview();
  ASSERT_TRUE(preview);
  ASSERT_EQ(preview->faces.size(), 1U);
  EXPECT_EQ(preview->before, spiral_points());
  EXPECT_THAT(summary_of(*preview), HasSubstr("1 point moved by 1.0 px (point 3)"));
  EXPECT_FALSE(editor.enabled(ActionId::kHistoryRevert)) << "it is no change";

  editor.perform(ActionId::kHistoryRestore);
  finish_job();
  EXPECT_EQ(files.stored_points(files.face_a), spiral_points());
  EXPECT_EQ(editor.history().comparison(), nullptr) << "something was changed since";
  EXPECT_THAT(editor.status().text, HasSubstr("Restored v1: 1 face changed"));
  editor.perform(ActionId::kUndo);
  EXPECT_NE(files.stored_points(files.face_a), spiral_points());
}

TEST_F(EditorVersions, ARestoreWithNothingToDoSaysSo) {
  take("v1");
  show_snapshots();
  editor.perform(ActionId::kHistoryRestore);
  finish_job();
  EXPECT_THAT(editor.status().text, HasSubstr("are those of v1 already"));
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(EditorVersions, KeysGoThroughTheSnapshotsAndBackToTheChanges) {
  take("v1");
  nudge(files.a);
  take("v2");
  show_snapshots();
  EXPECT_EQ(editor.history().snapshot()->name, "v2");
  editor.perform(ActionId::kHistoryNext);
  EXPECT_EQ(editor.history().snapshot()->name, "v1");
  editor.perform(ActionId::kHistoryNext);
  EXPECT_EQ(editor.history().snapshot()->name, "v1");
  editor.perform(ActionId::kHistoryFirst);
  EXPECT_EQ(editor.history().snapshot()->name, "v2");
  editor.perform(SelectSnapshot{1});
  EXPECT_EQ(editor.history().snapshot()->name, "v1");
  editor.perform(ActionId::kHistoryPage);
  EXPECT_EQ(editor.history().snapshot(), nullptr);
  ASSERT_TRUE(editor.history().preview());
  EXPECT_EQ(editor.history().preview()->edit.change.label, "Nudge point 3 (jaw 3)");
  EXPECT_FALSE(editor.enabled(ActionId::kHistoryRestore));
}

TEST_F(EditorVersions, ATakenNameIsRefusedInWords) {
  take("v1");
  take("v1");
  EXPECT_EQ(editor.status().kind, StatusKind::kError);
  EXPECT_THAT(editor.status().text, HasSubstr("choose another name"));
}

TEST_F(EditorVersions, CompareOffersEachPersonsOpinionFirst) {
  opinion_of("Mia", {104, 80});
  opinion_of("Ben", {100, 85});
  editor.perform(ActionId::kShowCompare);
  EXPECT_EQ(chosen(false), "Label");
  EXPECT_EQ(chosen(true), "Ben's opinion");
  editor.perform(ActionId::kCompareNextRight);
  EXPECT_EQ(chosen(true), "Mia's opinion");
  editor.perform(ActionId::kCompareNextRight);
  EXPECT_EQ(chosen(true), "Revision 1: import, labels.csv");
}

TEST_F(EditorVersions, TakingTheRightSideMakesItTheLabelThatWasChosen) {
  opinion_of("Mia", {104, 80});
  editor.perform(ActionId::kShowCompare);
  editor.perform(ActionId::kCompareTake);
  Revision label = label_of(files.face_a);
  EXPECT_EQ(label.points, spiral_points({104, 80}));
  EXPECT_EQ(label.role, RevisionRole::kAdjudicated);
  EXPECT_EQ(label.author, Author::kPerson);
  EXPECT_EQ(chosen(true), "Mia's opinion") << "it stays where one looks";
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(files.stored_points(files.face_a), spiral_points());
}

TEST_F(EditorVersions, OneRegionAloneCanBeTaken) {
  opinion_of("Mia", {104, 80});
  editor.perform(ActionId::kShowCompare);
  EXPECT_FALSE(editor.compare().region());
  editor.perform(ActionId::kComparePreviousRegion);
  const Scheme& scheme = editor.session().scheme();
  ASSERT_EQ(editor.compare().region(), static_cast<int>(scheme.regions.size()) - 1);
  editor.perform(ActionId::kCompareNextRegion);
  EXPECT_FALSE(editor.compare().region()) << "around, by way of the whole face";
  editor.perform(ActionId::kCompareNextRegion);
  ASSERT_EQ(editor.compare().region(), 0);
  const auto differences =
      editor.compare().differences(scheme, spiral_points(), spiral_points({104, 80}));
  EXPECT_EQ(differences.size(), scheme.regions[0].points.size());
  editor.perform(ActionId::kCompareTake);
  const Keypoints now = files.stored_points(files.face_a);
  for (int i = 0; i < 68; ++i) {
    const bool taken = scheme.region_of(i) == 0;
    EXPECT_EQ(now[static_cast<std::size_t>(i)],
              spiral_points(taken ? Point{104, 80} : Point{100, 80})[static_cast<std::size_t>(i)])
        << i;
  }
}

TEST_F(EditorVersions, KeepingTheLabelIsAChoiceToo) {
  opinion_of("Mia", {104, 80});
  editor.perform(ActionId::kShowCompare);
  editor.perform(ChooseCompared{true, 0});
  editor.perform(ActionId::kCompareTake);
  const Revision label = label_of(files.face_a);
  EXPECT_EQ(label.points, spiral_points());
  EXPECT_EQ(label.role, RevisionRole::kAdjudicated);
}

TEST_F(EditorVersions, ChangesAreKeptWithTheNameThatThePersonGives) {
  editor.perform(ActionId::kSetAuthor);
  EXPECT_EQ(editor.dialog(), Dialog::kAuthor);
  editor.perform(SetAuthor{"Ana María"});
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
  nudge(files.a);
  EXPECT_EQ(label_of(files.face_a).detail, "Ana María");
  editor.perform(SetAuthor{""});
  nudge(files.b);
  EXPECT_FALSE(label_of(files.face_b).detail.empty()) << "the login name";
  EXPECT_NE(label_of(files.face_b).detail, "Ana María");
}

TEST(Author, IsRememberedForEveryProject) {
  const test::TempDir folder;
  const test::EditProject files;
  MainQueue queue{[] {}};
  const auto file = folder / "preferences.json";
  Editor(files.open(), queue, Preferences(file)).perform(SetAuthor{"Ana"});
  Editor again(files.open(), queue, Preferences(file));
  EXPECT_EQ(again.session().project().person(), "Ana");
}

}  // namespace
}  // namespace facepoint
