#include "image/draw.h"

#include <gtest/gtest.h>

#include <limits>

#include "base/files.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

Picture canvas(std::uint8_t value) {
  return {120, 120, 3, std::vector<std::uint8_t>(std::size_t{120} * 120 * 3, value)};
}

Scheme ibug68() {
  const auto path = test::source_dir() / "assets" / "schemes" / "ibug68.json";
  return parse_scheme(read_file(path), path.string());
}

Keypoints all_absent() { return Keypoints(68, Landmark{{}, Visibility::kAbsent}); }

Rgb pixel(const Picture& picture, int x, int y) {
  const std::uint8_t* p = picture.row(y) + static_cast<std::ptrdiff_t>(3) * x;
  return {p[0], p[1], p[2]};
}

int changed_pixels(const Picture& a, const Picture& b) {
  int changed = 0;
  for (int y = 0; y < a.height; ++y) {
    for (int x = 0; x < a.width; ++x) changed += pixel(a, x, y) == pixel(b, x, y) ? 0 : 1;
  }
  return changed;
}

TEST(Draw, APointIsDrawnInItsRegionsColourWithADarkRim) {
  const Scheme scheme = ibug68();
  for (const std::uint8_t background : {0, 128, 255}) {
    Picture picture = canvas(background);
    Keypoints points = all_absent();
    points[30] = {{60, 50}, Visibility::kVisible};
    DrawStyle style;
    style.numbers = false;
    style.scale = 2;
    draw_landmarks(picture, scheme, points, style);
    const Rgb color = scheme.regions[static_cast<std::size_t>(scheme.region_of(30))].color;
    EXPECT_EQ(pixel(picture, 60, 50), color);
    EXPECT_LT(pixel(picture, 64, 50).g, 128);
    EXPECT_EQ(pixel(picture, 90, 90).r, background);
  }
}

TEST(Draw, NumbersAndEdgesAreDrawnOnlyWhenAskedFor) {
  const Scheme scheme = ibug68();
  Keypoints points = all_absent();
  points[0] = {{30, 30}, Visibility::kVisible};
  points[1] = {{30, 90}, Visibility::kVisible};
  const auto drawn = [&](bool edges, bool numbers) {
    Picture picture = canvas(200);
    draw_landmarks(picture, scheme, points, {edges, numbers, 1});
    return picture;
  };
  const Picture plain = drawn(false, false);
  EXPECT_EQ(changed_pixels(canvas(200), plain) > 0, true);
  EXPECT_EQ(pixel(plain, 30, 60), (Rgb{200, 200, 200}));
  EXPECT_NE(pixel(drawn(true, false), 30, 60), (Rgb{200, 200, 200}));
  EXPECT_GT(changed_pixels(plain, drawn(false, true)), 20);
}

TEST(Draw, AbsentFarAndNonFinitePointsAreLeftOut) {
  const Scheme scheme = ibug68();
  Keypoints points = all_absent();
  points[3] = {{1e12, 5}, Visibility::kVisible};
  points[4] = {{std::numeric_limits<double>::quiet_NaN(), 5}, Visibility::kVisible};
  Picture picture = canvas(50);
  draw_landmarks(picture, scheme, points);
  EXPECT_EQ(picture.pixels, canvas(50).pixels);
}

TEST(Draw, ABoxHasItsColourOnItsSides) {
  Picture picture = canvas(0);
  draw_box(picture, {20, 30, 40, 50}, {0, 255, 0});
  EXPECT_GT(pixel(picture, 20, 50).g, 200);
  EXPECT_GT(pixel(picture, 60, 50).g, 200);
  EXPECT_GT(pixel(picture, 40, 30).g, 200);
  EXPECT_EQ(pixel(picture, 40, 50).g, 0);
}

}  // namespace
}  // namespace facepoint
