#include "edit/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

using test::spiral_points;
using testing::HasSubstr;
using testing::IsEmpty;

class HistoryTest : public testing::Test {
 protected:
  void move(FaceId face, int point, Point by) {
    Project project = files.open();
    Keypoints points = get_revision(project, get_face(project, face).current).points;
    points[point].position = points[point].position + by;
    FaceEdit edit;
    edit.face = face;
    edit.points = points;
    edit.status = FaceStatus::kCorrected;
    apply_change(project, "Move point " + std::to_string(point), {edit});
  }
  void approve_both() {
    Project project = files.open();
    FaceEdit first;
    first.face = files.face_a;
    first.status = FaceStatus::kApproved;
    FaceEdit second = first;
    second.face = files.face_b;
    apply_change(project, "Approve both", {first, second});
  }
  const History& history() const { return editor.history(); }
  const EditPreview& preview() const { return *history().preview(); }

  test::EditProject files;
  Editor editor{files.open(), files.queue};
};

TEST(Movement, MeasuresOnlyThePointsThatDiffer) {
  const Keypoints before = spiral_points();
  Keypoints after = before;
  after[3].position = after[3].position + Point{3, 4};
  after[9].position = after[9].position + Point{0, 1};
  const Movement result = movement(before, after);
  EXPECT_EQ(result.moved, 2);
  EXPECT_DOUBLE_EQ(result.mean, 3);
  EXPECT_DOUBLE_EQ(result.largest, 5);
  EXPECT_EQ(result.largest_point, 3);
  EXPECT_EQ(movement(before, before).moved, 0);
}

TEST_F(HistoryTest, ListsTheNewestChangeFirstWithTheCursorOnIt) {
  move(files.face_a, 1, {4, 0});
  move(files.face_b, 2, {0, 3});
  editor.perform(ActionId::kShowHistory);
  ASSERT_EQ(history().size(), 2);
  EXPECT_EQ(history().row(0)->change.label, "Move point 2");
  EXPECT_EQ(history().row(0)->path, "b.png");
  EXPECT_EQ(history().row(1)->change.label, "Move point 1");
  EXPECT_EQ(history().row(1)->path, "a.png");
  EXPECT_EQ(history().row(2), nullptr);
  EXPECT_EQ(history().position(), 0);
  EXPECT_EQ(preview().faces.at(0).face, files.face_b);
  EXPECT_EQ(preview().before, spiral_points());
  EXPECT_EQ(summary_of(preview()), "1 point moved by 3.0 px (point 2); labelled → corrected");
}

TEST_F(HistoryTest, TheCursorGoesToOlderChangesAndStopsAtTheEnds) {
  for (int i = 0; i < 3; ++i) move(files.face_a, i, {4, 0});
  editor.perform(ActionId::kShowHistory);
  editor.perform(ActionId::kHistoryPrevious);
  EXPECT_EQ(history().position(), 0);
  editor.perform(ActionId::kHistoryNext);
  EXPECT_EQ(preview().edit.change.label, "Move point 1");
  editor.perform(ActionId::kHistoryLast);
  editor.perform(ActionId::kHistoryNext);
  EXPECT_EQ(history().position(), 2);
  EXPECT_EQ(preview().edit.change.label, "Move point 0");
  editor.perform(ActionId::kHistoryFirst);
  EXPECT_EQ(history().position(), 0);
}

TEST_F(HistoryTest, ManyChangesAreReadByPagesWithoutAGap) {
  Project project = files.open();
  project.transaction([&] {
    for (int i = 0; i < 300; ++i) {
      FaceEdit edit;
      edit.face = files.face_a;
      edit.status = FaceStatus::kApproved;
      apply_change(project, std::to_string(i), {edit});
    }
  });
  editor.perform(ActionId::kShowHistory);
  ASSERT_EQ(history().size(), 300);
  for (int i = 0; i < 300; ++i) {
    EXPECT_EQ(history().row(i)->change.label, std::to_string(299 - i));
  }
}

TEST_F(HistoryTest, TheCursorKeepsItsChangeWhileOthersAreMade) {
  move(files.face_a, 1, {4, 0});
  editor.perform(ActionId::kShowHistory);
  move(files.face_b, 2, {0, 3});
  ASSERT_TRUE(editor.poll());
  EXPECT_EQ(history().position(), 1);
  EXPECT_EQ(preview().edit.change.label, "Move point 1");
}

TEST_F(HistoryTest, TheSearchListsMatchingLabelsAndIsCleared) {
  move(files.face_a, 1, {4, 0});
  approve_both();
  editor.perform(ActionId::kShowHistory);
  editor.perform(SearchHistory{"POINT"});
  EXPECT_EQ(history().size(), 1);
  EXPECT_EQ(preview().edit.change.label, "Move point 1");
  editor.perform(SearchHistory{"no such thing"});
  EXPECT_EQ(history().size(), 0);
  EXPECT_FALSE(history().preview());
  EXPECT_FALSE(editor.enabled(ActionId::kHistoryRevert));
  editor.perform(ActionId::kHistoryClear);
  EXPECT_EQ(history().size(), 2);
}

TEST_F(HistoryTest, RevertTakesBackTheChangeUnderTheCursorOnly) {
  move(files.face_a, 1, {4, 0});
  move(files.face_b, 2, {0, 3});
  editor.perform(ActionId::kReload);
  editor.perform(ActionId::kShowHistory);
  editor.perform(ActionId::kHistoryNext);
  editor.perform(ActionId::kHistoryRevert);
  EXPECT_EQ(files.stored_points(files.face_a), spiral_points());
  EXPECT_NE(files.stored_points(files.face_b), spiral_points());
  EXPECT_EQ(*editor.session().face()->points, spiral_points()) << "the canvas knows it too";
  EXPECT_THAT(editor.status().text, HasSubstr("Reverted: Move point 1, in a.png"));
  EXPECT_NE(history().row(1)->undone, "");
  EXPECT_THAT(preview().why_not_revert, HasSubstr("taken back already"));
  EXPECT_FALSE(editor.enabled(ActionId::kHistoryRevert));
  editor.perform(ActionId::kRedo);
  EXPECT_NE(files.stored_points(files.face_a), spiral_points());
  EXPECT_THAT(history().row(1)->undone, IsEmpty());
  EXPECT_TRUE(editor.enabled(ActionId::kHistoryRevert));
}

TEST_F(HistoryTest, AChangeWhoseFaceWasChangedSinceSaysSoAndCannotBeReverted) {
  move(files.face_a, 1, {4, 0});
  move(files.face_a, 2, {0, 3});
  editor.perform(ActionId::kShowHistory);
  editor.perform(ActionId::kHistoryNext);
  EXPECT_THAT(preview().why_not_revert, HasSubstr("a.png was changed since, by 'Move point 2'"));
  const std::int64_t before = files.stored_changes();
  editor.perform(ActionId::kHistoryRevert);
  EXPECT_EQ(files.stored_changes(), before);
}

TEST_F(HistoryTest, ARevertThatAnotherProgramForestalledChangesNothingAndShowsWhy) {
  move(files.face_a, 1, {4, 0});
  editor.perform(ActionId::kShowHistory);
  move(files.face_a, 2, {0, 3});  // not noticed yet
  editor.perform(ActionId::kHistoryRevert);
  EXPECT_EQ(editor.status().kind, StatusKind::kError);
  EXPECT_EQ(files.stored_changes(), 2);
  EXPECT_EQ(history().size(), 2);
  EXPECT_THAT(preview().why_not_revert, HasSubstr("Move point 2"));
}

TEST_F(HistoryTest, ABatchShowsEachOfItsFaces) {
  approve_both();
  editor.perform(ActionId::kShowHistory);
  ASSERT_EQ(preview().faces.size(), 2U);
  EXPECT_EQ(summary_of(preview()), "The points stay as they were; labelled → approved");
  editor.perform(ActionId::kHistoryNextFace);
  EXPECT_EQ(preview().face, 1U);
  editor.perform(ActionId::kHistoryNextFace);
  EXPECT_EQ(preview().face, 0U);
  editor.perform(SelectEditFace{1});
  editor.perform(ActionId::kHistoryOpen);
  EXPECT_EQ(editor.workspace(), Workspace::kEdit);
  EXPECT_EQ(editor.session().current()->image.id, files.b);
  EXPECT_EQ(editor.session().face()->face.id, files.face_b);
}

TEST_F(HistoryTest, OpeningAChangeSelectsThePointThatMovedFarthest) {
  move(files.face_b, 7, {4, 0});
  editor.perform(ActionId::kShowHistory);
  editor.perform(ActionId::kHistoryOpen);
  EXPECT_EQ(editor.session().current()->image.id, files.b);
  EXPECT_EQ(editor.session().selected_point(), 7);
}

TEST_F(HistoryTest, AFirstLabelHasNoPointsBefore) {
  editor.perform(ShowImage{files.c});
  editor.perform(ActionId::kAcceptProposal);
  editor.perform(ActionId::kShowHistory);
  EXPECT_FALSE(preview().before);
  EXPECT_EQ(summary_of(preview()), "68 points set; proposed → corrected");
}

}  // namespace
}  // namespace facepoint
