// Remedies of the last check, followed for many labels at once.
#include "tasks/mend.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "landmark/numbering.h"
#include "store/faces.h"
#include "store/findings.h"
#include "store/fold_predictions.h"
#include "store/journal.h"
#include "support/temp_dir.h"
#include "tasks/check.h"
#include "tasks/import.h"

namespace facepoint {
namespace {

Keypoints moved(Keypoints points, Point by) {
  for (Landmark& point : points) point.position = point.position + by;
  return points;
}

class Mending : public testing::Test {
 protected:
  Mending() {
    ImportOptions options;
    options.sources = {test::source_dir() / "data/sample"};
    JobContext job;
    run_import(project_, options, job);
    check();  // the sample has an exchanged label of its own
    MendOptions swapped;
    swapped.rules = {"swapped"};
    run_mend(project_, swapped, job);
    faces_ = labelled_faces(project_);
  }

  // As a program would leave it, not a person.
  void spoil(const LabelledFace& face, const Keypoints& points) {
    FaceEdit edit;
    edit.face = face.face.id;
    edit.points = points;
    apply_change(project_, "Spoil", {edit}, Author::kImport, "spoilt.csv");
  }
  void check() {
    JobContext job;
    CheckOptions quiet;
    quiet.network = false;
    run_check(project_, quiet, job);
  }
  MendReport mend(const MendOptions& options) {
    JobContext job;
    return run_mend(project_, options, job);
  }
  Keypoints label(const LabelledFace& face) {
    return get_revision(project_, get_face(project_, face.face.id).current).points;
  }

  test::TempDir dir_;
  Project project_ = Project::create(dir_.path() / "p.facepoint");
  std::vector<LabelledFace> faces_;
  const Scheme& scheme_ = SchemeLibrary::standard().get("ibug68");
};

TEST_F(Mending, RestoresExchangedLabelsAsOneChangeThatUndoTakesBack) {
  for (const int i : {3, 5, 8}) {
    spoil(faces_[i], renumbered(scheme_, faces_[i].revision.points));
  }
  check();
  MendOptions options;
  options.rules = {"swapped"};
  options.dry_run = true;
  EXPECT_EQ(mend(options).faces, 3);
  EXPECT_NE(label(faces_[3]), faces_[3].revision.points);
  options.dry_run = false;
  EXPECT_EQ(mend(options).faces, 3);
  for (const int i : {3, 5, 8}) EXPECT_EQ(label(faces_[i]), faces_[i].revision.points);
  undo(project_);
  EXPECT_EQ(label(faces_[5]), renumbered(scheme_, faces_[5].revision.points));
}

TEST_F(Mending, LeavesAloneWhatAPersonHasSetAndOtherRules) {
  FaceEdit edit;
  edit.face = faces_[3].face.id;
  edit.points = renumbered(scheme_, faces_[3].revision.points);
  apply_change(project_, "Swap", {edit});
  check();
  MendOptions options;
  options.rules = {"swapped"};
  const MendReport report = mend(options);
  EXPECT_EQ(report.faces, 0);
  EXPECT_EQ(report.set_by_people, 1);
  options.rules = {"scaled"};
  EXPECT_EQ(mend(options).set_by_people, 0);
}

TEST_F(Mending, MovesAWholeSourceThatCountsPixelsFromOneBackExactly) {
  for (const LabelledFace& face : faces_) {
    spoil(face, moved(face.revision.points, {1, 1}));
    FoldPrediction prediction;
    prediction.face = face.face.id;
    prediction.revision = get_face(project_, face.face.id).current;
    prediction.model = "0123";
    prediction.points = face.revision.points;
    prediction.error.assign(face.revision.points.size(), 2);
    prediction.score = 1;
    put_fold_prediction(project_, prediction);
  }
  check();
  MendOptions options;
  options.rules = {"origin"};
  const DatasetId source = faces_.front().image.dataset;
  dismiss_source_finding(project_, source, "origin", true);
  EXPECT_EQ(mend(options).faces, 0) << "somebody said that it is right";
  dismiss_source_finding(project_, source, "origin", false);
  EXPECT_EQ(mend(options).faces, std::ssize(faces_));
  for (const LabelledFace& face : faces_) {
    const Keypoints mended = label(face);
    for (std::size_t p = 0; p < mended.size(); ++p) {
      EXPECT_NEAR(distance(mended[p].position, face.revision.points[p].position), 0, 1e-6);
    }
  }
}

TEST_F(Mending, LeavesALabelItsAuthorSoThatAnotherRuleMayFollow) {
  spoil(faces_[3], moved(renumbered(scheme_, faces_[3].revision.points), {0.25, 0}));
  check();
  MendOptions options;
  options.rules = {"swapped"};
  EXPECT_EQ(mend(options).faces, 1);
  const Revision mended = get_revision(project_, get_face(project_, faces_[3].face.id).current);
  EXPECT_EQ(mended.author, Author::kImport);
  EXPECT_EQ(mended.detail, "spoilt.csv");
  spoil(faces_[3], renumbered(scheme_, mended.points));
  check();
  const MendReport again = mend(options);
  EXPECT_EQ(again.faces, 1);
  EXPECT_EQ(again.set_by_people, 0);
}

TEST_F(Mending, OfAProjectThatWasNeverCheckedIsRefused) {
  MendOptions options;
  options.rules = {"swapped"};
  JobContext job;
  Project unchecked = Project::create(dir_.path() / "unchecked.facepoint");
  EXPECT_THROW(run_mend(unchecked, options, job), Error);
  options.rules.clear();
  EXPECT_THROW(options.check(), Error);
}

}  // namespace
}  // namespace facepoint
