// Labels that lie where no face is are compared with the face of the picture that they mean.
#include <gtest/gtest.h>

#include "curate/remedies.h"
#include "landmark/metrics.h"
#include "store/faces.h"
#include "store/findings.h"
#include "store/fold_predictions.h"
#include "store/journal.h"
#include "support/temp_dir.h"
#include "tasks/check.h"
#include "tasks/import.h"

namespace facepoint {
namespace {

class MisplacedLabels : public testing::Test {
 protected:
  MisplacedLabels() {
    ImportOptions options;
    options.sources = {test::source_dir() / "data/sample"};
    run_import(project_, options, job_);
    face_ = labelled_faces(project_)[5];
  }

  void put(const Keypoints& points) {
    FaceEdit edit;
    edit.face = face_.face.id;
    edit.points = points;
    apply_change(project_, "Misplace", {edit});
    run_check(project_, {}, job_);
  }
  // In box sides, as the mean over the points.
  double off(const Keypoints& points) const {
    double sum = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      sum += distance(points[i].position, face_.revision.points[i].position);
    }
    return sum / static_cast<double>(points.size()) / *box_side(face_.revision.points);
  }
  void expect_mended_by_the_first_finding() {
    const std::optional<FoldPrediction> said = fold_prediction_of(project_, face_.face.id);
    ASSERT_TRUE(said);
    EXPECT_TRUE(said->found);
    EXPECT_EQ(said->unlabelled, 0);
    EXPECT_LT(off(said->points), 0.05);
    const std::vector<Finding> findings = findings_of(project_, face_.face.id);
    ASSERT_FALSE(findings.empty());
    const auto now = get_revision(project_, get_face(project_, face_.face.id).current).points;
    const auto mended = remedied(SchemeLibrary::standard().get("ibug68"), now,
                                 findings.front().remedy, {face_.image.width, &said->points});
    ASSERT_TRUE(mended) << findings.front().remedy;
    EXPECT_LT(off(*mended), 0.05) << findings.front().remedy;
  }

  test::TempDir dir_;
  Project project_ = Project::create(dir_.path() / "p.facepoint");
  JobContext job_;
  LabelledFace face_;
};

TEST_F(MisplacedLabels, InOnePlaceGetThePointsOfTheFace) {
  Keypoints points = face_.revision.points;
  for (Landmark& point : points) point.position = {3, 3};
  put(points);
  expect_mended_by_the_first_finding();
}

// No single one of their points is to blame.
TEST_F(MisplacedLabels, InTwoPlacesGetThePointsOfTheFace) {
  Keypoints points = face_.revision.points;
  for (std::size_t i = 0; i < points.size(); ++i) {
    points[i].position = i < 50 ? Point{-5, -5} : Point{3, 3};
  }
  put(points);
  expect_mended_by_the_first_finding();
}

TEST_F(MisplacedLabels, BesideThePictureAreMovedBack) {
  Keypoints points = face_.revision.points;
  for (Landmark& point : points) point.position.x += 2 * face_.image.width;
  put(points);
  expect_mended_by_the_first_finding();
}

// What the CNN said was said of a place that the label has left.
TEST_F(MisplacedLabels, OnceMendedAreComparedAnew) {
  Keypoints away = face_.revision.points;
  for (Landmark& point : away) point.position.x += 2 * face_.image.width;
  put(away);
  put(face_.revision.points);
  const std::optional<FoldPrediction> said = fold_prediction_of(project_, face_.face.id);
  ASSERT_TRUE(said);
  EXPECT_EQ(said->revision, get_face(project_, face_.face.id).current);
}

}  // namespace
}  // namespace facepoint
