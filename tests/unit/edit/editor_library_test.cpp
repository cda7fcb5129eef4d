// The editor's library: decisions about many faces, each one change with one undo.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "landmark/numbering.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

using test::spiral_points;
using testing::HasSubstr;

class EditorLibraryTest : public testing::Test {
 protected:
  EditorLibraryTest() { editor.perform(ActionId::kShowLibrary); }
  const Library& library() const { return editor.library(); }
  FaceStatus stored_status(FaceId face) const {
    Project project = files.open();
    return get_face(project, face).status;
  }
  void change_elsewhere(FaceId face) const {
    Project other = files.open();
    FaceEdit edit;
    edit.face = face;
    edit.points = spiral_points({90, 70});
    apply_change(other, "Their change", {edit});
  }

  test::EditProject files;
  Editor editor{files.open(), files.queue};
};

TEST_F(EditorLibraryTest, ShowsTheFacesThatMatchTheFilter) {
  EXPECT_EQ(library().size(), 3U);
  editor.perform(SetFilter{"status:proposed"});
  ASSERT_EQ(library().size(), 1U);
  EXPECT_EQ(library().at(0).face, files.face_c);
}

TEST_F(EditorLibraryTest, BeginsAtTheFaceThatIsBeingEdited) {
  editor.perform(ActionId::kShowEdit);
  editor.perform(ShowImage{files.b});
  editor.perform(ActionId::kShowLibrary);
  EXPECT_EQ(library().cursor(), library().position_of(files.face_b));
}

TEST_F(EditorLibraryTest, EnterOpensTheFaceUnderTheCursor) {
  editor.perform(PickFace{2, Pick::kOnly});
  editor.perform(ActionId::kOpenFace);
  EXPECT_EQ(editor.workspace(), Workspace::kEdit);
  EXPECT_EQ(editor.session().face()->face.id, files.face_c);
}

TEST_F(EditorLibraryTest, ApprovingManyIsOneChangeAndOneUndoTakesItBack) {
  editor.perform(ActionId::kSelectAllFaces);
  editor.perform(ActionId::kApproveChosen);
  EXPECT_EQ(files.stored_changes(), 1);
  EXPECT_EQ(editor.status().text,
            "Approved 3 faces, 1 of them with their proposal. Ctrl+Z takes all of it back.");
  for (const FaceId face : {files.face_a, files.face_b, files.face_c}) {
    EXPECT_EQ(stored_status(face), FaceStatus::kApproved);
  }
  EXPECT_EQ(files.stored_points(files.face_c), spiral_points({103, 82}));
  EXPECT_EQ(library().at(0).status, FaceStatus::kApproved);
  EXPECT_EQ(editor.session().list()[1].status, FaceStatus::kApproved);

  editor.perform(ActionId::kUndo);
  EXPECT_EQ(stored_status(files.face_a), FaceStatus::kLabelled);
  EXPECT_EQ(stored_status(files.face_c), FaceStatus::kProposed);
  EXPECT_EQ(library().at(2).status, FaceStatus::kProposed);
  EXPECT_TRUE(library().at(2).proposal);
  EXPECT_EQ(library().selected_count(), 3U) << "and can be decided on again";
  EXPECT_FALSE(editor.enabled(ActionId::kUndo));
}

TEST_F(EditorLibraryTest, ADecisionLeavesFacesAloneThatItDoesNotConcern) {
  editor.perform(ActionId::kSelectAllFaces);
  editor.perform(ActionId::kAcceptChosen);
  EXPECT_EQ(files.stored_points(files.face_a), spiral_points());
  EXPECT_EQ(files.stored_points(files.face_b), spiral_points({103, 82}));
  EXPECT_THAT(editor.status().text, HasSubstr("2 faces; 1 stays as it is."));
  editor.perform(ActionId::kAcceptChosen);
  EXPECT_EQ(files.stored_changes(), 1) << "there is nothing left to accept";
  EXPECT_THAT(editor.status().text, HasSubstr("nothing to do"));
}

TEST_F(EditorLibraryTest, RejectingTakesTheFaceUnderTheCursorWhereNothingIsSelected) {
  editor.perform(PickFace{1, Pick::kOnly});
  editor.perform(ActionId::kCancel);
  EXPECT_EQ(library().selected_count(), 0U);
  editor.perform(ActionId::kRejectChosen);
  EXPECT_EQ(stored_status(files.face_b), FaceStatus::kRejected);
  EXPECT_EQ(stored_status(files.face_a), FaceStatus::kLabelled);
}

TEST_F(EditorLibraryTest, AFaceThatNoLongerMatchesStaysUntilTheFilterIsAppliedAgain) {
  editor.perform(SetFilter{"status:labelled"});
  editor.perform(ActionId::kApproveChosen);
  EXPECT_EQ(library().size(), 2U);
  editor.perform(ActionId::kReload);
  EXPECT_EQ(library().size(), 1U);
}

TEST_F(EditorLibraryTest, WhenAnotherProgramWroteNothingOfADecisionIsDone) {
  editor.perform(ActionId::kSelectAllFaces);
  change_elsewhere(files.face_b);
  editor.perform(ActionId::kApproveChosen);
  EXPECT_EQ(editor.status().kind, StatusKind::kError);
  EXPECT_EQ(stored_status(files.face_a), FaceStatus::kLabelled);
  EXPECT_EQ(files.stored_changes(), 1) << "theirs";
  editor.perform(ActionId::kApproveChosen);
  EXPECT_EQ(stored_status(files.face_a), FaceStatus::kApproved) << "their state was read";
}

TEST_F(EditorLibraryTest, WhatAnotherProgramWroteIsShown) {
  change_elsewhere(files.face_c);
  EXPECT_TRUE(editor.poll());
  EXPECT_EQ(library().at(2).status, FaceStatus::kCorrected);
}

TEST_F(EditorLibraryTest, LeftAndRightAreExchangedOnlyWhereTheyAreTheWrongWayRound) {
  const Scheme& scheme = SchemeLibrary::standard().get("ibug68");
  Keypoints right_way = spiral_points();
  const auto put = [&](int point, Point at) { right_way[point].position = at; };
  put(36, {60, 60});
  put(45, {140, 60});
  for (int i = 0; i < 68; ++i) {
    if (scheme.mirror[i] == i) put(i, {100, 90.0 + i});
  }
  {
    Project other = files.open();
    FaceEdit wrong;
    wrong.face = files.face_a;
    wrong.points = renumbered(scheme, right_way);
    FaceEdit right;
    right.face = files.face_b;
    right.points = right_way;
    apply_change(other, "Their change", {wrong, right});
  }
  editor.perform(ActionId::kReload);
  editor.perform(ActionId::kSelectAllFaces);
  editor.perform(ActionId::kRenumberChosen);
  EXPECT_EQ(files.stored_points(files.face_a), right_way);
  EXPECT_EQ(files.stored_points(files.face_b), right_way);
  EXPECT_EQ(stored_status(files.face_b), FaceStatus::kLabelled);
  EXPECT_EQ(files.stored_changes(), 2);
  editor.perform(ActionId::kRenumberChosen);
  EXPECT_EQ(files.stored_changes(), 2);
}

TEST_F(EditorLibraryTest, APreviewSaysWhatADecisionWouldDo) {
  editor.perform(ActionId::kSelectAllFaces);
  EXPECT_EQ(preview(Decision::kApprove, library().chosen()),
            "Approves 3 faces, 1 of them with their proposal.");
  EXPECT_EQ(
      preview(Decision::kReject, library().chosen()),
      "Rejects 3 faces. 2 of them have a label; it is kept, but trainings and splits leave it "
      "out.");
  EXPECT_EQ(preview(Decision::kAccept, library().chosen()),
            "Accepts the proposals of 2 faces; 1 stays as it is.");
}

TEST_F(EditorLibraryTest, AnOrderByDisagreementReadsThePointsBitByBit) {
  editor.perform(SortFaces{FaceSort::kDisagreement, true});
  EXPECT_TRUE(library().measuring());
  editor.perform(MeasureFaces{});
  EXPECT_FALSE(library().measuring());
  EXPECT_EQ(library().at(0).face, files.face_b) << "the only label with a proposal";
  EXPECT_GT(library().measures(0).disagreement, 0);
}

TEST_F(EditorLibraryTest, AFilterCanBeKeptForAnotherDay) {
  editor.perform(KeepQuery{"status:proposed", true});
  editor.perform(KeepQuery{"colour:blue", true});
  EXPECT_EQ(editor.status().kind, StatusKind::kError);
  Editor later(files.open(), files.queue);
  EXPECT_THAT(later.session().saved_queries(), testing::ElementsAre("status:proposed"));
  later.perform(KeepQuery{"status:proposed", false});
  EXPECT_TRUE(later.session().saved_queries().empty());
}

TEST_F(EditorLibraryTest, KeysOfTheGridDoNothingInOtherWorkspaces) {
  editor.perform(ActionId::kShowEdit);
  editor.perform(ActionId::kApproveChosen);
  EXPECT_EQ(files.stored_changes(), 0);
}

}  // namespace
}  // namespace facepoint
