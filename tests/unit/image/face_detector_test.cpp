#include "image/face_detector.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/error.h"
#include "image/process.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

double clamp01(double value) { return std::clamp(value, 0.0, 1.0); }

// How much of an ellipse with these half axes covers (x, y): 1 inside, 0 outside, soft rim.
double ellipse(double x, double y, double cx, double cy, double rx, double ry) {
  const double d = std::hypot((x - cx) / rx, (y - cy) / ry);
  return clamp01((1 - d) * std::min(rx, ry) / 0.03 + 0.5);
}

// Light of a simple frontal face whose points' box is the unit square: skin, dark eyes and brows,
// a nose's shadow and a mouth, which is what a Haar cascade looks for.
double face_light(double u, double v, double background) {
  const double skin = ellipse(u, v, 0.5, 0.42, 0.55, 0.66);
  double light = background * (1 - skin) + skin * (205 - 40 * std::abs(u - 0.5));
  const auto darken = [&](double amount, double cover) { light -= amount * cover * skin; };
  for (const double side : {-1.0, 1.0}) {
    darken(60, ellipse(u, v, 0.5 + side * 0.22, 0.2, 0.17, 0.11));    // the eye's socket
    darken(90, ellipse(u, v, 0.5 + side * 0.22, 0.22, 0.085, 0.05));  // the eye
    darken(70, ellipse(u, v, 0.5 + side * 0.23, 0.06, 0.16, 0.035));  // the brow
    darken(55, ellipse(u, v, 0.5 + side * 0.07, 0.52, 0.05, 0.03));   // the nostril
  }
  darken(75, ellipse(u, v, 0.5, 0.74, 0.19, 0.05));  // the mouth
  darken(30, ellipse(u, v, 0.5, 0.88, 0.18, 0.03));
  return light;
}

Picture picture_with_faces(int width, int height, const std::vector<Rect>& boxes) {
  Picture picture{width, height, 3, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const double background = 90 + 30.0 * y / height;
      double light = background;
      for (const Rect& box : boxes) {
        const double u = (x - box.x) / box.width;
        const double v = (y - box.y) / box.height;
        if (u > -1 && u < 2 && v > -1 && v < 2) light = face_light(u, v, background);
      }
      picture.pixels.insert(picture.pixels.end(), 3,
                            static_cast<std::uint8_t>(std::clamp(light, 0.0, 255.0)));
    }
  }
  return gaussian_blur(picture, 0.8);
}

TEST(HaarDetector, ABoxIsWhereThePointsAreExpected) {
  const Rect box{90, 100, 100, 96};
  const auto found = make_haar_detector()->detect(picture_with_faces(300, 300, {box}));
  ASSERT_EQ(found.size(), 1);
  EXPECT_GT(intersection_over_union(found[0].box, box), 0.6);
  EXPECT_GE(found[0].score, 3);
}

TEST(HaarDetector, FindsSeveralFacesInAPictureLargerThanItLooksAt) {
  const std::vector<Rect> boxes{{300, 350, 380, 365}, {1250, 420, 300, 288}};
  const auto found = make_haar_detector()->detect(picture_with_faces(1900, 1100, boxes));
  ASSERT_EQ(found.size(), 2);
  for (const Rect& box : boxes) {
    const double best = std::max(intersection_over_union(found[0].box, box),
                                 intersection_over_union(found[1].box, box));
    EXPECT_GT(best, 0.6);
  }
  EXPECT_GE(found[0].score, found[1].score);
}

TEST(HaarDetector, FindsNothingWhereThereIsNoFace) {
  const auto detector = make_haar_detector();
  EXPECT_TRUE(detector->detect(picture_with_faces(300, 200, {})).empty());
  EXPECT_TRUE(detector->detect({}).empty());
  EXPECT_TRUE(detector->detect({1, 1, 3, {1, 2, 3}}).empty());
}

TEST(HaarDetector, AMissingCascadeIsNamed) {
  const test::TempDir empty;
  const char* before = std::getenv("FACEPOINT_PREFIX");
  const std::string saved = before == nullptr ? "" : before;
  setenv("FACEPOINT_PREFIX", empty.path().c_str(), 1);
  EXPECT_THROW(
      {
        try {
          make_haar_detector();
        } catch (const Error& e) {
          EXPECT_EQ(e.code(), ErrorCode::kNotFound);
          EXPECT_NE(e.context().find("frontalface"), std::string::npos);
          throw;
        }
      },
      Error);
  if (before == nullptr) {
    unsetenv("FACEPOINT_PREFIX");
  } else {
    setenv("FACEPOINT_PREFIX", saved.c_str(), 1);
  }
}

}  // namespace
}  // namespace facepoint
