#include "edit/viewport.h"

#include <gtest/gtest.h>

namespace facepoint {
namespace {

void expect_near(Point a, Point b) {
  EXPECT_NEAR(a.x, b.x, 1e-9);
  EXPECT_NEAR(a.y, b.y, 1e-9);
}

Viewport view() {
  Viewport viewport;
  viewport.set_area({100, 50, 800, 600});
  viewport.fit({-0.5, -0.5, 200, 160}, 20);
  return viewport;
}

TEST(Viewport, ScreenAndImageAreInverse) {
  Viewport viewport = view();
  viewport.zoom_at({321, 222}, 3.7);
  viewport.pan({-40, 13});
  expect_near(viewport.to_image(viewport.to_screen({12.25, -3})), {12.25, -3});
}

TEST(Viewport, FittingShowsTheWholeRectangleInsideItsMargin) {
  const Viewport viewport = view();
  const Point top_left = viewport.to_screen({-0.5, -0.5});
  const Point bottom_right = viewport.to_screen({199.5, 159.5});
  EXPECT_NEAR(bottom_right.y - top_left.y, 560, 1e-9);  // the tighter side fills the room
  EXPECT_GE(top_left.x, 120 - 1e-9);
  EXPECT_LE(bottom_right.x, 880 + 1e-9);
  expect_near(viewport.to_screen({99.5, 79.5}), {500, 350});
}

TEST(Viewport, FittingStopsAtTheGivenScale) {
  Viewport viewport = view();
  viewport.fit({0, 0, 4, 4}, 0, 12);
  EXPECT_DOUBLE_EQ(viewport.scale(), 12);
}

TEST(Viewport, ZoomKeepsThePointUnderTheCursor) {
  Viewport viewport = view();
  const Point cursor{640, 123};
  const Point under = viewport.to_image(cursor);
  for (const double factor : {1.18, 2.5, 0.3, 1e9, 1e-12}) {
    viewport.zoom_at(cursor, factor);
    expect_near(viewport.to_screen(under), cursor);
  }
  EXPECT_DOUBLE_EQ(viewport.scale(), Viewport::kMinScale);
}

TEST(Viewport, PanningMovesThePictureWithTheHand) {
  Viewport viewport = view();
  const Point before = viewport.to_screen({10, 10});
  viewport.pan({33, -7});
  expect_near(viewport.to_screen({10, 10}), before + Point{33, -7});
}

TEST(Viewport, AFittedViewStaysFittedWhenTheWindowGrows) {
  Viewport viewport = view();
  viewport.set_area({100, 50, 1600, 1200});
  EXPECT_TRUE(viewport.fitted());
  EXPECT_NEAR(viewport.to_screen({0, 159.5}).y - viewport.to_screen({0, -0.5}).y, 1160, 1e-9);
}

TEST(Viewport, AZoomedViewKeepsItsScaleAndMiddleWhenTheWindowGrows) {
  Viewport viewport = view();
  viewport.zoom_at({500, 350}, 2);
  const double scale = viewport.scale();
  viewport.set_area({100, 50, 1600, 1200});
  EXPECT_DOUBLE_EQ(viewport.scale(), scale);
  expect_near(viewport.to_screen({99.5, 79.5}), {900, 650});
}

TEST(Viewport, RevealMovesOnlyWhatIsNeeded) {
  Viewport viewport = view();
  const Point center = viewport.to_image({500, 350});
  viewport.reveal(center, 40);
  expect_near(viewport.to_image({500, 350}), center);
  viewport.zoom_at({500, 350}, 8);
  viewport.reveal({0, 79.5}, 40);
  expect_near(viewport.to_screen({0, 79.5}), {140, 350});
}

}  // namespace
}  // namespace facepoint
