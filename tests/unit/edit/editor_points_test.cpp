#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "edit/editor.h"
#include "image/process.h"
#include "store/faces.h"
#include "store/images.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

using test::spiral_points;
using testing::HasSubstr;

class EditorPointsTest : public testing::Test {
 protected:
  const Session& session() const { return editor.session(); }
  void select(const std::vector<int>& points) { editor.perform(SelectPoints{points}); }
  void gesture(const Action& begin, const std::vector<Point>& path) {
    editor.perform(begin);
    for (const Point at : path) editor.perform(DragTo{at});
    editor.perform(EndDrag{});
  }
  Keypoints stored() { return files.stored_points(files.face_a); }

  test::EditProject files;
  Editor editor{files.open(), files.queue};
};

TEST_F(EditorPointsTest, DraggingOneOfSeveralSelectedPointsDragsThemAllAsOneChange) {
  select({3, 5, 8});
  const Point from = spiral_points()[5].position;
  gesture(BeginDrag{5, from}, {from + Point{4, -2}});
  Keypoints expected = spiral_points();
  for (const int i : {3, 5, 8}) expected[i].position = expected[i].position + Point{4, -2};
  EXPECT_EQ(stored(), expected);
  EXPECT_EQ(files.stored_changes(), 1);
  EXPECT_THAT(editor.status().text, HasSubstr("Moved 3 points"));
  EXPECT_EQ(session().selection().size(), 3U) << "they stay selected";
}

TEST_F(EditorPointsTest, DraggingAnUnselectedPointDragsOnlyIt) {
  select({3, 5});
  const Point from = spiral_points()[8].position;
  gesture(BeginDrag{8, from}, {from + Point{4, 0}});
  Keypoints expected = spiral_points();
  expected[8].position = expected[8].position + Point{4, 0};
  EXPECT_EQ(stored(), expected);
}

TEST_F(EditorPointsTest, ASelectionIsOfOneFaceOnly) {
  FaceId second;
  {
    Project project = files.open();
    second = add_face(project, {files.a,
                                "ibug68",
                                {90, 20, 60, 60},
                                FaceStatus::kLabelled,
                                spiral_points({120, 50}),
                                {}})
                 .face;
  }
  editor.poll();
  editor.perform(SelectFace{files.face_a});
  select({3, 5, 8});
  editor.perform(SelectFace{files.face_a});
  EXPECT_EQ(session().selection().size(), 3U);
  editor.perform(SelectFace{second});
  EXPECT_TRUE(session().selection().empty());
  select({3, 5, 8});
  editor.perform(ActionId::kNextFace);
  EXPECT_EQ(session().face()->face.id, files.face_a);
  EXPECT_TRUE(session().selection().empty());
}

TEST_F(EditorPointsTest, AClickOnOneOfSeveralSelectedPointsLeavesOnlyItSelected) {
  select({3, 5, 8});
  gesture(BeginDrag{5, spiral_points()[5].position}, {});
  EXPECT_EQ(session().selection().points(), std::vector<int>{5});
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(EditorPointsTest, ABoxSelectsAndWithShiftAddsAndChangesNothing) {
  const Point at = spiral_points()[0].position;
  gesture(BeginSweep{at - Point{1, 1}}, {at + Point{1, 1}});
  EXPECT_EQ(session().selection().points(), std::vector<int>{0});
  const Point other = spiral_points()[40].position;
  gesture(BeginSweep{other - Point{1, 1}, true}, {other + Point{1, 1}});
  EXPECT_EQ(session().selection().points(), (std::vector<int>{0, 40}));
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(EditorPointsTest, TurningKeepsTheDistancesOfTheSelectedPoints) {
  select({10, 20, 30});
  gesture(BeginTransform{DragKind::kTurn, {100, 20}}, {{150, 60}});
  const Keypoints after = stored();
  EXPECT_NEAR(distance(after[10].position, after[30].position),
              distance(spiral_points()[10].position, spiral_points()[30].position), 0.03);
  EXPECT_NE(after[10], spiral_points()[10]);
  EXPECT_EQ(after[11], spiral_points()[11]);
}

TEST_F(EditorPointsTest, NudgesByAPixelByFiveAndByAQuarterAsOneChange) {
  select({1, 2});
  editor.perform(ActionId::kNudgeRight);
  editor.perform(ActionId::kNudgeDownFar);
  editor.perform(ActionId::kNudgeLeftFine);
  Keypoints expected = spiral_points();
  for (const int i : {1, 2}) expected[i].position = expected[i].position + Point{0.75, 5};
  EXPECT_EQ(*session().preview(), expected);
  EXPECT_FALSE(editor.poll());  // the keys may go on
  EXPECT_EQ(files.stored_changes(), 0);
  std::this_thread::sleep_for(std::chrono::milliseconds(750));
  EXPECT_TRUE(editor.poll());
  EXPECT_EQ(stored(), expected);
  EXPECT_EQ(files.stored_changes(), 1);
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(stored(), spiral_points());
}

TEST_F(EditorPointsTest, WhateverIsDoneNextComesAfterTheNudge) {
  Keypoints expected = spiral_points();
  expected[1].position = expected[1].position + Point{1, 0};
  for (const Action& next :
       {Action(SelectPoints{{2}}), Action(BeginDrag{3, {}}), Action(ShowImage{files.b})}) {
    select({1});
    editor.perform(ActionId::kNudgeRight);
    editor.perform(ZoomAt{{10, 10}, 2});
    EXPECT_EQ(stored(), spiral_points());
    editor.perform(next);
    EXPECT_EQ(stored(), expected);
    if (session().gesture()) editor.perform(ActionId::kCancel);
    editor.perform(ActionId::kUndo);
    EXPECT_EQ(stored(), spiral_points());
  }
  select({1});
  editor.perform(ActionId::kNudgeRight);
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(stored(), spiral_points());
  EXPECT_TRUE(session().redoable());
  select({1});
  {
    MainQueue other_queue{[] {}};
    Editor other(files.open(), other_queue);
    other.perform(ShowImage{files.a});
    other.perform(SelectPoints{{1}});
    other.perform(ActionId::kNudgeRight);
  }
  EXPECT_EQ(stored(), expected) << "closed in the midst of it";
}

TEST_F(EditorPointsTest, ABoxThatIsTooSmallForAFaceKeepsTheTool) {
  editor.perform(ActionId::kFaceTool);
  gesture(BeginSweep{{20, 20}}, {{21, 21}});
  EXPECT_EQ(editor.status().text, "Draw a box around the whole face, brows to chin.");
  EXPECT_EQ(session().tool(), Tool::kFaceBox);
}

TEST_F(EditorPointsTest, EscGivesANudgeUp) {
  select({1});
  editor.perform(ActionId::kNudgeRight);
  editor.perform(ActionId::kCancel);
  EXPECT_FALSE(session().gesture());
  EXPECT_EQ(stored(), spiral_points());
  EXPECT_EQ(files.stored_changes(), 0);
}

// Another program holds the project while `work` is done.
class EditorLockedTest : public EditorPointsTest {
 protected:
  void while_locked(const std::function<void()>& work) {
    const Patience none(session().project(), std::chrono::milliseconds(0));
    Project other = files.open();
    other.transaction(work);
  }
  void change_elsewhere(std::optional<Keypoints> points, std::optional<FaceStatus> status) {
    Project other = files.open();
    FaceEdit edit;
    edit.face = files.face_a;
    edit.points = std::move(points);
    edit.status = status;
    apply_change(other, "Change", {edit});
  }
  void drag_point_1_by(Point by) {
    const Point from = session().face()->shown()->at(1).position;
    editor.perform(BeginDrag{1, from});
    editor.perform(DragTo{from + by, {}, false});
    editor.perform(EndDrag{});
  }
};

TEST_F(EditorLockedTest, WhatCannotBeStoredStaysAndIsStoredOnceItCan) {
  Keypoints expected = spiral_points();
  expected[1].position = expected[1].position + Point{4, 2};
  while_locked([&] {
    drag_point_1_by({4, 2});
    EXPECT_EQ(editor.status().kind, StatusKind::kError);
    EXPECT_THAT(editor.status().text, HasSubstr("stored as soon as that is possible; Esc"));
    EXPECT_EQ(*session().preview(), expected);
    EXPECT_FALSE(editor.mouse_holds());
    for (const Action& next : {Action(ShowImage{files.b}), Action(ActionId::kQuit)}) {
      const auto told = editor.status().serial;
      editor.perform(next);
      EXPECT_GT(editor.status().serial, told) << "of what was not done it is said why";
    }
    EXPECT_EQ(session().current()->image.id, files.a);
    EXPECT_FALSE(editor.quit_asked());
    editor.perform(PanBy{{10, 0}});
    EXPECT_EQ(*session().preview(), expected);
  });
  EXPECT_EQ(stored(), spiral_points());
  std::this_thread::sleep_for(std::chrono::milliseconds(2050));
  EXPECT_TRUE(editor.poll());
  EXPECT_EQ(stored(), expected);
  EXPECT_FALSE(session().gesture());
  EXPECT_EQ(editor.status().kind, StatusKind::kDone);
  EXPECT_TRUE(editor.toasts().shown().empty()) << "it is settled";
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(stored(), spiral_points());
}

TEST_F(EditorLockedTest, WhatWaitsComesBeforeWhateverIsDoneNext) {
  Keypoints expected = spiral_points();
  expected[1].position = expected[1].position + Point{4, 2};
  while_locked([&] { drag_point_1_by({4, 2}); });
  editor.perform(ShowImage{files.b});
  EXPECT_EQ(stored(), expected);
  EXPECT_EQ(session().current()->image.id, files.b);
}

TEST_F(EditorLockedTest, EscGivesUpWhatWaits) {
  while_locked([&] { drag_point_1_by({4, 2}); });
  editor.perform(ActionId::kCancel);
  EXPECT_FALSE(session().gesture());
  editor.perform(ShowImage{files.b});
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(EditorLockedTest, WhatWaitsDoesNotUndoWhatAnotherDecidedAboutTheFace) {
  while_locked([&] { drag_point_1_by({4, 2}); });
  change_elsewhere({}, FaceStatus::kRejected);
  editor.perform(ShowImage{files.b});
  EXPECT_EQ(stored(), spiral_points());
  EXPECT_FALSE(session().gesture());
  EXPECT_THAT(editor.status().text, HasSubstr("Somebody else decided"));
  Project other = files.open();
  EXPECT_EQ(get_face(other, files.face_a).status, FaceStatus::kRejected);
}

TEST_F(EditorLockedTest, WhatWaitsDoesNotReplaceALabelThatBecameAnother) {
  while_locked([&] { drag_point_1_by({4, 2}); });
  Keypoints theirs = spiral_points();
  theirs[5].position = {20, 20};
  change_elsewhere(theirs, {});
  editor.perform(ShowImage{files.b});
  EXPECT_EQ(stored(), theirs);
  EXPECT_FALSE(session().gesture());
  EXPECT_EQ(editor.status().kind, StatusKind::kError);
}

TEST_F(EditorPointsTest, WithoutASelectionThereIsNothingToNudge) {
  EXPECT_FALSE(editor.enabled(ActionId::kNudgeLeft));
  editor.perform(ActionId::kNudgeLeft);
  EXPECT_FALSE(session().gesture());
  EXPECT_EQ(files.stored_changes(), 0);
  EXPECT_EQ(editor.status().text, "Nudge left: no point is selected; click one first.");
}

TEST_F(EditorPointsTest, AStrokeRedrawsTheRegionOfTheSelectedPointOnly) {
  select({8});
  editor.perform(ActionId::kStrokeTool);
  gesture(BeginSweep{{20, 50}}, {{60, 120}, {100, 140}, {140, 120}, {180, 50}});
  const Keypoints after = stored();
  const std::set<double> ends{after[0].position.x, after[16].position.x};
  EXPECT_EQ(ends, (std::set<double>{20, 180}));
  EXPECT_NEAR(after[8].position.x, 100, 0.1);
  for (int i = 17; i < 68; ++i) EXPECT_EQ(after[i], spiral_points()[i]) << i;
  EXPECT_EQ(session().tool(), Tool::kSelect) << "one stroke at a time";
  EXPECT_THAT(editor.status().text, HasSubstr("Redrew Jaw"));
}

TEST_F(EditorPointsTest, EscLeavesTheStrokeThenTheToolThenTheSelection) {
  select({8});
  editor.perform(ActionId::kStrokeTool);
  editor.perform(BeginSweep{{20, 50}});
  editor.perform(DragTo{{100, 100}});
  EXPECT_NE(session().preview(), nullptr);
  editor.perform(ActionId::kCancel);
  EXPECT_EQ(session().preview(), nullptr);
  EXPECT_EQ(session().tool(), Tool::kStroke);
  editor.perform(ActionId::kCancel);
  EXPECT_EQ(session().tool(), Tool::kSelect);
  EXPECT_FALSE(session().selection().empty());
  editor.perform(ActionId::kCancel);
  EXPECT_TRUE(session().selection().empty());
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(EditorPointsTest, OccludesTheSelectedPointsAndShowsThemAgain) {
  select({4, 5});
  editor.perform(ActionId::kToggleOccluded);
  EXPECT_EQ(stored()[4].visibility, Visibility::kOccluded);
  EXPECT_EQ(stored()[4].position, spiral_points()[4].position);
  EXPECT_EQ(stored()[6].visibility, Visibility::kVisible);
  editor.perform(ActionId::kToggleOccluded);
  EXPECT_EQ(stored(), spiral_points());
}

TEST_F(EditorPointsTest, SwapsTwoPointsAndTheSidesOfTheSelection) {
  select({36, 8});
  editor.perform(ActionId::kSwapPoints);
  EXPECT_EQ(stored()[36], spiral_points()[8]);
  EXPECT_EQ(stored()[8], spiral_points()[36]);
  editor.perform(ActionId::kUndo);
  select({36, 39});
  editor.perform(ActionId::kSwapSides);
  EXPECT_EQ(stored()[36], spiral_points()[45]);
  EXPECT_EQ(stored()[45], spiral_points()[36]);
  EXPECT_EQ(stored()[39], spiral_points()[42]);
  EXPECT_EQ(stored()[37], spiral_points()[37]) << "not selected, nor a partner";
}

TEST_F(EditorPointsTest, NumberingFromTheOtherSideTwiceIsWhereItBegan) {
  editor.perform(ActionId::kMirrorRelabel);
  EXPECT_EQ(stored()[0], spiral_points()[16]);
  EXPECT_EQ(stored()[8], spiral_points()[8]);
  editor.perform(ActionId::kMirrorRelabel);
  EXPECT_EQ(stored(), spiral_points());
  EXPECT_EQ(files.stored_changes(), 2);
}

TEST_F(EditorPointsTest, ResetsPointsToTheProposalAndToBefore) {
  editor.perform(ActionId::kNextImage);  // b: a label and a proposal
  select({7});
  editor.perform(ActionId::kResetToProposal);
  Keypoints expected = spiral_points();
  expected[7] = spiral_points({103, 82})[7];
  EXPECT_EQ(files.stored_points(files.face_b), expected);
  editor.perform(ActionId::kResetToPrevious);
  EXPECT_EQ(files.stored_points(files.face_b), spiral_points());
}

TEST_F(EditorPointsTest, WhatWasProposedIsKnownAfterItIsCorrected) {
  editor.perform(ActionId::kLastImage);
  while (session().face() == nullptr || session().face()->face.id != files.face_c) {
    ASSERT_TRUE(editor.enabled(ActionId::kPreviousImage));
    editor.perform(ActionId::kPreviousImage);
  }
  const Keypoints proposed = spiral_points({103, 82});
  const Point from = proposed[7].position;
  gesture(BeginDrag{7, from}, {from + Point{5, 5}});
  ASSERT_NE(files.stored_points(files.face_c), proposed);
  ASSERT_NE(session().proposed_points(), nullptr);
  EXPECT_EQ(*session().proposed_points(), proposed);
  editor.perform(SelectPoints{{}});
  editor.perform(ActionId::kResetToProposal);
  EXPECT_EQ(files.stored_points(files.face_c), proposed);
}

// 0 to 1, alike nowhere.
double smooth_noise(double x, double y) {
  const auto at = [](int column, int row) {
    std::uint32_t h = static_cast<std::uint32_t>(column) * 374761393U +
                      static_cast<std::uint32_t>(row) * 668265263U + 12345U;
    h = (h ^ (h >> 13U)) * 1274126177U;
    return static_cast<double>((h ^ (h >> 16U)) & 0xFFFFU) / 65535;
  };
  const int column = static_cast<int>(x);
  const int row = static_cast<int>(y);
  const double u = x - column;
  const double v = y - row;
  return (at(column, row) * (1 - u) + at(column + 1, row) * u) * (1 - v) +
         (at(column, row + 1) * (1 - u) + at(column + 1, row + 1) * u) * v;
}

// Two frames of a clip: in the second, everything lies 6 pixels to the right and 3 below.
TEST(EditorClip, CopiesPointsFromTheFrameBeforeOrCarriesThemWithThePicture) {
  test::TempDir folder;
  MainQueue queue;
  FaceId second;
  {
    Project project = Project::create(folder / "clip.facepoint");
    const DatasetId dataset = add_dataset(project, {{}, "c", folder.path().string(), "ibug68"});
    Picture picture{200, 160, 3, {}};
    picture.pixels.resize(picture.row_bytes() * picture.height);
    for (int y = 0; y < 160; ++y) {
      for (int x = 0; x < 200; ++x) {
        const double value =
            0.6 * smooth_noise(x / 23.0, y / 23.0) + 0.4 * smooth_noise(x / 7.0, y / 7.0);
        for (int c = 0; c < 3; ++c) {
          picture.row(y)[3 * x + c] = static_cast<std::uint8_t>(255 * value);
        }
      }
    }
    const Picture later = warp(picture, {1, 0, 6, 3}, 200, 160);
    for (const char* name : {"A_01.png", "A_02.png"}) {
      const bool first = std::string(name) == "A_01.png";
      save_picture(folder / name, first ? picture : later);
      Image image;
      image.dataset = dataset;
      image.path = name;
      image.width = 200;
      image.height = 160;
      image.identity = "A";
      image.clip = "0";
      const Keypoints points = first ? spiral_points() : spiral_points({70, 70});
      second = add_face(project, {add_image(project, image),
                                  "ibug68",
                                  bounding_box(points),
                                  FaceStatus::kLabelled,
                                  points,
                                  {}})
                   .face;
    }
  }
  Editor editor(Project::open(folder / "clip.facepoint"), queue);
  editor.perform(ActionId::kCopyFromClip);
  EXPECT_THAT(editor.status().text, HasSubstr("No frame of this clip before"));
  editor.perform(ActionId::kLastImage);
  editor.perform(ActionId::kCopyFromClip);
  EXPECT_EQ(*editor.session().face()->points, spiral_points());
  editor.perform(ActionId::kCarryFromClip);
  while (editor.jobs().running()) {
    queue.run_pending();
    std::this_thread::yield();
  }
  EXPECT_THAT(editor.status().text, HasSubstr("Carried the points along"));
  for (int i = 0; i < 68; ++i) {
    EXPECT_LT(distance(editor.session().face()->points->at(i).position,
                       spiral_points()[i].position + Point{6, 3}),
              0.6)
        << i;
  }
  editor.perform(ActionId::kUndo);
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(*editor.session().face()->points, spiral_points({70, 70}));
}

TEST_F(EditorPointsTest, SelectsWholeRegionsAndAllPoints) {
  select({36, 30});
  editor.perform(ActionId::kSelectRegion);
  EXPECT_THAT(session().selection().points(),
              testing::UnorderedElementsAre(36, 37, 38, 39, 40, 41, 27, 28, 29, 30));
  editor.perform(ActionId::kSelectAll);
  EXPECT_EQ(session().selection().size(), 68U);
}

TEST_F(EditorPointsTest, NudgingAProposalAcceptsItWithTheCorrection) {
  editor.perform(ShowImage{files.c});
  editor.perform(ActionId::kToggleFollowing);
  select({0});
  editor.perform(ActionId::kNudgeUp);
  editor.perform(EndDrag{});
  Keypoints expected = spiral_points({103, 82});
  expected[0].position = expected[0].position + Point{0, -1};
  EXPECT_EQ(files.stored_points(files.face_c), expected);
  EXPECT_EQ(session().undoable()->label, "Accept proposal and nudge point 0 (jaw 0)");
}

TEST_F(EditorPointsTest, TheNumbersGoThroughTheirModes) {
  EXPECT_EQ(session().show().numbers, NumberMode::kAll);
  for (const NumberMode mode :
       {NumberMode::kNear, NumberMode::kSelected, NumberMode::kNone, NumberMode::kAll}) {
    editor.perform(ActionId::kToggleNumbers);
    EXPECT_EQ(session().show().numbers, mode);
  }
}

}  // namespace
}  // namespace facepoint
