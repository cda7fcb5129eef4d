// The library without a store: order, cursor and selection.
#include "edit/library.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace facepoint {
namespace {

using testing::ElementsAre;

FaceSummary face(int id, double side, FaceStatus status = FaceStatus::kLabelled) {
  FaceSummary summary;
  summary.face = {id};
  summary.box = {0, 0, side, side};
  summary.scheme = "ibug68";
  summary.status = status;
  return summary;
}

class LibraryTest : public testing::Test {
 protected:
  LibraryTest() {
    library.set_grid(3, 2);
    library.set_faces({face(1, 50), face(2, 20), face(3, 40), face(4, 30), face(5, 10), face(6, 60),
                       face(7, 70), face(8, 80)});
  }
  std::vector<std::int64_t> order() const {
    std::vector<std::int64_t> ids;
    for (std::size_t i = 0; i < library.size(); ++i) ids.push_back(library.at(i).face.value);
    return ids;
  }
  std::vector<std::int64_t> selected() const {
    std::vector<std::int64_t> ids;
    if (library.selected_count() == 0) return ids;
    for (const FaceSummary* chosen : library.chosen()) ids.push_back(chosen->face.value);
    return ids;
  }
  std::int64_t cursor() const { return library.at(*library.cursor()).face.value; }

  Library library;
};

TEST_F(LibraryTest, AClickSelectsOneFaceAndCtrlAddsAndTakesAway) {
  library.pick(2, Pick::kOnly);
  EXPECT_THAT(selected(), ElementsAre(3));
  library.pick(5, Pick::kToggle);
  EXPECT_THAT(selected(), ElementsAre(3, 6));
  library.pick(2, Pick::kToggle);
  EXPECT_THAT(selected(), ElementsAre(6));
  EXPECT_EQ(cursor(), 3);
  library.pick(0, Pick::kOnly);
  EXPECT_THAT(selected(), ElementsAre(1));
}

TEST_F(LibraryTest, ShiftSelectsFromTheFaceThatWasClickedBothWays) {
  library.pick(3, Pick::kOnly);
  library.pick(5, Pick::kRange);
  EXPECT_THAT(selected(), ElementsAre(4, 5, 6));
  library.pick(1, Pick::kRange);
  EXPECT_THAT(selected(), ElementsAre(2, 3, 4));
  EXPECT_EQ(cursor(), 2);
}

TEST_F(LibraryTest, ARangeFollowsTheOrderOnTheScreen) {
  library.sort_by(FaceSort::kSize, false);
  EXPECT_THAT(order(), ElementsAre(5, 2, 4, 3, 1, 6, 7, 8));
  library.pick(0, Pick::kOnly);
  library.pick(2, Pick::kRange);
  EXPECT_THAT(selected(), ElementsAre(5, 2, 4));
}

TEST_F(LibraryTest, TheArrowsMoveByTheGridAndStayInIt) {
  library.move(Move::kDown, false);
  EXPECT_EQ(cursor(), 4);
  library.move(Move::kRight, false);
  library.move(Move::kRight, false);
  EXPECT_EQ(cursor(), 6);
  library.move(Move::kDown, false);
  EXPECT_EQ(cursor(), 8) << "the last row is short";
  library.move(Move::kDown, false);
  EXPECT_EQ(cursor(), 8);
  library.move(Move::kUp, false);
  EXPECT_EQ(cursor(), 5);
  library.move(Move::kPageUp, false);
  library.move(Move::kUp, false);
  EXPECT_EQ(cursor(), 2) << "in its column";
  library.move(Move::kLast, false);
  EXPECT_EQ(cursor(), 8);
  library.move(Move::kFirst, false);
  library.move(Move::kLeft, false);
  EXPECT_EQ(cursor(), 1);
  EXPECT_THAT(selected(), ElementsAre(1)) << "the face under the cursor";
}

TEST_F(LibraryTest, ShiftAndTheArrowsExtendTheSelectionAndTakeItBack) {
  library.pick(1, Pick::kOnly);
  library.move(Move::kDown, true);
  EXPECT_THAT(selected(), ElementsAre(2, 3, 4, 5));
  library.move(Move::kLeft, true);
  EXPECT_THAT(selected(), ElementsAre(2, 3, 4));
}

TEST_F(LibraryTest, ExtendingWithoutASelectionBeginsAtTheCursor) {
  library.set_cursor({4});
  library.move(Move::kRight, true);
  EXPECT_THAT(selected(), ElementsAre(4, 5));
}

TEST_F(LibraryTest, SelectsAllNoneAndTheOthers) {
  library.select_all();
  EXPECT_EQ(library.selected_count(), 8U);
  library.pick(3, Pick::kToggle);
  library.invert();
  EXPECT_THAT(selected(), ElementsAre(4));
  library.select_none();
  EXPECT_EQ(library.selected_count(), 0U);
  ASSERT_EQ(library.chosen().size(), 1U);
  EXPECT_EQ(library.chosen().front()->face.value, 4) << "the face under the cursor counts";
}

TEST_F(LibraryTest, CountsTheSelectionByStatusAlsoWhenAFaceChanges) {
  library.select_all();
  library.update(face(2, 20, FaceStatus::kApproved));
  const auto& counts = library.selected_by_status();
  EXPECT_EQ(counts[static_cast<int>(FaceStatus::kLabelled)], 7U);
  EXPECT_EQ(counts[static_cast<int>(FaceStatus::kApproved)], 1U);
  EXPECT_EQ(library.selected_count(), 8U);
}

TEST_F(LibraryTest, SelectionAndCursorStayWithTheirFacesWhenTheyAreReadAgain) {
  library.pick(2, Pick::kOnly);
  library.pick(6, Pick::kToggle);
  library.set_faces({face(9, 5), face(7, 70), face(1, 50), face(3, 40)});
  EXPECT_THAT(selected(), ElementsAre(7, 3));
  EXPECT_EQ(cursor(), 7);
  library.set_faces({face(9, 5), face(1, 50)});
  EXPECT_EQ(library.selected_count(), 0U);
  EXPECT_EQ(cursor(), 1) << "the face that came to its place";
  library.set_faces({});
  EXPECT_FALSE(library.cursor());
  library.move(Move::kDown, true);
  library.select_all();
  EXPECT_TRUE(library.chosen().empty());
}

TEST_F(LibraryTest, EqualFacesKeepTheOrderOfTheirNamesInBothDirections) {
  library.set_faces({face(1, 5), face(2, 9), face(3, 5), face(4, 9)});
  library.sort_by(FaceSort::kSize, true);
  EXPECT_THAT(order(), ElementsAre(2, 4, 1, 3));
  library.sort_by(FaceSort::kName, true);
  EXPECT_THAT(order(), ElementsAre(4, 3, 2, 1));
}

TEST_F(LibraryTest, AnOrderByPointsWaitsUntilAllWereReadAndPutsThoseWithoutAValueLast) {
  library.set_faces({face(1, 5), face(2, 9), face(3, 5)});
  library.sort_by(FaceSort::kDisagreement, true);
  EXPECT_TRUE(library.measuring());
  EXPECT_EQ(library.to_measure(2).size(), 2U);
  FaceMeasures measures;
  library.measured({1}, measures);
  measures.disagreement = 0.1F;
  library.measured({2}, measures);
  EXPECT_THAT(order(), ElementsAre(1, 2, 3));
  measures.disagreement = 0.3F;
  library.measured({3}, measures);
  EXPECT_FALSE(library.measuring());
  EXPECT_THAT(order(), ElementsAre(3, 2, 1));
}

TEST_F(LibraryTest, AFaceThatWasChangedStaysWhereItIsInAnOrderByPoints) {
  library.set_faces({face(1, 5), face(2, 9)});
  library.sort_by(FaceSort::kTurn, false);
  library.measured({1}, {0, 0, 0.1F});
  library.measured({2}, {0, 0, -0.1F});
  EXPECT_THAT(order(), ElementsAre(2, 1));
  FaceSummary changed = face(2, 9, FaceStatus::kCorrected);
  changed.current = {77};
  library.update(changed);
  library.measured({2}, {0, 0, 0.5F});
  EXPECT_THAT(order(), ElementsAre(2, 1));
}

TEST_F(LibraryTest, PointsAreForgottenWhenTheFaceHasNewOnes) {
  library.keep_points({1}, {});
  library.keep_points({2}, {});
  library.update(face(1, 50, FaceStatus::kApproved));
  EXPECT_NE(library.points({1}), nullptr) << "only its status is new";
  FaceSummary moved = face(2, 20);
  moved.current = {99};
  library.update(moved);
  EXPECT_EQ(library.points({2}), nullptr);
}

TEST(Measures, TellDisagreementByTheSideOfTheLabelsBox) {
  const Scheme& scheme = SchemeLibrary::standard().get("ibug68");
  FacePoints points;
  points.label = Keypoints(68, Landmark{{10, 10}, Visibility::kVisible});
  (*points.label)[0].position = {0, 0};
  (*points.label)[1].position = {50, 200};
  points.proposal = transformed({1, 0, 3, 4}, *points.label);
  points.confidence = {0.5, 1};
  const FaceMeasures measures = measures_of(scheme, points);
  EXPECT_FLOAT_EQ(measures.disagreement, 5.0F / 100);
  EXPECT_FLOAT_EQ(measures.confidence, 0.75F);
  points.proposal.reset();
  EXPECT_TRUE(std::isnan(measures_of(scheme, points).disagreement));
}

}  // namespace
}  // namespace facepoint
