#include "image/disturb.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/error.h"

namespace facepoint {
namespace {

// Black with a white spot of three by three pixels around (x, y).
Picture spot(int width, int height, int x, int y) {
  Picture picture{width, height, 3, {}};
  picture.pixels.resize(picture.row_bytes() * static_cast<std::size_t>(height));
  for (int dy = -1; dy <= 1; ++dy) std::fill_n(picture.row(y + dy) + (x - 1) * 3, 9, 255);
  return picture;
}

Point brightest(const Picture& picture) {
  Point sum;
  double weight = 0;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const double light = picture.row(y)[x * picture.channels];
      sum = sum + Point{x * light, y * light};
      weight += light;
    }
  }
  return sum * (1 / weight);
}

TEST(Disturb, SaysWherePointsHaveGone) {
  const Picture picture = spot(80, 60, 20, 30);
  const std::vector<Keypoints> faces = {make_keypoints({{40, 10}, {70, 50}})};
  for (const std::string kind : {"turned:15", "turned:30", "turned:45", "size:0.5", "blurred"}) {
    const DisturbedPicture changed = disturbed(picture, kind, faces);
    const Point expected = changed.disturbed_from_original({20, 30});
    EXPECT_NEAR(distance(brightest(changed.picture), expected), 0, 0.3) << kind;
  }
}

TEST(Disturb, TurnedPicturesShowAllOfTheOriginal) {
  const DisturbedPicture changed = disturbed(spot(80, 60, 20, 30), "turned:45", {});
  for (const Point corner : {Point{0, 0}, Point{79, 0}, Point{0, 59}, Point{79, 59}}) {
    const Point now = changed.disturbed_from_original(corner);
    EXPECT_GE(now.x, -0.5);
    EXPECT_GE(now.y, -0.5);
    EXPECT_LE(now.x, changed.picture.width - 0.5);
    EXPECT_LE(now.y, changed.picture.height - 0.5);
  }
}

TEST(Disturb, ChangesPixelsAndLeavesTheGivenPictureAlone) {
  Picture picture{64, 64, 3, std::vector<std::uint8_t>(64 * 64 * 3, 200)};
  for (std::size_t i = 0; i < picture.pixels.size(); i += 7) picture.pixels[i] = 40;
  const Picture before = picture;
  const std::vector<Keypoints> faces = {make_keypoints({{10, 10}, {50, 50}})};
  for (const std::string& kind : known_disturbances()) {
    const DisturbedPicture changed = disturbed(picture, kind, faces);
    EXPECT_NE(changed.picture.pixels, before.pixels) << kind;
    EXPECT_EQ(picture.pixels, before.pixels) << kind;
  }
}

TEST(Disturb, CoversAQuarterOfAFace) {
  const Picture white{64, 64, 1, std::vector<std::uint8_t>(64 * 64, 255)};
  const std::vector<Keypoints> faces = {make_keypoints({{10, 10}, {50, 50}})};
  const Picture covered = disturbed(white, "covered", faces).picture;
  EXPECT_EQ(std::count(covered.pixels.begin(), covered.pixels.end(), 110), 20 * 20);
}

TEST(Disturb, OfAnUnknownKindNamesTheKnownOnes) {
  try {
    disturbed(spot(8, 8, 3, 3), "rained", {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_NE(error.message().find("turned:15, turned:30"), std::string::npos);
  }
}

}  // namespace
}  // namespace facepoint
