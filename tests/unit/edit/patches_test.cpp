#include "edit/patches.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>

#include "landmark/mean_shape.h"
#include "store/fold_predictions.h"
#include "unit/edit/edit_project.h"

namespace facepoint {
namespace {

using test::spiral_points;
using testing::HasSubstr;

constexpr int kPoint = 33;

// Turned by a quarter (right becomes down), twice as large.
const Similarity kTurned{0, 2, 300, 10};

Keypoints spiral_mean() {
  const Keypoints spiral = spiral_points();
  return mean_shape(SchemeLibrary::standard().get("ibug68"), {&spiral, 1});
}

double box_side(const PatchFace& face, const Keypoints& mean) {
  return 1 / fit_similarity(face.predicted, mean).scale();
}

TEST(PlaceLandmark, MeasuresTheLabelFromTheCnnsPointUprightAndInBoxSides) {
  const Keypoints mean = spiral_mean();
  PatchFace face;
  face.predicted = transformed(kTurned, spiral_points());
  face.label = face.predicted;
  const double side = box_side(face, mean);
  const auto at_rest = place_landmark(face, mean, kPoint);
  ASSERT_TRUE(at_rest);
  EXPECT_TRUE(at_rest->by_cnn);
  EXPECT_EQ(at_rest->offset, Point{});
  EXPECT_EQ(at_rest->expected, face.predicted[kPoint].position);

  face.label[kPoint].position = face.label[kPoint].position + Point{0.03 * side, 0};
  const auto moved = place_landmark(face, mean, kPoint);
  EXPECT_NEAR(length(moved->offset), 0.03, 1e-9);
  const double turned = at_rest->upright_from_image.angle();
  EXPECT_NEAR(moved->offset.x, 0.03 * std::cos(turned), 1e-9);
  EXPECT_NEAR(moved->offset.y, 0.03 * std::sin(turned), 1e-9);
}

TEST(PlaceLandmark, WithoutTheCnnOtherPointsSayWhereItIsExpected) {
  Keypoints mean = spiral_mean();
  PatchFace face;
  face.label = transformed(kTurned, mean);
  const Point right = face.label[kPoint].position;
  face.label[kPoint].position = right + Point{11, -7};
  const auto place = place_landmark(face, mean, kPoint);
  ASSERT_TRUE(place);
  EXPECT_FALSE(place->by_cnn);
  EXPECT_NEAR(distance(place->expected, right), 0, 1e-9) << "the point itself has no say";
  EXPECT_NEAR(length(place->offset), length({11, -7}) / 2, 1e-9);
}

TEST(PlaceLandmark, NeedsTheLandmarkInTheLabel) {
  PatchFace face;
  face.label = spiral_points();
  face.label[kPoint].visibility = Visibility::kAbsent;
  EXPECT_FALSE(place_landmark(face, spiral_mean(), kPoint));
}

TEST(PatchSummary, TellsTheMeanOffsetAndTheSpreadOfWhatTheCnnSees) {
  const auto tile = [](bool by_cnn, Point offset) {
    PatchTile result;
    result.place.by_cnn = by_cnn;
    result.place.offset = offset;
    return result;
  };
  const PatchSummary both =
      summarise({tile(true, {0.03, 0.01}), tile(true, {0.01, 0.01}), tile(false, {9, 9})});
  EXPECT_EQ(both.faces, 2);
  EXPECT_NEAR(both.bias.x, 0.02, 1e-12);
  EXPECT_NEAR(both.bias.y, 0.01, 1e-12);
  EXPECT_NEAR(both.spread, 0.01, 1e-12);
  EXPECT_NEAR(summarise({tile(false, {0.5, 0})}).bias.x, 0.5, 1e-12);
  EXPECT_EQ(summarise({}).faces, 0);
}

class PatchesTest : public testing::Test {
 protected:
  PatchesTest() { editor.perform(ActionId::kShowPatches); }
  const Patches& patches() const { return editor.patches(); }
  const PatchFace& face_at(std::size_t position) const {
    return patches().faces()[patches().tiles()[position].face];
  }
  // Of face a: the CNN saw point 33 elsewhere.
  void predict_face_a(Point beside) {
    Project project = files.open();
    FoldPrediction prediction;
    prediction.face = files.face_a;
    prediction.revision = get_face(project, files.face_a).current;
    prediction.points = spiral_points();
    prediction.points[kPoint].position = prediction.points[kPoint].position + beside;
    prediction.error.assign(68, 1);
    put_fold_prediction(project, prediction);
  }
  void drag(std::size_t position, Point by) {
    const Point from = face_at(position).label[kPoint].position + Point{1, 1};
    editor.perform(BeginPatchDrag{position, from});
    editor.perform(DragPatchTo{from + by * 0.5});
    editor.perform(DragPatchTo{from + by});
  }

  test::EditProject files;
  Editor editor{files.open(), files.queue};
};

TEST_F(PatchesTest, ShowsTheLabelledFacesThatMatchTheFilter) {
  EXPECT_EQ(patches().faces().size(), 2U) << "face c has no label";
  editor.perform(SetFilter{"name:b*"});
  ASSERT_EQ(patches().tiles().size(), 1U);
  EXPECT_EQ(face_at(0).face, files.face_b);
  editor.perform(SetFilter{"name:d*"});
  EXPECT_TRUE(patches().tiles().empty());
  EXPECT_FALSE(editor.enabled(ActionId::kPatchesOpen));
}

TEST_F(PatchesTest, SortsByDistanceToTheCnnsPointAndFacesWithoutLast) {
  editor.perform(ShowLandmark{kPoint});
  ASSERT_EQ(patches().tiles().size(), 2U);
  EXPECT_EQ(face_at(0).face, files.face_b) << "only it has a proposal";
  EXPECT_TRUE(face_at(0).proposed);
  EXPECT_FALSE(patches().tiles()[1].place.by_cnn);
  predict_face_a({40, 0});
  editor.poll();
  EXPECT_EQ(face_at(0).face, files.face_a) << "its prediction is farther away";
  EXPECT_FALSE(face_at(0).proposed);
  EXPECT_TRUE(patches().tiles()[0].place.by_cnn);
  EXPECT_GT(length(patches().tiles()[0].place.offset), length(patches().tiles()[1].place.offset));
  EXPECT_EQ(patches().summary().faces, 2);
}

TEST_F(PatchesTest, LandmarksAreChosenInTurnAndByTheMirror) {
  EXPECT_EQ(patches().landmark(), 36) << "an outer eye corner to begin with";
  editor.perform(ActionId::kPatchesMirrorLandmark);
  EXPECT_EQ(patches().landmark(), 45);
  editor.perform(ShowLandmark{67});
  editor.perform(ActionId::kPatchesNextLandmark);
  EXPECT_EQ(patches().landmark(), 0);
  editor.perform(ActionId::kPatchesPreviousLandmark);
  EXPECT_EQ(patches().landmark(), 67);
}

TEST_F(PatchesTest, ThePointThatIsSelectedInTheEditWorkspaceIsShown) {
  editor.perform(ActionId::kShowEdit);
  editor.perform(SelectPoints{{12}});
  editor.perform(ActionId::kShowPatches);
  EXPECT_EQ(patches().landmark(), 12);
}

TEST_F(PatchesTest, ATileIsCentredOnTheExpectedPlaceAndItsPictureToo) {
  editor.perform(ShowLandmark{kPoint});
  const PatchTile& tile = patches().tiles()[0];
  const Point middle = patches().in_tile(tile, tile.place.expected);
  EXPECT_NEAR(distance(middle, {0.5, 0.5}), 0, 1e-12);
  const Point somewhere{0.2, 0.9};
  EXPECT_NEAR(distance(patches().in_tile(tile, patches().in_image(tile, somewhere)), somewhere), 0,
              1e-12);
  // Pixel centres are integers: the square's corner is half a pixel before the first.
  const Point in_square =
      patches().square_from_image(tile, 64)(patches().in_image(tile, somewhere));
  EXPECT_NEAR(distance(in_square, somewhere * 64 - Point{0.5, 0.5}), 0, 1e-9);
}

TEST_F(PatchesTest, ADragMovesOnlyThatPointByOneChange) {
  editor.perform(ShowLandmark{kPoint});
  drag(0, {3, -2});
  EXPECT_EQ(patches().label_of(patches().tiles()[0]),
            (spiral_points()[kPoint].position + Point{3, -2}));
  EXPECT_EQ(files.stored_changes(), 0) << "a preview until it is released";
  editor.perform(EndPatchDrag{});
  Keypoints expected = spiral_points();
  expected[kPoint].position = expected[kPoint].position + Point{3, -2};
  EXPECT_EQ(files.stored_points(files.face_b), expected);
  EXPECT_EQ(files.stored_points(files.face_a), spiral_points());
  EXPECT_EQ(files.stored_changes(), 1);
  EXPECT_THAT(editor.status().text, HasSubstr("Moved point 33"));
  EXPECT_THAT(editor.session().undoable()->label, HasSubstr("Move point 33"));
}

TEST_F(PatchesTest, ADragThatCannotBeStoredStaysAndIsStoredOnceItCan) {
  Keypoints expected = spiral_points();
  expected[kPoint].position = expected[kPoint].position + Point{3, -2};
  editor.perform(ShowLandmark{kPoint});
  const auto label = [&] { return patches().label_of(patches().tiles()[0]); };
  {
    const Patience none(editor.session().project(), std::chrono::milliseconds(0));
    Project other = files.open();
    other.transaction([&] {
      drag(0, {3, -2});
      editor.perform(EndPatchDrag{});
      EXPECT_THAT(editor.status().text, HasSubstr("stored as soon as that is possible; Esc"));
      EXPECT_FALSE(editor.mouse_holds());
      EXPECT_EQ(label(), expected[kPoint].position);
      editor.perform(ShowLandmark{kPoint + 1});
      EXPECT_EQ(patches().landmark(), kPoint) << "what waits comes first";
      editor.poll();
    });
  }
  EXPECT_EQ(files.stored_changes(), 0);
  editor.perform(ShowLandmark{kPoint + 1});
  EXPECT_EQ(files.stored_points(files.face_b), expected);
  EXPECT_EQ(patches().landmark(), kPoint + 1);
  EXPECT_TRUE(editor.toasts().shown().empty()) << "it is settled";
}

TEST_F(PatchesTest, EscGivesUpADragThatWaits) {
  editor.perform(ShowLandmark{kPoint});
  {
    const Patience none(editor.session().project(), std::chrono::milliseconds(0));
    Project other = files.open();
    other.transaction([&] {
      drag(0, {3, -2});
      editor.perform(EndPatchDrag{});
    });
  }
  editor.perform(ActionId::kCancel);
  editor.perform(ShowLandmark{kPoint + 1});
  EXPECT_EQ(files.stored_changes(), 0);
}

TEST_F(PatchesTest, AKeyPutsTheLandmarkWhereTheCnnSeesIt) {
  const PatchTile tile = patches().tiles()[0];
  ASSERT_TRUE(tile.place.by_cnn);
  const PatchFace face = patches().faces()[tile.face];
  editor.perform(SelectPatch{0});
  editor.perform(ActionId::kPatchesTake);
  Keypoints expected = face.label;
  expected[patches().landmark()].position = face.predicted[patches().landmark()].position;
  EXPECT_EQ(files.stored_points(face.face), expected);
  EXPECT_EQ(files.stored_changes(), 1);
  editor.perform(ActionId::kPatchesTake);
  EXPECT_EQ(files.stored_changes(), 1) << "it is there already";
  // The last is compared with the typical face.
  editor.perform(ActionId::kPatchesLast);
  ASSERT_FALSE(patches().tiles().back().place.by_cnn);
  editor.perform(ActionId::kPatchesTake);
  EXPECT_EQ(files.stored_changes(), 1);
  EXPECT_THAT(editor.status().text, testing::HasSubstr("has no opinion"));
}

TEST_F(PatchesTest, ACorrectedTileStaysInItsPlaceWithItsNewOffset) {
  editor.perform(ShowLandmark{kPoint});
  predict_face_a({40, 0});
  editor.poll();
  ASSERT_EQ(face_at(0).face, files.face_a);
  drag(0, {40, 0});
  editor.perform(EndPatchDrag{});
  EXPECT_EQ(face_at(0).face, files.face_a);
  EXPECT_NEAR(length(patches().tiles()[0].place.offset), 0, 1e-9);
  editor.perform(ActionId::kUndo);
  EXPECT_GT(length(patches().tiles()[0].place.offset), 0.1);
  editor.perform(ActionId::kRedo);
  editor.perform(ActionId::kReload);
  EXPECT_EQ(face_at(0).face, files.face_b) << "sorted anew when the filter is applied again";
}

TEST_F(PatchesTest, EscAndAReleaseInPlaceLeaveNothing) {
  editor.perform(ShowLandmark{kPoint});
  drag(0, {3, -2});
  editor.perform(ActionId::kCancel);
  editor.perform(DragPatchTo{{50, 50}});
  editor.perform(EndPatchDrag{});
  drag(0, {0, 0});
  editor.perform(EndPatchDrag{});
  EXPECT_EQ(files.stored_changes(), 0);
  EXPECT_EQ(patches().label_of(patches().tiles()[0]), spiral_points()[kPoint].position);
}

TEST_F(PatchesTest, ADragOfALabelThatAnotherProgramChangedIsRefusedAndShownAnew) {
  editor.perform(ShowLandmark{kPoint});
  Project project = files.open();
  FaceEdit edit;
  edit.face = files.face_b;
  edit.points = spiral_points({90, 70});
  apply_change(project, "Elsewhere", {edit});
  drag(0, {3, -2});
  editor.perform(EndPatchDrag{});
  EXPECT_EQ(editor.status().kind, StatusKind::kError);
  EXPECT_EQ(files.stored_points(files.face_b), spiral_points({90, 70}));
  EXPECT_EQ(face_at(0).label, spiral_points({90, 70}));
}

TEST_F(PatchesTest, TheSelectionMovesByTilesAndRowsAndOpensItsFace) {
  editor.perform(ShowLandmark{kPoint});
  editor.perform(SetPatchColumns{1});
  EXPECT_EQ(patches().selected(), 0U);
  editor.perform(ActionId::kPatchesUp);
  EXPECT_EQ(patches().selected(), 0U);
  editor.perform(ActionId::kPatchesDown);
  EXPECT_EQ(patches().selected(), 1U);
  editor.perform(ActionId::kPatchesRight);
  EXPECT_EQ(patches().selected(), 1U);
  editor.perform(ActionId::kPatchesLeft);
  editor.perform(ActionId::kPatchesOpen);
  EXPECT_EQ(editor.workspace(), Workspace::kEdit);
  EXPECT_EQ(editor.session().face()->face.id, files.face_b);
  EXPECT_EQ(editor.session().selected_point(), kPoint);
}

TEST_F(PatchesTest, AFaceWhoseOnlyLabelIsTakenBackLeaves) {
  editor.perform(ShowImage{files.c});
  editor.perform(ActionId::kShowEdit);
  editor.perform(ActionId::kAcceptProposal);
  editor.perform(ActionId::kShowPatches);
  editor.perform(ActionId::kReload);
  ASSERT_EQ(patches().tiles().size(), 3U);
  editor.perform(ActionId::kUndo);
  EXPECT_EQ(patches().tiles().size(), 2U);
}

}  // namespace
}  // namespace facepoint
