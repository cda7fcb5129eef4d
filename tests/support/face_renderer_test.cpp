#include "support/face_renderer.h"

#include <gtest/gtest.h>

#include <future>

#include "image/face_detector.h"
#include "landmark/metrics.h"
#include "landmark/scheme.h"
#include "support/temp_dir.h"

namespace facepoint::test {
namespace {

Scene scene_for(std::uint64_t seed) {
  Random random(seed * 7 + 1);
  return random_scene(random);
}

DrawnFaceParameters straight_ahead(std::uint64_t seed) {
  DrawnFaceParameters face = random_face(seed);
  face.expression = {};
  face.pose = {};
  return face;
}

Point at(const Keypoints& points, int index) {
  return points[static_cast<std::size_t>(index)].position;
}

const Scheme& ibug68() {
  static const SchemeLibrary kLibrary(source_dir() / "assets" / "schemes");
  return kLibrary.get("ibug68");
}

double grey_at(const Picture& picture, Point p) {
  const auto* pixel = picture.row(static_cast<int>(std::lround(p.y))) + 3 * std::lround(p.x);
  return (pixel[0] + pixel[1] + pixel[2]) / 3.0;
}

TEST(FaceRenderer, TheSameSeedGivesTheSameBytesAndAnotherSeedOthers) {
  const DrawnPicture first = draw_picture({random_face(5)}, scene_for(5), 120, 130);
  const DrawnPicture again = draw_picture({random_face(5)}, scene_for(5), 120, 130);
  const DrawnPicture other = draw_picture({random_face(6)}, scene_for(5), 120, 130);
  EXPECT_EQ(first.picture.pixels, again.picture.pixels);
  EXPECT_EQ(first.faces, again.faces);
  EXPECT_NE(first.picture.pixels, other.picture.pixels);
  EXPECT_EQ(first.picture.pixels.size(), 120U * 130U * 3U);
}

TEST(FaceRenderer, ThePictureAndThePointsAloneAgree) {
  const DrawnFaceParameters face = random_face(9);
  EXPECT_EQ(draw_picture({face}, scene_for(9), 90, 100).faces.front(), landmarks_of(face, 90, 100));
}

TEST(FaceRenderer, AMirroredPersonHasMirroredPoints) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    const DrawnFaceParameters face = random_face(seed);
    const Keypoints expected = facepoint::mirrored(ibug68(), landmarks_of(face, 240, 240), 240);
    const Keypoints points = landmarks_of(mirrored(face), 240, 240);
    for (int i = 0; i < 68; ++i) {
      EXPECT_LT(distance(at(points, i), at(expected, i)), 1.01)
          << "seed " << seed << " point " << i;
    }
  }
}

TEST(FaceRenderer, PointsOfAFaceSeenFromTheFrontLieInThePictureInTheOrderOfTheScheme) {
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Keypoints points = landmarks_of(straight_ahead(seed), 240, 300);
    ASSERT_EQ(points.size(), 68U);
    EXPECT_EQ(points_outside(points, 240, 300), 0) << "seed " << seed;
    for (int i = 0; i < 16; ++i) EXPECT_LT(at(points, i).x, at(points, i + 1).x);
    for (int i = 17; i < 26; ++i) EXPECT_LT(at(points, i).x, at(points, i + 1).x);
    for (int i = 27; i < 30; ++i) EXPECT_LT(at(points, i).y, at(points, i + 1).y);
    for (int i = 31; i < 35; ++i) EXPECT_LT(at(points, i).x, at(points, i + 1).x);
    for (int i = 48; i < 54; ++i) EXPECT_LT(at(points, i).x, at(points, i + 1).x);
    EXPECT_LT(at(points, 37).y, at(points, 41).y);
    EXPECT_LT(at(points, 51).y, at(points, 57).y);
    EXPECT_LT(at(points, 19).y, at(points, 37).y);
    EXPECT_LT(at(points, 57).y, at(points, 8).y);
    EXPECT_NEAR(at(points, 30).x, at(points, 8).x, 1e-6);
  }
}

TEST(FaceRenderer, ExpressionsMoveThePointsTheyShould) {
  const DrawnFaceParameters calm = straight_ahead(3);
  const Keypoints before = landmarks_of(calm, 300, 300);
  DrawnFaceParameters face = calm;
  face.expression.mouth_open = 15;
  const Keypoints open = landmarks_of(face, 300, 300);
  EXPECT_GT(distance(at(open, 62), at(open, 66)), distance(at(before, 62), at(before, 66)) + 8);
  EXPECT_GT(at(open, 8).y, at(before, 8).y + 4);
  EXPECT_EQ(at(open, 37), at(before, 37));

  face = calm;
  face.expression.eye_open_left = 0;
  const Keypoints blink = landmarks_of(face, 300, 300);
  EXPECT_LT(distance(at(blink, 37), at(blink, 41)), 0.01);
  EXPECT_EQ(at(blink, 44), at(before, 44));

  face = calm;
  face.expression.smile_left = face.expression.smile_right = 1;
  const Keypoints smile = landmarks_of(face, 300, 300);
  EXPECT_LT(at(smile, 48).y, at(before, 48).y - 2);
  EXPECT_LT(at(smile, 48).x, at(before, 48).x - 2);
}

// The points are exact only if the pixels follow them: pupils, lid edges and the outline do.
TEST(FaceRenderer, ThePixelsFollowThePoints) {
  DrawnFaceParameters face = straight_ahead(2);
  face.appearance.melanin = 0.1;
  face.appearance.glasses = false;
  face.appearance.lipstick = 1;
  face.appearance.stubble = face.appearance.moustache = 0;
  face.appearance.hair = HairStyle::kBald;
  Scene scene;
  scene.background_color = {0, 0.6, 0};
  scene.grain = 0;
  const DrawnPicture drawn = draw_picture({face}, scene, 360, 360);
  const Keypoints& p = drawn.faces.front();
  const auto pixel = [&](Point q) {
    return drawn.picture.row(static_cast<int>(std::lround(q.y))) + 3 * std::lround(q.x);
  };
  const Point eye = (at(p, 36) + at(p, 39)) * 0.5;
  EXPECT_LT(grey_at(drawn.picture, eye), 0.6 * grey_at(drawn.picture, at(p, 29)));
  const Point lip = (at(p, 57) + at(p, 66)) * 0.5;
  const Point chin = at(p, 57) + (at(p, 8) - at(p, 57)) * 0.3;
  EXPECT_LT(pixel(lip)[1], pixel(chin)[1] - 30) << "lipstick ends at the lower lip's contour";
  for (const int i : {3, 4, 5}) {  // below the ear, above the neck
    const Point in = at(p, i) + (at(p, 30) - at(p, i)) * 0.08;
    EXPECT_GT(pixel(in)[0], pixel(in)[1]) << "skin inside the outline at " << i;
  }
  const Point beside = at(p, 3) + (at(p, 3) - at(p, 30)) * 0.12;
  EXPECT_GT(pixel(beside)[1], pixel(beside)[0]) << "background outside of it";
}

int found_by_cascade(std::uint64_t first_seed, std::uint64_t last_seed) {
  const auto detector = make_haar_detector();
  int found = 0;
  for (std::uint64_t seed = first_seed; seed <= last_seed; ++seed) {
    const DrawnPicture drawn = draw_picture({random_face(seed)}, scene_for(seed), 180, 180);
    const Rect face = bounding_box(drawn.faces.front());
    for (const Detection& detection : detector->detect(drawn.picture)) {
      if (intersection_over_union(detection.box, face) > 0.4) {
        ++found;
        break;
      }
    }
  }
  return found;
}

TEST(FaceRenderer, OpenCvsFrontalCascadeFindsNineInTenFaces) {
  std::future<int> first_half = std::async(std::launch::async, found_by_cascade, 1, 50);
  const int second_half = found_by_cascade(51, 100);
  const int found = first_half.get() + second_half;
  RecordProperty("found", found);
  EXPECT_GE(found, 90);
}

}  // namespace
}  // namespace facepoint::test
