#include "tasks/propose.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "image/codec.h"
#include "mean_face_predictor.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/journal.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

class Propose : public testing::Test {
 protected:
  Propose() : project(Project::create(dir / "p.facepoint")) {
    dataset = add_dataset(project, {{}, "drawn", dir.path().string(), "ibug68"});
    const Picture picture = test::draw_picture({test::DrawnFaceParameters{}}, {}, 240, 240).picture;
    test::write_text(dir / "one.png", encode_png(picture));
    Image record;
    record.dataset = dataset;
    record.path = "one.png";
    image = add_image(project, record);
  }
  ProposeReport propose(const ProposeOptions& options) {
    return run_propose(project, options, *test::tools_with(predictor, 1).front().predictor,
                       "weights.fpm");
  }

  test::TempDir dir;
  Project project;
  DatasetId dataset;
  ImageId image;
  test::MeanFacePredictor predictor;
};

TEST_F(Propose, ADrawnBoxBecomesAFaceWithAProposalInIt) {
  const Rect box{60, 70, 90, 110};
  const ProposeReport report = propose({image, box, {}, {}});
  const std::vector<Face> faces = faces_of(project, image);
  ASSERT_EQ(faces.size(), 1U);
  EXPECT_EQ(faces[0].id, report.face);
  EXPECT_EQ(faces[0].status, FaceStatus::kProposed);
  EXPECT_FALSE(faces[0].current);
  const auto proposal = open_proposal(project, report.face);
  ASSERT_TRUE(proposal);
  EXPECT_EQ(proposal->points.size(), 68U);
  EXPECT_GT(intersection_over_union(bounding_box(proposal->points), box), 0.5);
}

TEST_F(Propose, AFaceThatWasAddedGoesWithUndoAndComesBackWithRedo) {
  const ProposeReport report = propose({image, Rect{60, 70, 90, 110}, {}, {}});
  EXPECT_EQ(undo(project).label, "Add face");
  EXPECT_TRUE(faces_of(project, image).empty());
  redo(project);
  ASSERT_EQ(faces_of(project, image).size(), 1U);
  EXPECT_EQ(get_face(project, report.face).status, FaceStatus::kProposed);
  EXPECT_TRUE(open_proposal(project, report.face));
}

TEST_F(Propose, AgainForALabelledFaceLeavesItsLabelAsItIs) {
  const Keypoints label = make_keypoints(std::vector<Point>(68, Point{100, 100}));
  Keypoints spread = label;
  for (int i = 0; i < 68; ++i) spread[i].position = {60.0 + i, 200.0 - i};
  const FaceId face =
      add_face(project, {image, "ibug68", {1, 1, 9, 9}, FaceStatus::kApproved, spread, {}}).face;
  EXPECT_EQ(propose({image, std::nullopt, face, {}}).face, face);
  const Face after = get_face(project, face);
  EXPECT_EQ(after.status, FaceStatus::kApproved);
  EXPECT_EQ(get_revision(project, after.current).points, spread);
  EXPECT_GT(intersection_over_union(bounding_box(open_proposal(project, face)->points),
                                    bounding_box(spread)),
            0.5)
      << "it looks where the label is, not in the old box";
}

TEST_F(Propose, RefusesABoxThatIsHardlyThereAndAModelOfAnotherScheme) {
  EXPECT_THROW(propose({image, Rect{60, 70, 2, 110}, {}, {}}), Error);
  const DatasetId other = add_dataset(project, {{}, "other", dir.path().string(), "kaggle15"});
  Image record;
  record.dataset = other;
  record.path = "one.png";
  const ImageId there = add_image(project, record);
  EXPECT_THROW(propose({there, Rect{60, 70, 90, 110}, {}, {}}), Error);
  EXPECT_TRUE(faces_of(project, there).empty());
}

}  // namespace
}  // namespace facepoint
