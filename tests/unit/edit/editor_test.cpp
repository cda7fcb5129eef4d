#include "edit/editor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/snapshots.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

using test::spiral_points;
using testing::HasSubstr;

class EditorTest : public testing::Test {
 protected:
  void drag(Editor& on, int point, Point by) const {
    const Point from = on.session().face()->shown()->at(point).position;
    on.perform(BeginDrag{point, from});
    on.perform(DragTo{from + by * 0.5});
    on.perform(DragTo{from + by});
    on.perform(EndDrag{});
  }
  const Session& session() const { return editor.session(); }
  FaceStatus shown_status() const { return session().face()->face.status; }

  test::EditProject files;
  Editor editor{files.open(), files.queue};
};

TEST_F(EditorTest, OpensWithTheFirstPictureOfTheList) {
  ASSERT_EQ(session().list().size(), 4U);
  EXPECT_EQ(session().current()->image.id, files.a);
  EXPECT_EQ(session().counts().by_status[0], 2);
  EXPECT_EQ(session().counts().without_face, 1);
}

TEST_F(EditorTest, WhileTheMouseDragsKeysChangeNothingElse) {
  drag(editor, 3, {1, 1});
  const Keypoints before = files.stored_points(files.face_a);
  const Point from = session().face()->shown()->at(5).position;
  editor.perform(BeginDrag{5, from});
  editor.perform(DragTo{from + Point{5, 5}});
  for (const ActionId key : {ActionId::kApproveAndNext, ActionId::kNextImage, ActionId::kNextFace,
                             ActionId::kDeleteFace, ActionId::kNudgeLeft}) {
    editor.perform(key);
    EXPECT_TRUE(session().gesture());
    EXPECT_THAT(editor.status().text, HasSubstr("Let go of the mouse"));
  }
  editor.perform(ActionId::kZoomIn);
  EXPECT_TRUE(session().gesture());
  EXPECT_EQ(files.stored_changes(), 1);
  editor.perform(ActionId::kUndo);
  EXPECT_FALSE(session().gesture()) << "of the drag";
  EXPECT_EQ(files.stored_points(files.face_a), before);
  EXPECT_EQ(files.stored_changes(), 1);
}

TEST_F(EditorTest, ADragThatEndsAtAnotherFaceChangesNothing) {
  FaceId second;
  {
    Project project = files.open();
    NewFace face;
    face.image = files.a;
    face.scheme = "ibug68";
    face.points = spiral_points({120, 80});
    second = add_face(project, face).face;
  }
  editor.perform(ActionId::kReload);
  editor.perform(SelectFace{files.face_a});
  const Point from = session().face()->shown()->at(3).position;
  editor.perform(BeginDrag{3, from});
  editor.perform(DragTo{from + Point{5, 5}});
  editor.perform(SelectFace{second});
  editor.perform(EndDrag{});
  EXPECT_EQ(files.stored_points(second), spiral_points({120, 80}));
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(EditorTest, CountsAsManyPicturesOfAStatusAsTheFilterLists) {
  {
    Project project = files.open();
    NewFace second;
    second.image = files.a;
    second.scheme = "ibug68";
    second.points = spiral_points({120, 80});
    second.status = FaceStatus::kApproved;
    add_face(project, second);
  }
  editor.perform(ActionId::kReload);
  const auto by_status = session().counts().by_status;
  EXPECT_EQ(by_status[static_cast<int>(FaceStatus::kApproved)], 1);
  for (const FaceStatus status : kFaceStatuses) {
    editor.perform(SetFilter{"status:" + to_text(status)});
    EXPECT_EQ(std::ssize(session().list()), by_status[static_cast<int>(status)]) << to_text(status);
  }
}

TEST_F(EditorTest, FittingAFaceShowsWhereALabelInOnePlaceOrBesideThePictureLies) {
  const auto shown = [&](Point everywhere, std::optional<Point> first = {}) {
    Keypoints points = spiral_points();
    for (Landmark& point : points) point.position = everywhere;
    if (first) points[0].position = *first;
    FaceEdit edit;
    edit.face = files.face_a;
    edit.points = points;
    apply_change(session().project(), "Misplace", {edit});
    editor.perform(ActionId::kReload);
    editor.perform(SetCanvasArea{{0, 0, 800, 600}});
    editor.perform(ActionId::kFitFace);
    const Point low = session().viewport().to_image({0, 0});
    const Point high = session().viewport().to_image({800, 600});
    return Rect{low.x, low.y, high.x - low.x, high.y - low.y};
  };
  const Rect around = shown({60, 40});
  EXPECT_NEAR(around.center().x, 60, 0.1);
  EXPECT_GT(around.height, 0.15 * 160);
  EXPECT_LT(around.height, 0.5 * 160);
  const Rect picture = shown({900, 40});
  EXPECT_TRUE(picture.contains({0, 0}));
  EXPECT_TRUE(picture.contains({199, 159}));
  const Rect of_one_far_point = shown({60, 40}, Point{9000, 40});
  EXPECT_TRUE(of_one_far_point.contains({60, 40}));
  EXPECT_LT(of_one_far_point.width, 3 * 200);
}

TEST_F(EditorTest, ADragMakesExactlyOneChangeWithOnlyThatPointMoved) {
  drag(editor, 30, {7, -3});
  EXPECT_EQ(files.stored_changes(), 1);
  Keypoints expected = spiral_points();
  expected[30].position = expected[30].position + Point{7, -3};
  EXPECT_EQ(files.stored_points(files.face_a), expected);
  EXPECT_EQ(shown_status(), FaceStatus::kCorrected);
  EXPECT_THAT(editor.status().text, HasSubstr("Moved point 30"));
  EXPECT_EQ(session().revisions().size(), 2U);
}

TEST_F(EditorTest, ADragIsAPreviewUntilItIsReleased) {
  const Point from = spiral_points()[5].position;
  editor.perform(BeginDrag{5, from});
  editor.perform(DragTo{from + Point{9, 9}});
  EXPECT_EQ(session().preview()->at(5).position, (from + Point{9, 9}));
  EXPECT_EQ(*session().face()->points, spiral_points());
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(EditorTest, EscLeavesNothingOfADrag) {
  const Point from = spiral_points()[5].position;
  editor.perform(BeginDrag{5, from});
  editor.perform(DragTo{from + Point{9, 9}});
  editor.perform(ActionId::kCancel);
  editor.perform(DragTo{from + Point{19, 9}});
  editor.perform(EndDrag{});
  EXPECT_EQ(files.stored_changes(), 0);
  EXPECT_EQ(*session().face()->shown(), spiral_points());
}

TEST_F(EditorTest, AClickOnAPointSelectsItAndChangesNothing) {
  drag(editor, 12, {0, 0});
  EXPECT_EQ(session().selected_point(), 12);
  EXPECT_EQ(files.stored_changes(), 0);
  EXPECT_EQ(shown_status(), FaceStatus::kLabelled);
}

TEST_F(EditorTest, UndoAndRedoTurnToThePictureTheyConcern) {
  drag(editor, 1, {4, 0});
  editor.perform(ActionId::kNextImage);
  drag(editor, 2, {0, 4});
  editor.perform(ActionId::kLastImage);

  editor.perform(ActionId::kUndo);
  EXPECT_EQ(session().current()->image.id, files.b);
  EXPECT_EQ(files.stored_points(files.face_b), spiral_points());
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(session().current()->image.id, files.a);
  EXPECT_EQ(files.stored_points(files.face_a), spiral_points());
  EXPECT_EQ(*session().face()->points, spiral_points());
  EXPECT_EQ(shown_status(), FaceStatus::kLabelled);
  EXPECT_FALSE(editor.enabled(ActionId::kUndo));

  editor.perform(ActionId::kRedo);
  editor.perform(ActionId::kRedo);
  EXPECT_EQ(session().current()->image.id, files.b);
  Keypoints expected = spiral_points();
  expected[2].position = expected[2].position + Point{0, 4};
  EXPECT_EQ(files.stored_points(files.face_b), expected);
}

TEST_F(EditorTest, UndoWorksAfterTheProjectWasOpenedAgain) {
  drag(editor, 1, {4, 0});
  Editor later(files.open(), files.queue);
  ASSERT_TRUE(later.enabled(ActionId::kUndo));
  later.perform(ActionId::kUndo);
  EXPECT_EQ(files.stored_points(files.face_a), spiral_points());
}

TEST_F(EditorTest, UndoTurnsToAPictureThatTheFilterLeavesOut) {
  drag(editor, 1, {4, 0});
  editor.perform(SetFilter{"name:d*"});
  EXPECT_EQ(session().current()->image.id, files.d);
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(session().current()->image.id, files.a);
}

TEST_F(EditorTest, AFilterListsWhatMatches) {
  editor.perform(SetFilter{"status:proposed"});
  ASSERT_EQ(session().list().size(), 1U);
  EXPECT_EQ(session().current()->image.id, files.c);
  editor.perform(ActionId::kClearFilter);
  EXPECT_EQ(session().list().size(), 4U);
  EXPECT_EQ(session().current()->image.id, files.c) << "what is shown stays";
}

TEST_F(EditorTest, AWrongFilterIsSaidAndTheListStays) {
  editor.perform(SetFilter{"colour:blue"});
  EXPECT_THAT(session().filter_error(), HasSubstr("colour"));
  EXPECT_THAT(editor.status().text, HasSubstr("colour"));
  EXPECT_EQ(session().list().size(), 4U);
  EXPECT_EQ(session().filter_text(), "colour:blue");
  editor.perform(SetFilter{""});
  EXPECT_EQ(session().filter_error(), "");
}

TEST_F(EditorTest, AcceptingAProposalMakesItTheLabel) {
  editor.perform(ShowImage{files.c});
  ASSERT_EQ(session().face()->points, std::nullopt);
  editor.perform(ActionId::kAcceptProposal);
  EXPECT_EQ(files.stored_points(files.face_c), spiral_points({103, 82}));
  EXPECT_EQ(shown_status(), FaceStatus::kCorrected);
  EXPECT_FALSE(session().face()->proposal);
  editor.perform(ActionId::kUndo);
  EXPECT_TRUE(session().face()->proposal) << "undo brings the proposal back";
  EXPECT_EQ(shown_status(), FaceStatus::kProposed);
}

TEST_F(EditorTest, RejectingAProposalLeavesTheLabel) {
  editor.perform(ShowImage{files.b});
  editor.perform(ActionId::kRejectProposal);
  EXPECT_FALSE(session().face()->proposal);
  EXPECT_EQ(files.stored_points(files.face_b), spiral_points());
  EXPECT_EQ(shown_status(), FaceStatus::kLabelled);
}

TEST_F(EditorTest, DraggingAPointOfAProposalAcceptsItWithTheCorrectionInOneChange) {
  editor.perform(ShowImage{files.c});
  editor.perform(ActionId::kToggleFollowing);
  drag(editor, 40, {2, 2});
  EXPECT_EQ(files.stored_changes(), 1);
  Keypoints expected = spiral_points({103, 82});
  expected[40].position = expected[40].position + Point{2, 2};
  EXPECT_EQ(files.stored_points(files.face_c), expected);
  EXPECT_FALSE(session().face()->proposal);
}

TEST_F(EditorTest, ApprovingGoesToTheNextPicture) {
  editor.perform(ActionId::kApproveAndNext);
  EXPECT_EQ(session().current()->image.id, files.b);
  EXPECT_EQ(session().list()[0].status, FaceStatus::kApproved);
  EXPECT_EQ(session().counts().by_status[static_cast<int>(FaceStatus::kApproved)], 1);
}

TEST_F(EditorTest, ApprovingAProposedFaceAcceptsItsPoints) {
  editor.perform(ShowImage{files.c});
  editor.perform(ActionId::kApprove);
  EXPECT_EQ(files.stored_points(files.face_c), spiral_points({103, 82}));
  EXPECT_EQ(shown_status(), FaceStatus::kApproved);
  EXPECT_EQ(files.stored_changes(), 1);
}

TEST_F(EditorTest, AConflictWithAnotherProgramIsSaidAndNothingIsOverwritten) {
  const Point from = spiral_points()[7].position;
  editor.perform(BeginDrag{7, from});
  editor.perform(DragTo{from + Point{5, 5}});
  Keypoints theirs = spiral_points();
  theirs[60].position = {1, 1};
  {
    Project other = files.open();
    FaceEdit edit;
    edit.face = files.face_a;
    edit.points = theirs;
    apply_change(other, "Their change", {edit});
  }
  editor.perform(EndDrag{});
  EXPECT_EQ(editor.status().kind, StatusKind::kError);
  EXPECT_EQ(files.stored_points(files.face_a), theirs);
  EXPECT_EQ(*session().face()->points, theirs) << "their state is shown now";
}

TEST_F(EditorTest, WhatAnotherProgramWroteIsNoticed) {
  EXPECT_FALSE(editor.poll());
  {
    Project other = files.open();
    FaceEdit edit;
    edit.face = files.face_a;
    edit.status = FaceStatus::kApproved;
    apply_change(other, "Approve", {edit});
  }
  EXPECT_TRUE(editor.poll());
  EXPECT_EQ(shown_status(), FaceStatus::kApproved);
  EXPECT_THAT(editor.status().text, HasSubstr("another program"));
}

TEST_F(EditorTest, WhatChangesNothingThatIsSeenIsNotToldOf) {
  const std::int64_t told = editor.status().serial;
  {
    Project other = files.open();
    take_snapshot(other, "v1");
  }
  EXPECT_TRUE(editor.poll());
  EXPECT_EQ(editor.status().serial, told);
}

TEST_F(EditorTest, ItsOwnChangesAreNotTakenForOthers) {
  drag(editor, 3, {1, 1});
  EXPECT_FALSE(editor.poll());
}

TEST_F(EditorTest, OfADisabledActionItIsSaidWhy) {
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(editor.status().text, "Undo: there is nothing to take back.");
  editor.perform(ActionId::kAcceptProposal);
  EXPECT_EQ(editor.status().text, "Accept proposal: this face has no proposal that is still open.");
  editor.perform(ActionId::kPatchesOpen);
  EXPECT_EQ(editor.status().text, "Open its face: only in Patches.");
  editor.perform(ActionId::kHistoryRestore);
  EXPECT_EQ(editor.status().text, "Restore this snapshot: only in History.");
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(EditorTest, StepsThroughPointsAndComesRoundAtTheEnd) {
  editor.perform(ActionId::kNextPoint);
  EXPECT_EQ(session().selected_point(), 0);
  editor.perform(ActionId::kPreviousPoint);
  EXPECT_EQ(session().selected_point(), 67);
  editor.perform(ActionId::kCancel);
  EXPECT_EQ(session().selected_point(), -1);
}

TEST_F(EditorTest, FitFaceStaysTheWayToLookAtTheNextPictures) {
  editor.perform(SetCanvasArea{{0, 0, 400, 400}});
  editor.perform(ActionId::kFitFace);
  const double face_scale = session().viewport().scale();
  editor.perform(ActionId::kNextImage);
  EXPECT_DOUBLE_EQ(session().viewport().scale(), face_scale);
  editor.perform(ActionId::kFitImage);
  EXPECT_LT(session().viewport().scale(), face_scale);
}

TEST_F(EditorTest, ADroppedProjectIsAskedForUnlessItIsTheOpenOne) {
  editor.perform(DropFiles{{files.path}});
  EXPECT_FALSE(editor.project_asked());
  EXPECT_THAT(editor.status().text, HasSubstr("open already"));
  editor.perform(DropFiles{{files.folder / "other.facepoint"}});
  EXPECT_EQ(editor.project_asked(), files.folder / "other.facepoint");
}

TEST_F(EditorTest, ADroppedPictureOpensTheImportDialogOnItsFolder) {
  editor.perform(DropFiles{{files.folder / "a.png"}});
  EXPECT_EQ(editor.dialog(), Dialog::kImport);
  EXPECT_EQ(editor.suggested_import(), files.folder.path());
  editor.perform(ActionId::kCancel);
  editor.perform(ActionId::kImport);
  EXPECT_EQ(editor.suggested_import(), "") << "a later import starts afresh";
}

TEST_F(EditorTest, ADroppedFileOfAnotherKindOnlySaysWhatCanBeDropped) {
  editor.perform(DropFiles{{files.folder / "song.mp3"}});
  EXPECT_EQ(editor.status().kind, StatusKind::kWarning);
  EXPECT_EQ(editor.dialog(), Dialog::kNone);
}

TEST(EditorOfAnEmptyProject, OffersImportAndNothingThatNeedsPictures) {
  test::TempDir folder;
  MainQueue queue;
  Editor editor(Project::create(folder / "empty.facepoint"), queue);
  EXPECT_TRUE(editor.enabled(ActionId::kImport));
  for (const ActionId id : {ActionId::kExport, ActionId::kSplit, ActionId::kAnnotate,
                            ActionId::kNextImage, ActionId::kFitFace, ActionId::kApprove}) {
    EXPECT_FALSE(editor.enabled(id)) << info_of(id).name;
  }
  for (const ActionInfo& row : action_table()) editor.perform(row.id);
  EXPECT_FALSE(editor.session().current());
}

}  // namespace
}  // namespace facepoint
