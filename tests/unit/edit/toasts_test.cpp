#include "edit/toasts.h"

#include <gtest/gtest.h>

#include "edit/editor.h"
#include "store/history.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

using std::chrono::seconds;

Toasts::Time at(int second) { return Toasts::Time{} + seconds(second); }

Toast done(const std::string& text, std::int64_t serial) {
  return {StatusKind::kDone, text, serial, ChangeId{serial}};
}

TEST(Toasts, GoByThemselvesAndErrorsLater) {
  Toasts toasts;
  toasts.add(done("Approved", 1), at(0));
  toasts.add({StatusKind::kError, "The disk is full", 2, {}}, at(0));
  EXPECT_FALSE(toasts.expire(at(4)));
  EXPECT_EQ(toasts.shown().size(), 2U);
  EXPECT_TRUE(toasts.expire(at(10)));
  ASSERT_EQ(toasts.shown().size(), 1U);
  EXPECT_EQ(toasts.shown().front().toast.text, "The disk is full");
  EXPECT_FALSE(toasts.expire(at(10)));
  EXPECT_TRUE(toasts.expire(at(20)));
  EXPECT_TRUE(toasts.shown().empty());
}

TEST(Toasts, StayWhileThePointerIsOnThemAndAWhileAfter) {
  Toasts toasts;
  toasts.add(done("Approved", 1), at(0));
  toasts.hold(true, at(1));
  EXPECT_FALSE(toasts.expire(at(100)));
  toasts.hold(false, at(100));
  EXPECT_FALSE(toasts.expire(at(101)));
  EXPECT_TRUE(toasts.expire(at(110)));
}

Toast failed(const std::string& text, std::int64_t serial) {
  return {StatusKind::kError, text, serial, {}};
}

TEST(Toasts, SeveralStackAndTheOldestMakesRoom) {
  Toasts toasts;
  for (int i = 1; i <= 6; ++i) toasts.add(failed("No file " + std::to_string(i), i), at(0));
  ASSERT_EQ(toasts.shown().size(), Toasts::kMost);
  EXPECT_EQ(toasts.shown().back().toast.serial, 6);
  EXPECT_EQ(toasts.shown().front().toast.serial, 3);
}

TEST(Toasts, DecisionsThatFollowEachOtherKeepLittleRoomAndPushNoErrorAway) {
  Toasts toasts;
  toasts.add(failed("The disk is full", 1), at(0));
  for (int i = 2; i <= 9; ++i) toasts.add(done("Approved " + std::to_string(i), i), at(0));
  ASSERT_EQ(std::ssize(toasts.shown()), 1 + Toasts::kMostDone);
  EXPECT_EQ(toasts.shown().front().toast.serial, 1);
  EXPECT_EQ(toasts.shown().back().toast.serial, 9);
  for (int i = 10; i <= 12; ++i) toasts.add(failed("No file " + std::to_string(i), i), at(0));
  ASSERT_EQ(toasts.shown().size(), Toasts::kMost);
  EXPECT_EQ(toasts.shown().front().toast.serial, 1) << "what went well makes room first";
}

TEST(Toasts, TheSameErrorAgainStandsThereOnce) {
  Toasts toasts;
  toasts.add({StatusKind::kError, "The disk is full", 1, {}}, at(0));
  toasts.add({StatusKind::kError, "The disk is full", 2, {}}, at(5));
  ASSERT_EQ(toasts.shown().size(), 1U);
  EXPECT_FALSE(toasts.expire(at(15)));
}

class EditorToasts : public testing::Test {
 protected:
  const Toast& newest() const { return editor.toasts().shown().back().toast; }
  FaceStatus status_of(FaceId face) {
    Project project = files.open();
    return get_face(project, face).status;
  }
  test::EditProject files;
  MainQueue queue{[] {}};
  Editor editor{files.open(), queue};
};

TEST_F(EditorToasts, UndoInAToastTakesBackExactlyItsChangeAndShowsWhereItWas) {
  editor.perform(ShowImage{files.a});
  editor.perform(ActionId::kApproveAndNext);
  const Toast first = newest();
  ASSERT_TRUE(first.change);
  editor.perform(ShowImage{files.b});
  editor.perform(ActionId::kApprove);
  EXPECT_EQ(editor.toasts().shown().size(), 2U);
  editor.perform(TakeBack{*first.change});
  EXPECT_EQ(status_of(files.face_a), FaceStatus::kLabelled);
  EXPECT_EQ(status_of(files.face_b), FaceStatus::kApproved);
  EXPECT_EQ(editor.session().current()->image.id, files.a);
  ASSERT_EQ(editor.toasts().shown().size(), 1U);
  EXPECT_NE(newest().serial, first.serial);
}

TEST_F(EditorToasts, UndoByKeyTakesItsToastAway) {
  editor.perform(ShowImage{files.a});
  editor.perform(ActionId::kApprove);
  ASSERT_EQ(editor.toasts().shown().size(), 1U);
  editor.perform(ActionId::kUndo);
  EXPECT_TRUE(editor.toasts().shown().empty());
}

TEST_F(EditorToasts, WhatCanNotBeTakenBackAnyMoreSaysWhyAndChangesNothing) {
  editor.perform(ShowImage{files.a});
  editor.perform(ActionId::kApprove);
  const ChangeId approval = *newest().change;
  editor.perform(ActionId::kRejectFace);
  editor.perform(TakeBack{approval});
  EXPECT_EQ(newest().kind, StatusKind::kError);
  EXPECT_NE(newest().text.find("Take that back first"), std::string::npos) << newest().text;
  EXPECT_EQ(status_of(files.face_a), FaceStatus::kRejected);
}

TEST_F(EditorToasts, OffersNoUndoThatALaterChangeOfTheSameFaceHasMadeImpossible) {
  editor.perform(ShowImage{files.a});
  editor.perform(ActionId::kApprove);
  editor.perform(ActionId::kRejectFace);
  const auto& shown = editor.toasts().shown();
  ASSERT_EQ(shown.size(), 2U);
  EXPECT_FALSE(shown[0].toast.change);
  EXPECT_TRUE(shown[1].toast.change);
}

TEST_F(EditorToasts, ADecisionAboutManyFacesIsOneToast) {
  editor.perform(ActionId::kShowLibrary);
  editor.perform(ActionId::kSelectAllFaces);
  editor.perform(ActionId::kRejectChosen);
  ASSERT_EQ(editor.toasts().shown().size(), 1U);
  editor.perform(TakeBack{*newest().change});
  EXPECT_EQ(status_of(files.face_a), FaceStatus::kLabelled);
  EXPECT_EQ(status_of(files.face_c), FaceStatus::kProposed);
}

TEST_F(EditorToasts, ADragIsSeenWhereItWasMadeAndNeedsNone) {
  editor.perform(ShowImage{files.a});
  const Point from = editor.session().face()->points->at(30).position;
  editor.perform(BeginDrag{30, from});
  editor.perform(DragTo{from + Point{4, 0}});
  editor.perform(EndDrag{});
  EXPECT_TRUE(editor.session().undoable());
  EXPECT_TRUE(editor.toasts().shown().empty());
}

TEST_F(EditorToasts, WhatGoesWrongIsAToast) {
  StartSplit split;
  split.options.ratios = "lots";
  editor.perform(split);
  ASSERT_EQ(editor.toasts().shown().size(), 1U);
  EXPECT_EQ(newest().kind, StatusKind::kError);
  EXPECT_FALSE(newest().change);
}

}  // namespace
}  // namespace facepoint
