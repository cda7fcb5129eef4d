#include "tasks/annotate.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "image/codec.h"
#include "landmark/metrics.h"
#include "mean_face_predictor.h"
#include "store/datasets.h"
#include "store/faces.h"
#include "store/images.h"
#include "store/journal.h"
#include "store/models.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

class Annotate : public testing::Test {
 protected:
  Annotate() : project(Project::create(dir / "p.facepoint")) {
    std::filesystem::create_directories(dir / "images");
    dataset = add_dataset(project, {{}, "drawn", (dir / "images").string(), "ibug68"});
  }

  ImageId add(const std::string& name, const std::vector<test::DrawnFaceParameters>& faces,
              int width = 240) {
    const Picture picture = test::draw_picture(faces, {}, width, 240).picture;
    test::write_text(dir.path() / "images" / name, encode_png(picture));
    return add_image(name);
  }
  ImageId add_image(const std::string& name) {
    Image image;
    image.dataset = dataset;
    image.path = name;
    return facepoint::add_image(project, image);
  }
  AnnotateReport annotate(const AnnotateOptions& options = {}) {
    JobContext job;
    return run_annotate(project, options, test::tools_with(predictor, 2), "weights.fpm", job);
  }

  test::TempDir dir;
  Project project;
  DatasetId dataset;
  test::MeanFacePredictor predictor;
};

std::vector<test::DrawnFaceParameters> two_faces() {
  test::DrawnFaceParameters left;
  left.placement.center_x = 0.28;
  left.placement.face_width = 0.25;
  test::DrawnFaceParameters right = left;
  right.placement.center_x = 0.74;
  return {left, right};
}

TEST_F(Annotate, EveryFaceOfAnImageWithoutFacesGetsAProposal) {
  const ImageId one = add("one.jpg", {test::DrawnFaceParameters{}});
  const ImageId two = add("two.png", two_faces(), 480);
  const AnnotateReport report = annotate();
  EXPECT_EQ(report.images, 2);
  EXPECT_EQ(report.images_annotated, 2);
  EXPECT_EQ(report.faces_added, 3);
  EXPECT_TRUE(report.failures.empty());
  EXPECT_EQ(faces_of(project, two).size(), 2);

  const std::vector<Face> faces = faces_of(project, one);
  ASSERT_EQ(faces.size(), 1);
  EXPECT_EQ(faces[0].status, FaceStatus::kProposed);
  EXPECT_EQ(faces[0].scheme, "ibug68");
  EXPECT_FALSE(faces[0].current) << "a proposal is no label";
  const auto proposal = open_proposal(project, faces[0].id);
  ASSERT_TRUE(proposal);
  EXPECT_EQ(proposal->points.size(), 68);
  EXPECT_EQ(proposal->confidence.size(), 68);
  // The predictor's 0.9 and its errors of a fiftieth of the box's width.
  const double error = 0.02 * bounding_box(proposal->points).width;
  EXPECT_NEAR(proposal->score, 0.9 * chance_within(0.06 * *box_side(proposal->points), error),
              1e-9);
  const std::vector<Model> known = models(project);
  ASSERT_EQ(known.size(), 1);
  EXPECT_EQ(known[0].id, proposal->model);
  EXPECT_EQ(known[0].name, "mean-face");
  EXPECT_EQ(known[0].path, "weights.fpm");
}

TEST_F(Annotate, RunningItAgainAddsNothing) {
  const ImageId image = add("one.jpg", {test::DrawnFaceParameters{}});
  annotate();
  const int seen = predictor.faces_seen.load();
  const AnnotateReport report = annotate();
  EXPECT_EQ(report.images_with_faces, 1);
  EXPECT_EQ(report.faces_added, 0);
  EXPECT_EQ(predictor.faces_seen, seen);
  const std::vector<Face> faces = faces_of(project, image);
  ASSERT_EQ(faces.size(), 1);
  EXPECT_EQ(proposals_of(project, faces[0].id).size(), 1);
}

TEST_F(Annotate, AgainRenewsOpenProposalsAndKeepsTheFaces) {
  const ImageId image = add("one.jpg", {test::DrawnFaceParameters{}});
  annotate();
  predictor.rename("better", "fedcba9876543210");
  AnnotateOptions options;
  options.again = true;
  const AnnotateReport report = annotate(options);
  EXPECT_EQ(report.proposals_renewed, 1);
  EXPECT_EQ(report.faces_added, 0);
  const std::vector<Face> faces = faces_of(project, image);
  ASSERT_EQ(faces.size(), 1);
  const std::vector<Proposal> proposals = proposals_of(project, faces[0].id);
  ASSERT_EQ(proposals.size(), 2);
  EXPECT_EQ(proposals[0].state, "open");
  EXPECT_EQ(proposals[1].state, "superseded");
  EXPECT_NE(proposals[0].model, proposals[1].model);
}

TEST_F(Annotate, LabelledAndRejectedFacesAreLeftAlone) {
  const ImageId labelled = add("labelled.jpg", {test::DrawnFaceParameters{}});
  const ImageId rejected = add("rejected.jpg", {test::DrawnFaceParameters{}});
  NewFace face;
  face.image = labelled;
  face.scheme = "ibug68";
  face.box = {50, 50, 100, 100};
  face.points = test::landmarks_of(test::DrawnFaceParameters{}, 240, 240);
  const FaceId label = add_face(project, face).face;
  AnnotateOptions options;
  options.where = "-has:label";
  annotate(options);
  const FaceId no_face = faces_of(project, rejected).at(0).id;
  apply_change(project, "Reject", {{no_face, {}, FaceStatus::kRejected, {}, {}}});
  options.where.clear();
  options.again = true;
  const AnnotateReport report = annotate(options);
  EXPECT_EQ(report.images_with_faces, 2);
  EXPECT_EQ(report.proposals_renewed, 0);
  EXPECT_TRUE(proposals_of(project, label).empty());
  EXPECT_EQ(faces_of(project, rejected).size(), 1);
}

TEST_F(Annotate, WhereAskedForItProposesBesideLabelsAndChangesNone) {
  const ImageId image = add("labelled.jpg", {test::DrawnFaceParameters{}});
  NewFace face;
  face.image = image;
  face.scheme = "ibug68";
  face.box = {50, 50, 100, 100};
  face.points = test::landmarks_of(test::DrawnFaceParameters{}, 240, 240);
  const AddedFace labelled = add_face(project, face);
  face.image = add("rejected.jpg", {test::DrawnFaceParameters{}});
  const FaceId rejected = add_face(project, face).face;
  apply_change(project, "Reject", {{rejected, {}, FaceStatus::kRejected, {}, {}}});
  AnnotateOptions options;
  options.labelled = true;
  const AnnotateReport report = annotate(options);
  EXPECT_EQ(report.proposals_renewed, 1);
  EXPECT_EQ(report.faces_added, 0);
  ASSERT_EQ(proposals_of(project, labelled.face).size(), 1U);
  EXPECT_EQ(proposals_of(project, labelled.face)[0].state, "open");
  const Rect seen = bounding_box(proposals_of(project, labelled.face)[0].points);
  EXPECT_GT(intersection_over_union(seen, bounding_box(*face.points)), 0.99)
      << "the label has moved since the face got its box";
  EXPECT_EQ(get_face(project, labelled.face).current, labelled.revision);
  EXPECT_TRUE(proposals_of(project, rejected).empty());
}

TEST_F(Annotate, UnreadablePicturesAreReportedAndTheRestGoesOn) {
  test::write_text(dir.path() / "images" / "a_text.jpg", "no picture at all");
  test::write_text(dir.path() / "images" / "b_empty.jpg", "");
  add_image("a_text.jpg");
  add_image("b_empty.jpg");
  add_image("c_missing.jpg");
  const ImageId empty_room = add("d_no_face.jpg", {});
  add("e_face.jpg", {test::DrawnFaceParameters{}});
  const AnnotateReport report = annotate();
  ASSERT_EQ(report.failures.size(), 3);
  EXPECT_EQ(report.failures[0].image, "drawn/a_text.jpg");
  EXPECT_NE(report.failures[0].text.find("not a picture"), std::string::npos);
  EXPECT_NE(report.failures[1].text.find("empty"), std::string::npos);
  EXPECT_EQ(report.failures[2].image, "drawn/c_missing.jpg");
  EXPECT_EQ(report.without_face, std::vector<std::string>{"drawn/d_no_face.jpg"});
  EXPECT_TRUE(faces_of(project, empty_room).empty());
  EXPECT_EQ(report.images_annotated, 1);
}

TEST_F(Annotate, StoresTheSameWhateverTheNumberOfThreads) {
  for (int i = 0; i < 6; ++i) add(std::to_string(i) + ".jpg", two_faces(), 400 + 20 * i);
  const auto stored_with = [&](int threads) {
    Project copy = Project::create(dir / (std::to_string(threads) + ".facepoint"));
    for (const Dataset& each : datasets(project)) add_dataset(copy, each);
    for (const Image& image : images(project)) facepoint::add_image(copy, image);
    JobContext job;
    run_annotate(copy, {}, test::tools_with(predictor, threads), "weights.fpm", job);
    std::vector<std::pair<ImageId, Keypoints>> stored;
    for (const ImageSummary& image : image_summaries(copy)) {
      for (const Face& face : faces_of(copy, image.image)) {
        stored.emplace_back(image.image, open_proposal(copy, face.id)->points);
      }
    }
    return stored;
  };
  const auto alone = stored_with(1);
  EXPECT_EQ(alone.size(), 12);
  EXPECT_EQ(stored_with(3), alone);
}

TEST_F(Annotate, ACancelledRunKeepsWhatItFoundAndTheNextOneGoesOn) {
  constexpr int kImages = 20;  // more than are stored in one transaction
  add("0.jpg", {test::DrawnFaceParameters{}});
  for (int i = 1; i < kImages; ++i) {
    const std::string name = std::to_string(i) + ".jpg";
    std::filesystem::copy_file(dir.path() / "images" / "0.jpg", dir.path() / "images" / name);
    add_image(name);
  }
  std::stop_source stop;
  JobContext job(
      [&](const Progress& progress) {
        if (progress.stage == "Annotating") stop.request_stop();
      },
      stop.get_token());
  EXPECT_THROW(run_annotate(project, {}, test::tools_with(predictor, 2), "weights.fpm", job),
               Cancelled);
  const auto kept = count_images(project, parse_query("status:proposed"));
  EXPECT_GE(kept, 1);
  EXPECT_LT(kept, kImages);
  std::int64_t first_empty = 0;
  for (const ImageSummary& image : image_summaries(project)) {
    if (image.faces == 0) break;
    ++first_empty;
  }
  EXPECT_EQ(kept, first_empty) << "images are done in their order";
  const AnnotateReport rest = annotate();
  EXPECT_EQ(rest.faces_added, kImages - kept);
  EXPECT_EQ(rest.images_with_faces, kept);
}

TEST_F(Annotate, OnlyImagesThatMatchTheQueryAreLookedAt) {
  add("a_1.jpg", {test::DrawnFaceParameters{}});
  const ImageId other = add("b_1.jpg", {test::DrawnFaceParameters{}});
  AnnotateOptions options;
  options.where = "name:a_*";
  EXPECT_EQ(annotate(options).images, 1);
  EXPECT_TRUE(faces_of(project, other).empty());
  options.where = "nonsense:1";
  EXPECT_THROW(annotate(options), Error);
}

TEST_F(Annotate, ADatasetOfAnotherSchemeIsReported) {
  const DatasetId other =
      add_dataset(project, {{}, "kaggle", (dir / "images").string(), "kaggle15"});
  Image image;
  image.dataset = other;
  image.path = "a.jpg";
  facepoint::add_image(project, image);
  const AnnotateReport report = annotate();
  ASSERT_EQ(report.failures.size(), 1);
  EXPECT_NE(report.failures[0].text.find("kaggle15"), std::string::npos);
}

}  // namespace
}  // namespace facepoint
