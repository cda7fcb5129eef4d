#include "image/onnx_detector.h"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "base/error.h"
#include "image/codec.h"
#include "image/onnx_faces.h"
#include "image/process.h"
#include "support/onnx_files.h"
#include "support/sample_builder.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

constexpr double kTurn = 0.35;  // radians

// Symmetric, turned by kTurn, in strides from the cell's corner.
test::KnownFace turned_face() {
  test::KnownFace face;
  face.width = 4;
  face.height = 5;
  const Similarity turned{std::cos(kTurn), std::sin(kTurn), 0.5, 0.5};
  const std::array<Point, 5> upright{{{-1, -1}, {1, -1}, {0, 0}, {-0.8, 1}, {0.8, 1}}};
  for (std::size_t i = 0; i < 5; ++i) face.landmarks[i] = turned(upright[i]);
  return face;
}

Picture black(int width, int height) {
  Picture picture{width, height, 3, {}};
  picture.pixels.assign(picture.row_bytes() * static_cast<std::size_t>(height), 0);
  return picture;
}

void paint(Picture& picture, int x, int y, int side, int channel) {
  for (int line = y; line < y + side; ++line) {
    for (int column = x; column < x + side; ++column) {
      picture.row(line)[column * 3 + channel] = 255;
    }
  }
}

class OnnxDetector : public testing::Test {
 protected:
  std::unique_ptr<FaceDetector> detector(const std::string& bytes) {
    test::write_text(dir_ / "net.onnx", bytes);
    return make_onnx_detector(dir_ / "net.onnx");
  }
  Error refusal(const std::string& bytes) {
    try {
      detector(bytes);
    } catch (const Error& error) {
      return error;
    }
    ADD_FAILURE() << "was accepted";
    return {ErrorCode::kInternal, "accepted"};
  }

  test::TempDir dir_;
};

// A face for a coloured square at (x, y) of the looked-at picture, which is `scale` times the
// image: turned as its landmarks are, and where they are.
void expect_face(const Detection& found, double x, double y, double stride, double scale) {
  const double centre_x = (x + 0.5 * stride) / scale - 0.5;
  const double centre_y = (y + 0.5 * stride) / scale - 0.5;
  const double unit = stride / scale;
  EXPECT_GT(found.score, 0.95);
  EXPECT_NEAR(found.angle, kTurn, 1e-4);
  EXPECT_LT(distance(found.box.center(), {centre_x, centre_y}), 0.6 * unit);
  EXPECT_GT(found.box.width, 3.5 * unit);
  EXPECT_LT(found.box.width, 6 * unit);
  EXPECT_LT(found.box.height, found.box.width);
}

const std::vector<std::function<std::string()>>& every_kind() {
  static const std::vector<std::function<std::string()>> kinds{
      [] { return test::yunet_file(turned_face()); },
      [] { return test::old_yunet_file(turned_face()); },
      [] { return test::scrfd_file(turned_face()); },
      [] {
        return test::scrfd_file(turned_face(), {false, true, false, 0});
      },
      [] {
        return test::scrfd_file(turned_face(), {true, true, true, 320});
      }};
  return kinds;
}

TEST_F(OnnxDetector, OfEveryKindFindsFacesOfEachStrideWithTheirTurn) {
  Picture picture = black(203, 250);
  paint(picture, 8, 16, 8, 0);
  paint(picture, 112, 48, 16, 1);
  paint(picture, 64, 160, 32, 2);
  for (const auto& file : every_kind()) {
    const auto made = detector(file());
    const std::vector<Detection> found = made->detect(picture);
    ASSERT_EQ(found.size(), 3) << made->name();
    for (const auto& [x, y, stride] : {std::array{8, 16, 8}, {112, 48, 16}, {64, 160, 32}}) {
      const auto is_it = [&, at = Point{x + stride / 2.0, y + stride / 2.0}](const Detection& d) {
        return d.box.contains(at);
      };
      const auto one = std::find_if(found.begin(), found.end(), is_it);
      ASSERT_NE(one, found.end()) << made->name() << " stride " << stride;
      expect_face(*one, x, y, stride, 1);
    }
  }
}

TEST_F(OnnxDetector, LooksAtLargePicturesShrunk) {
  Picture picture = black(1280, 800);
  paint(picture, 512, 256, 64, 2);  // 32 pixels where the longest side is 640
  for (const auto& file : {every_kind()[0], every_kind()[1], every_kind()[2]}) {
    const std::vector<Detection> found = detector(file())->detect(picture);
    ASSERT_EQ(found.size(), 1);
    expect_face(found[0], 256, 128, 32, 0.5);
  }
  const std::vector<Detection> found = detector(every_kind()[4]())->detect(picture);
  EXPECT_TRUE(found.empty()) << "16 pixels of the 320 that this one takes, so no face of its own";
}

TEST_F(OnnxDetector, TakesTinyGreyAndEmptyPictures) {
  for (const auto& file : every_kind()) {
    const auto made = detector(file());
    EXPECT_TRUE(made->detect({}).empty());
    EXPECT_TRUE(made->detect(black(1, 1)).empty());
    EXPECT_TRUE(made->detect({40, 30, 1, std::vector<std::uint8_t>(1200, 90)}).empty());
  }
}

TEST_F(OnnxDetector, SaysWhichKindItIs) {
  EXPECT_EQ(detector(test::yunet_file({}))->name(), "yunet");
  EXPECT_EQ(detector(test::old_yunet_file({}))->name(), "yunet");
  EXPECT_EQ(detector(test::scrfd_file({}))->name(), "scrfd");
}

TEST_F(OnnxDetector, WithoutLandmarksPlacesTheLowerThreeQuartersOfItsBox) {
  Picture picture = black(128, 128);
  paint(picture, 64, 64, 16, 1);
  const auto found =
      detector(test::scrfd_file(turned_face(), {false, false, false, 0}))->detect(picture);
  ASSERT_EQ(found.size(), 1);
  // 64 x 80 around (64, 64), counted from the first pixel's edge.
  EXPECT_NEAR(found[0].box.x, 32 - 0.5, 1e-3);
  EXPECT_NEAR(found[0].box.y, 24 + 20 - 0.5, 1e-3);
  EXPECT_NEAR(found[0].box.width, 64, 1e-3);
  EXPECT_NEAR(found[0].box.height, 60, 1e-3);
  EXPECT_EQ(found[0].angle, 0);
}

TEST_F(OnnxDetector, ThatIsAnotherNetworkIsRefusedByNameWithWhatItGives) {
  const Error error = refusal(test::one_operator_file("Relu", "mask"));
  EXPECT_EQ(error.code(), ErrorCode::kUnsupported);
  EXPECT_EQ(error.context(), (dir_ / "net.onnx").string());
  EXPECT_NE(error.message().find("YuNet"), std::string::npos);
  EXPECT_NE(error.message().find("mask"), std::string::npos);
  const Error damaged = refusal(test::scrfd_file({}).substr(0, 500));
  EXPECT_EQ(damaged.code(), ErrorCode::kDamaged);
  EXPECT_EQ(damaged.context(), (dir_ / "net.onnx").string());
  EXPECT_THROW(make_onnx_detector(dir_ / "missing.onnx"), Error);
}

Point mean_of(const Keypoints& points, std::size_t first, std::size_t last) {
  Point sum;
  for (std::size_t i = first; i <= last; ++i) sum = sum + points[i].position;
  return sum * (1.0 / static_cast<double>(last - first + 1));
}

// The five of a labelled face, with a box as such detectors give it.
FaceCandidate candidate_of(const Keypoints& points) {
  FaceCandidate face;
  const Rect box = bounding_box(points);
  face.box = {box.x, box.y - box.height / 3, box.width, box.height * 4 / 3};
  face.score = 0.7;
  face.landmarks = {mean_of(points, 36, 41), mean_of(points, 42, 47), points[30].position,
                    points[48].position, points[54].position};
  return face;
}

TEST(PlacedFace, LiesWhereAFacesPointsAreAndTurnsWithIt) {
  for (const test::PictureRecipe& recipe : test::training_recipes(3, 12)) {
    const Keypoints points =
        test::draw_picture(recipe.faces, recipe.scene, recipe.width, recipe.height).faces.back();
    const Detection plain = placed_face(candidate_of(points));
    EXPECT_EQ(plain.score, 0.7);
    const Similarity upright{std::cos(plain.angle), -std::sin(plain.angle), 0, 0};
    const Rect wanted = bounding_box(transformed(upright, points));
    const Point middle = upright(plain.box.center());
    const Rect got{middle.x - plain.box.width / 2, middle.y - plain.box.height / 2, plain.box.width,
                   plain.box.height};
    EXPECT_GT(intersection_over_union(got, wanted), 0.65);

    const Similarity turn{0.8, 0.6, 3, -5};
    const Detection turned = placed_face(candidate_of(transformed(turn, points)));
    EXPECT_NEAR(std::remainder(turned.angle - plain.angle - turn.angle(), 2 * M_PI), 0, 1e-9);
    EXPECT_LT(distance(turned.box.center(), turn(plain.box.center())), 1e-6);
  }
}

TEST(PlacedFace, WhoseLandmarksContradictItsBoxIsPlacedByTheBox) {
  FaceCandidate face{{10, 20, 100, 120}, 0.9, std::array<Point, 5>{}};
  EXPECT_EQ(placed_face(face).box, (Rect{10, 50, 100, 90}));
}

}  // namespace
}  // namespace facepoint
