// Going through suspicious labels: mended, said to be right, skipped, and what undo makes of it.
#include "edit/review.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "edit/editor.h"
#include "landmark/numbering.h"
#include "store/faces.h"
#include "store/findings.h"
#include "store/journal.h"
#include "support/temp_dir.h"
#include "tasks/check.h"
#include "tasks/import.h"

namespace facepoint {
namespace {

class ReviewWorkspace : public testing::Test {
 protected:
  ReviewWorkspace() {
    const auto path = dir_.path() / "p.facepoint";
    {
      Project project = Project::create(path);
      ImportOptions options;
      options.sources = {test::source_dir() / "data/sample"};
      JobContext job;
      run_import(project, options, job);
      for (const LabelledFace& face : labelled_faces(project)) {
        faces_.push_back(face);
        if (faces_.size() > 3) continue;
        FaceEdit edit;
        edit.face = face.face.id;
        edit.points = renumbered(SchemeLibrary::standard().get("ibug68"), face.revision.points);
        apply_change(project, "Swap", {edit});
      }
      CheckOptions quiet;
      quiet.network = false;
      run_check(project, quiet, job);
    }
    editor_.emplace(Project::open(path), queue_);
    editor_->perform(ActionId::kShowReview);
    editor_->poll();
  }

  const ReviewEntry& entry() const { return *editor_->review().current(); }
  Keypoints label(FaceId face) const {
    Project& project = editor_->session().project();
    return get_revision(project, get_face(project, face).current).points;
  }

  test::TempDir dir_;
  MainQueue queue_;
  std::vector<LabelledFace> faces_;
  std::optional<Editor> editor_;
};

TEST_F(ReviewWorkspace, ShowsTheMostSuspiciousFaceWithItsReason) {
  ASSERT_NE(editor_->review().current(), nullptr);
  EXPECT_EQ(entry().face.rule, "swapped");
  EXPECT_FALSE(editor_->review().findings().empty());
  EXPECT_EQ(editor_->session().face()->face.id, entry().face.face);
}

TEST_F(ReviewWorkspace, MendsWithOneKeyAndGoesOnAndUndoBringsItBack) {
  const FaceId first = entry().face.face;
  const Keypoints spoiled = label(first);
  editor_->perform(ActionId::kFindingsMend);
  EXPECT_EQ(label(first), renumbered(editor_->session().scheme(), spoiled));
  EXPECT_NE(entry().face.face, first);
  EXPECT_EQ(editor_->review().tally().wrong, 1);
  editor_->perform(ActionId::kUndo);
  editor_->poll();
  EXPECT_EQ(label(first), spoiled);
  EXPECT_EQ(editor_->review().tally().wrong, 0);
}

TEST_F(ReviewWorkspace, KeepsWhatWasSaidToBeRightAsItIs) {
  const FaceId first = entry().face.face;
  const Keypoints before = label(first);
  const double expected = editor_->review().tally().expected_left;
  editor_->perform(ActionId::kFindingsRight);
  EXPECT_EQ(label(first), before);
  EXPECT_EQ(editor_->review().tally().right, 1);
  EXPECT_LT(editor_->review().tally().expected_left, expected);
  EXPECT_EQ(verdicts(editor_->session().project()).size(), 1U);
}

TEST_F(ReviewWorkspace, GoesOnWithoutAVerdict) {
  const FaceId first = entry().face.face;
  editor_->perform(ActionId::kFindingsNext);
  EXPECT_NE(entry().face.face, first);
  EXPECT_TRUE(verdicts(editor_->session().project()).empty());
  EXPECT_EQ(editor_->review().entries().front().outcome, ReviewOutcome::kSkipped);
}

TEST_F(ReviewWorkspace, ComesBackToWhatWasPassedOver) {
  const std::size_t last = editor_->review().entries().size() - 1;
  ASSERT_GE(last, 2U);
  editor_->perform(SelectSuspect{last});
  editor_->perform(ActionId::kFindingsRight);
  EXPECT_EQ(editor_->review().position(), 0U);
  for (std::size_t i = 0; i < last; ++i) editor_->perform(ActionId::kFindingsNext);
  EXPECT_THAT(editor_->status().text, testing::HasSubstr(std::to_string(last) + " skipped labels"));
}

TEST_F(ReviewWorkspace, CountsALabelAsWrongThatIsCorrectedByHand) {
  editor_->perform(ActionId::kSelectAll);
  editor_->perform(ActionId::kNudgeRight);
  editor_->perform(EndDrag{});
  const auto given = verdicts(editor_->session().project());
  ASSERT_EQ(given.size(), 1U);
  EXPECT_EQ(given.front().verdict, Verdict::kWrong);
}

TEST_F(ReviewWorkspace, WhatIsDecidedAfterANudgeIsAboutTheNudgedLabel) {
  for (const ActionId next : {ActionId::kFindingsRight, ActionId::kFindingsMend}) {
    const FaceId face = entry().face.face;
    editor_->perform(ActionId::kSelectAll);
    editor_->perform(ActionId::kNudgeRight);
    const Keypoints nudged = *editor_->session().preview();
    editor_->perform(next);
    EXPECT_EQ(label(face), nudged);
    EXPECT_THAT(editor_->status().text, testing::HasSubstr("decided on already"));
    ASSERT_EQ(verdicts(editor_->session().project()).size(), 1U);
    EXPECT_EQ(verdicts(editor_->session().project()).front().verdict, Verdict::kWrong);
    editor_->perform(ActionId::kUndo);
  }
}

TEST_F(ReviewWorkspace, DecidesOnTheFaceThatIsShownWhereverThePersonHasBeen) {
  const FaceId first = entry().face.face;
  editor_->perform(ActionId::kShowEdit);
  editor_->perform(ActionId::kLastImage);
  editor_->perform(ActionId::kShowReview);
  EXPECT_EQ(editor_->session().face()->face.id, first);
  editor_->perform(ActionId::kFindingsMend);
  editor_->perform(ActionId::kUndo);  // shows the face that it brings back
  editor_->poll();
  EXPECT_EQ(editor_->session().face()->face.id, first);
  EXPECT_EQ(entry().face.face, first);
  EXPECT_TRUE(editor_->enabled(ActionId::kFindingsMend));
}

TEST_F(ReviewWorkspace,
       AFaceMendedByItsSourcesRemedyTeachesNothingAndADismissalTakesTheRemedyAway) {
  Project& project = editor_->session().project();
  const DatasetId dataset = faces_.front().image.dataset;
  replace_findings(project,
                   {{dataset, {}, {}, {}, "origin", 0.95, {}, "Counted from 1.", "move -1 -1"}},
                   suspicions(project));
  editor_.emplace(Project::open(dir_.path() / "p.facepoint"), queue_);
  editor_->perform(ActionId::kShowReview);
  editor_->poll();
  ASSERT_NE(editor_->review().current(), nullptr);
  EXPECT_EQ(editor_->review().remedy(), "move -1 -1");
  editor_->perform(ActionId::kFindingsMend);
  EXPECT_EQ(editor_->review().tally().wrong, 1);
  EXPECT_TRUE(verdicts(editor_->session().project()).empty());
  EXPECT_TRUE(editor_->enabled(ActionId::kFindingsMend));
  editor_->perform(ActionId::kFindingsSourceRight);
  EXPECT_FALSE(editor_->enabled(ActionId::kFindingsMend));
  EXPECT_FALSE(editor_->enabled(ActionId::kFindingsMendSource));
}

}  // namespace
}  // namespace facepoint
