#include "tasks/face_finder.h"

#include <gtest/gtest.h>

#include <numbers>

#include "landmark/metrics.h"
#include "mean_face_predictor.h"

namespace facepoint {
namespace {

test::DrawnFaceParameters face_at(double center_x, double width) {
  test::DrawnFaceParameters face;
  face.placement.center_x = center_x;
  face.placement.face_width = width;
  return face;
}

TEST(FaceFinder, FindsEveryFaceOfAPictureWithItsPoints) {
  const test::DrawnPicture drawn =
      test::draw_picture({face_at(0.28, 0.25), face_at(0.74, 0.22)}, {}, 480, 300);
  const auto detector = make_haar_detector();
  test::MeanFacePredictor predictor;
  const auto faces =
      faces_at(predictor, drawn.picture, detector->detect(drawn.picture), kDefaultMinScore);
  ASSERT_EQ(faces.size(), 2);
  for (const Keypoints& truth : drawn.faces) {
    const auto nearer =
        std::min(*mean_distance(faces[0].points, truth), *mean_distance(faces[1].points, truth));
    EXPECT_LT(nearer, 0.15 * *box_side(truth));
  }
  EXPECT_EQ(faces[0].box, bounding_box(faces[0].points));
  EXPECT_EQ(faces[0].confidence.size(), 68);
}

TEST(FaceFinder, DetectionsThatTheNetworkRejectsAreDropped) {
  test::MeanFacePredictor predictor([](const Rect& box) { return box.x > 100 ? 0.05 : 0.8; });
  const Picture picture{300, 200, 3, std::vector<std::uint8_t>(std::size_t{300} * 200 * 3)};
  const Detection face{{20, 20, 60, 60}, 9};
  const Detection wall{{180, 20, 60, 60}, 30};
  const auto faces = faces_at(
      predictor, {{&picture, {wall, face}}, {&picture, {}}, {&picture, {wall}}, {&picture, {face}}},
      0.3);
  ASSERT_EQ(faces.size(), 4);
  ASSERT_EQ(faces[0].size(), 1);
  EXPECT_NEAR(faces[0][0].box.x, 20, 1e-9);
  EXPECT_TRUE(faces[1].empty());
  EXPECT_TRUE(faces[2].empty());
  EXPECT_EQ(faces[3].size(), 1);
  EXPECT_TRUE(faces_at(predictor, {}, 0.3).empty());
}

TEST(FaceFinder, ATurnedFacesBoxIsTakenInItsOwnFrame) {
  // A square of side 40 turned by 45 degrees fills one of side 40 * sqrt(2) along the axes.
  test::MeanFacePredictor predictor;
  const Picture picture{300, 200, 3, std::vector<std::uint8_t>(std::size_t{300} * 200 * 3)};
  const double outer = 40 * std::numbers::sqrt2;
  const Detection turned{{100, 80, outer, outer}, 1, std::numbers::pi / 4};
  const auto faces = faces_at(predictor, picture, {turned}, 0.3);
  ASSERT_EQ(faces.size(), 1);
  EXPECT_NEAR(faces[0].box.width, 40, 1e-9);
  EXPECT_NEAR(faces[0].box.center().x, turned.box.center().x, 1e-9);
  EXPECT_NEAR(faces[0].box.center().y, turned.box.center().y, 1e-9);
}

TEST(FaceFinder, AFaceWhosePointsFindNoPlaceScoresLow) {
  const Scheme& scheme = SchemeLibrary::standard().get("ibug68");
  FacePrediction prediction;
  for (int i = 0; i < scheme.size(); ++i) {
    prediction.points.push_back({{10.0 * (i % 8), 10.0 * (i / 8)}, Visibility::kVisible});
  }
  const double side = *box_side(prediction.points);
  prediction.score = 0.96;
  prediction.error.assign(prediction.points.size(), 0.02 * side);
  EXPECT_GT(found_face(prediction, scheme).score, 0.9);
  prediction.error.assign(prediction.points.size(), 0.1 * side);
  EXPECT_LT(found_face(prediction, scheme).score, 0.4);
}

TEST(FaceFinder, OfDetectionsOfOneFaceTheBestScoredStays) {
  test::MeanFacePredictor predictor([](const Rect& box) { return box.x == 24 ? 0.9 : 0.7; });
  const Picture picture{300, 200, 3, std::vector<std::uint8_t>(std::size_t{300} * 200 * 3)};
  const std::vector<Detection> detections{
      {{20, 20, 60, 60}, 30}, {{24, 22, 60, 60}, 5}, {{75, 20, 60, 60}, 5}};
  const auto faces = faces_at(predictor, {{&picture, detections}}, 0.3).front();
  ASSERT_EQ(faces.size(), 2);
  EXPECT_NEAR(faces[0].box.x, 24, 1e-9);
  EXPECT_NEAR(faces[1].box.x, 75, 1e-9) << "a neighbour's face is another face";
}

}  // namespace
}  // namespace facepoint
