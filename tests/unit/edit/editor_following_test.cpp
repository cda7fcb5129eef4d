// Points that follow those that a person moves, pins, and where to look first.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edit/editor.h"
#include "store/faces.h"
#include "unit/edit/tied_model.h"

namespace facepoint {
namespace {

using test::followed_by_tied_model;
using test::spiral_points;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

// c.png has a face that is only proposed.
class EditorFollowingTest : public testing::Test {
 protected:
  EditorFollowingTest() { editor.perform(ShowImage{files.c}); }

  const Session& session() const { return editor.session(); }
  const Keypoints& shown() const { return *session().face()->shown(); }
  void drag(int point, Point by, bool alone = false) {
    const Point from = shown()[point].position;
    editor.perform(SelectPoints{{point}});
    editor.perform(BeginDrag{point, from, alone});
    editor.perform(DragTo{from + by});
    editor.perform(EndDrag{});
  }
  Keypoints stored() { return files.stored_points(files.face_c); }
  std::vector<int> stored_set(FaceId face) {
    Project project = files.open();
    return get_revision(project, get_face(project, face).current).set_points;
  }
  static void expect_near(Point a, Point b) { EXPECT_NEAR(distance(a, b), 0, 0.011); }

  test::TiedProject files;
  Editor editor{files.open(), files.queue};
  const Keypoints proposed = spiral_points({103, 82});
};

TEST_F(EditorFollowingTest, DraggingAPointOfAProposalTakesThoseAlongThatErrLikeIt) {
  drag(8, {10, -4});
  const Keypoints after = stored();
  EXPECT_EQ(after[8].position, proposed[8].position + (Point{10, -4}));
  const Keypoints expected = followed_by_tied_model(proposed, 8, {10, -4});
  for (const int i : {4, 7, 9, 16}) expect_near(after[i].position, expected[i].position);
  EXPECT_GT(after[9].position.x, proposed[9].position.x + 8) << "it errs nearly as 8 does";
  EXPECT_LT(after[4].position.x, after[7].position.x);
  for (int i = 17; i < 68; ++i) EXPECT_EQ(after[i], proposed[i]) << i;
  EXPECT_EQ(files.stored_changes(), 1);
  EXPECT_THAT(stored_set(files.face_c), ElementsAre(8));
  EXPECT_THAT(session().undoable()->label, HasSubstr("; 16 points followed"));
  EXPECT_THAT(editor.status().text, HasSubstr("accepted the proposal; 16 points followed."));
}

TEST_F(EditorFollowingTest, WhatIsPreviewedIsWhatIsStored) {
  const Point from = proposed[8].position;
  editor.perform(BeginDrag{8, from});
  editor.perform(DragTo{from + Point{3, 3}});
  editor.perform(DragTo{from + Point{6, 1}});
  const Keypoints preview = *session().preview();
  EXPECT_NE(preview[9], proposed[9]);
  EXPECT_EQ(files.stored_changes(), 0);
  editor.perform(EndDrag{});
  EXPECT_EQ(stored(), preview);
}

TEST_F(EditorFollowingTest, PointsThatWereSetHoldWhenOthersAreMovedLater) {
  drag(8, {10, 0});
  const Point chin = stored()[8].position;
  const Point beside = stored()[7].position;
  drag(5, {0, 6});
  EXPECT_EQ(stored()[8].position, chin);
  EXPECT_GT(stored()[7].position.y, beside.y) << "between the two";
  EXPECT_THAT(stored_set(files.face_c), ElementsAre(5, 8));
  EXPECT_THAT(editor.status().text, HasSubstr("Moved point 5"));
  EXPECT_THAT(editor.status().text, HasSubstr("; 12 points followed."));
}

TEST_F(EditorFollowingTest, AfterTheProposalWasAcceptedPointsFollowToo) {
  editor.perform(ActionId::kAcceptProposal);
  EXPECT_THAT(stored_set(files.face_c), IsEmpty());
  drag(8, {10, 0});
  expect_near(stored()[9].position, followed_by_tied_model(proposed, 8, {10, 0})[9].position);
}

TEST_F(EditorFollowingTest, ALabelOfTheDatasetIsCorrectedPointByPoint) {
  editor.perform(ShowImage{files.a});
  EXPECT_THAT(editor.why_nothing_follows(), HasSubstr("came with the dataset"));
  drag(8, {10, 0});
  Keypoints expected = spiral_points();
  expected[8].position.x += 10;
  EXPECT_EQ(files.stored_points(files.face_a), expected);
  EXPECT_FALSE(editor.pins_matter()) << "nothing follows that they could hold against";
  EXPECT_THAT(stored_set(files.face_a), ElementsAre(8)) << "who set what is known all the same";
}

TEST_F(EditorFollowingTest, ADragAloneMovesOnePointOnly) {
  drag(8, {10, 0}, true);
  Keypoints expected = proposed;
  expected[8].position.x += 10;
  EXPECT_EQ(stored(), expected);
  EXPECT_THAT(stored_set(files.face_c), ElementsAre(8));
}

TEST_F(EditorFollowingTest, WhatFollowedGoesBackWhenADragGoesOnAlone) {
  const Point from = proposed[8].position;
  editor.perform(BeginDrag{8, from});
  editor.perform(DragTo{from + Point{10, 0}});
  editor.perform(DragTo{from + Point{11, 0}, {}, true});
  editor.perform(DragTo{from + Point{12, 0}});
  Keypoints expected = proposed;
  expected[8].position.x += 12;
  EXPECT_EQ(*session().preview(), expected) << "until the drag ends";
}

// The neighbours of a point that was moved alone were left behind on purpose.
TEST_F(EditorFollowingTest, WhatWasMovedAloneTakesNothingAlongLater) {
  drag(8, {10, 0}, true);
  drag(2, {0, 0.02});
  for (const int i : {6, 7, 9, 10}) {
    EXPECT_NEAR(distance(stored()[i].position, proposed[i].position), 0, 0.03) << i;
  }
}

TEST_F(EditorFollowingTest, OffIsOffUntilItIsSwitchedOnAgain) {
  editor.perform(ActionId::kToggleFollowing);
  EXPECT_THAT(editor.status().text, HasSubstr("stay where they are"));
  drag(8, {10, 0});
  EXPECT_EQ(stored()[9], proposed[9]);
  editor.perform(ActionId::kToggleFollowing);
  drag(4, {10, 0});
  EXPECT_NE(stored()[3], proposed[3]);
}

TEST_F(EditorFollowingTest, UndoTakesBackWhatWasMovedAndWhatFollowedAtOnce) {
  drag(8, {10, 0});
  const Keypoints first = stored();
  drag(4, {0, 5});
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(stored(), first);
  EXPECT_THAT(session().corrections()->set, ElementsAre(8));
  editor.perform(ActionId::kUndo);
  EXPECT_FALSE(session().face()->points);
  EXPECT_EQ(shown(), proposed);
  EXPECT_THAT(session().corrections()->set, IsEmpty());
  editor.perform(ActionId::kRedo);
  EXPECT_EQ(stored(), first);
  EXPECT_THAT(session().corrections()->set, ElementsAre(8));
}

TEST_F(EditorFollowingTest, EscTakesTheWholeGestureBack) {
  editor.perform(BeginDrag{8, proposed[8].position});
  editor.perform(DragTo{proposed[8].position + Point{10, 0}});
  editor.perform(ActionId::kCancel);
  EXPECT_EQ(session().preview(), nullptr);
  EXPECT_EQ(shown(), proposed);
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(EditorFollowingTest, NudgesGroupsHandlesAndStrokesAreFollowed) {
  editor.perform(SelectPoints{{8}});
  editor.perform(ActionId::kNudgeRightFar);
  editor.perform(EndDrag{});
  expect_near(stored()[9].position, followed_by_tied_model(proposed, 8, {5, 0})[9].position);
  EXPECT_EQ(session().undoable()->label,
            "Accept proposal and nudge point 8 (chin); 10 points followed");
  editor.perform(ActionId::kUndo);

  editor.perform(SelectPoints{{7, 8, 9}});
  editor.perform(BeginDrag{8, proposed[8].position});
  editor.perform(DragTo{proposed[8].position + Point{6, 0}});
  editor.perform(EndDrag{});
  EXPECT_THAT(stored_set(files.face_c), ElementsAre(7, 8, 9));
  EXPECT_GT(stored()[10].position.x, proposed[10].position.x + 3);
  editor.perform(ActionId::kUndo);

  editor.perform(SelectPoints{{3, 4, 5}});
  editor.perform(BeginTransform{DragKind::kScale, proposed[3].position});
  editor.perform(DragTo{proposed[3].position + Point{9, 9}});
  editor.perform(EndDrag{});
  EXPECT_NE(stored()[2], proposed[2]);
  editor.perform(ActionId::kUndo);

  editor.perform(SelectPoints{{40}});  // an eye, which errs alone
  editor.perform(ActionId::kStrokeTool);
  editor.perform(BeginSweep{{60, 60}});
  for (const Point at : {Point{90, 50}, Point{120, 60}, Point{90, 75}}) editor.perform(DragTo{at});
  editor.perform(EndDrag{});
  EXPECT_EQ(stored_set(files.face_c),
            session().scheme().regions[session().scheme().region_of(40)].points);
  EXPECT_EQ(stored()[8], proposed[8]);
}

TEST_F(EditorFollowingTest, AShortReachLeavesFarPointsWhereTheyAre) {
  while (editor.enabled(ActionId::kReachNearer)) editor.perform(ActionId::kReachNearer);
  EXPECT_EQ(editor.preferences().reach(), kReaches.front());
  EXPECT_THAT(editor.status().text, HasSubstr("5 % of the face"));
  drag(8, {10, 0});
  EXPECT_LT(stored()[0].position.x, proposed[0].position.x + 0.5);
  editor.perform(SetReach{CorrectionModel::kFarthest});
  EXPECT_FALSE(editor.enabled(ActionId::kReachFarther));
}

TEST_F(EditorFollowingTest, PinnedPointsHoldUntilTheyAreLetGo) {
  editor.perform(SelectPoints{{9, 10}});
  editor.perform(ActionId::kPinPoints);
  EXPECT_EQ(session().undoable()->label, "Accept proposal and pin 2 points");
  EXPECT_EQ(stored(), proposed);
  drag(8, {10, 0});
  EXPECT_EQ(stored()[9], proposed[9]);
  EXPECT_NE(stored()[7], proposed[7]);
  editor.perform(SelectPoints{{9}});
  editor.perform(ActionId::kUnpinPoints);
  EXPECT_THAT(stored_set(files.face_c), ElementsAre(8, 10));
  drag(8, {10, 0});
  EXPECT_NE(stored()[9], proposed[9]);
  EXPECT_EQ(stored()[10], proposed[10]);
  editor.perform(SelectPoints{{40}});  // no pin: all are meant
  editor.perform(ActionId::kUnpinPoints);
  EXPECT_THAT(stored_set(files.face_c), IsEmpty());
  EXPECT_FALSE(editor.enabled(ActionId::kUnpinPoints));
}

TEST_F(EditorFollowingTest, EachSetPointIsKnownWithTheGestureThatSetItLast) {
  drag(8, {10, 0});
  drag(4, {0, 5});
  editor.perform(SelectPoints{{20}});
  editor.perform(ActionId::kPinPoints);
  drag(8, {0, -3});
  const auto& set = session().corrections()->last_set;
  ASSERT_EQ(set.size(), 3U);
  const auto expect = [&](const SetPoint& each, int point, int gesture, double way) {
    EXPECT_EQ(each.point, point);
    EXPECT_EQ(each.position, stored()[point].position);
    EXPECT_EQ(each.gesture, gesture);
    EXPECT_NEAR(each.way, way, 1e-9);
  };
  expect(set[0], 4, 2, 5);
  expect(set[1], 20, 3, 0);
  expect(set[2], 8, 4, 3);
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(session().corrections()->last_set.front().point, 8);
  EXPECT_EQ(session().corrections()->last_set.front().gesture, 1);
}

TEST(Followers, AreThoseThatAnybodySeesMoveAndNobodyMovedByHand) {
  const Keypoints before = make_keypoints({{0, 0}, {100, 0}, {200, 0}, {0, 300}});
  Keypoints after = before;
  after[0].position.x += 5;
  after[1].position.y += 0.8;
  after[2].position.y += 1;
  EXPECT_DOUBLE_EQ(least_seen_way(before), 0.9);
  EXPECT_EQ(followers(before, after, {0}), 1) << "1 moved, but by less than 0.3 % of the face";
}

// What one gesture left alone holds the better, the finer the gesture.
TEST_F(EditorFollowingTest, AFineCorrectionAfterACoarseOneMovesTheRestLess) {
  drag(8, {10, 0});
  const Keypoints coarse = stored();
  drag(11, {0, 2});
  const double fine = distance(stored()[13].position, coarse[13].position) / 2;
  editor.perform(ActionId::kUndo);
  drag(11, {0, 20});
  EXPECT_LT(fine, distance(stored()[13].position, coarse[13].position) / 20 * 0.9);
}

TEST_F(EditorFollowingTest, PinningChangesNoDecisionAboutTheFace) {
  editor.perform(ActionId::kApprove);
  editor.perform(SelectPoints{{9}});
  editor.perform(ActionId::kPinPoints);
  EXPECT_EQ(session().face()->face.status, FaceStatus::kApproved);
}

TEST_F(EditorFollowingTest, PointsPutBackAreNoPinsAnyMore) {
  editor.perform(ActionId::kAcceptProposal);
  drag(8, {10, 0});
  drag(4, {0, 5});
  editor.perform(SelectPoints{{4}});
  editor.perform(ActionId::kResetToPrevious);
  EXPECT_THAT(stored_set(files.face_c), ElementsAre(8));
  editor.perform(ActionId::kMirrorRelabel);
  EXPECT_THAT(stored_set(files.face_c), IsEmpty()) << "corrections begin anew";
  EXPECT_TRUE(editor.why_nothing_follows().empty()) << "but with a model's points";
}

TEST_F(EditorFollowingTest, FollowingAndReachAreRememberedAcrossRestarts) {
  const auto file = files.folder / "preferences.json";
  Editor first(files.open(), files.queue, Preferences(file));
  first.perform(ActionId::kToggleFollowing);
  first.perform(SetReach{0.3});
  EXPECT_FALSE(Preferences(file).following());
  EXPECT_EQ(Preferences(file).reach(), 0.3);
  first.perform(SetReach{CorrectionModel::kFarthest});
  EXPECT_EQ(Preferences(file).reach(), CorrectionModel::kFarthest);
}

TEST_F(EditorFollowingTest, TheHistoryTellsWhatFollowed) {
  drag(8, {10, 0});
  drag(4, {0, 5});
  editor.perform(ActionId::kShowHistory);
  EXPECT_THAT(summary_of(*editor.history().preview()),
              HasSubstr("12 points moved, 11 of them followed, mean "));
  EXPECT_THAT(editor.history().preview()->edit.change.label, HasSubstr("; 11 points followed"));
}

// Less sure of some points than of others.
class EditorDoubtsTest : public EditorFollowingTest {
 protected:
  EditorDoubtsTest() {
    Project project = files.open();
    Proposal proposal = *open_proposal(project, files.face_c);
    proposal.confidence.assign(68, 0.9);
    proposal.confidence[60] = 0.4;
    proposal.confidence[8] = 0.5;
    proposal.confidence[9] = 0.6;
    proposal.confidence[40] = 0.6;
    add_proposal(project, proposal);
    editor.poll();
  }
  int next() {
    editor.perform(ActionId::kNextDoubt);
    return session().selected_point();
  }
};

TEST_F(EditorDoubtsTest, TheKeyGoesFromTheMostDoubtfulPointToTheNext) {
  EXPECT_EQ(next(), 60);
  EXPECT_THAT(editor.status().text, HasSubstr("px off"));
  EXPECT_EQ(next(), 8);
  EXPECT_EQ(next(), 40) << "9 errs as 8 does, which was seen";
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(EditorDoubtsTest, ThePointIsBroughtIntoView) {
  editor.perform(SetCanvasArea{{0, 0, 400, 300}});
  editor.perform(ActionId::kActualSize);
  editor.perform(PanBy{{5000, 5000}});
  next();
  const Point at = session().viewport().to_screen(proposed[60].position);
  EXPECT_TRUE(session().viewport().area().contains(at));
}

TEST_F(EditorDoubtsTest, ACorrectionRenewsTheOrderAndSetPointsAreNoDoubt) {
  const double before = editor.doubts().errors()[9];
  EXPECT_EQ(next(), 60);
  drag(8, {3, 0});
  EXPECT_EQ(editor.doubts().errors()[8], 0);
  EXPECT_LT(editor.doubts().errors()[9], before * 0.8) << "it errs as 8 does";
  EXPECT_NE(next(), 60) << "that was looked at";
  EXPECT_NE(session().selected_point(), 8);
}

TEST_F(EditorDoubtsTest, ALabelHasNone) {
  editor.perform(ShowImage{files.a});
  EXPECT_TRUE(editor.doubts().empty());
  EXPECT_FALSE(editor.enabled(ActionId::kNextDoubt));
}

}  // namespace
}  // namespace facepoint
