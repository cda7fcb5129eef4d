#include "ui/face_drawing.h"

#include "ui/ui_fixture.h"

namespace facepoint {
namespace {

class FaceDrawingTest : public test::UiTest {
 protected:
  FaceDrawingTest() {
    ImGui::NewFrame();
    viewport.set_area({0, 0, 800, 600});
    viewport.fit({0, 0, 800, 600}, 0);
  }
  ~FaceDrawingTest() override { ImGui::EndFrame(); }
  // 68 points in a box of this side at a place of the screen.
  int vertices_of(double side, Point middle, bool dimmed) {
    Keypoints points = test::spiral_points({0, 0});
    const Rect box = bounding_box(points);
    for (Landmark& landmark : points) {
      landmark.position = landmark.position * (side / std::max(box.width, box.height)) + middle;
    }
    FaceStyle style;
    style.dimmed = dimmed;
    ImDrawList& list = *ImGui::GetForegroundDrawList();
    const int before = list.VtxBuffer.Size;
    draw_face(list, theme, viewport, SchemeLibrary::standard().get("ibug68"), points, style);
    return list.VtxBuffer.Size - before;
  }

  Viewport viewport;
};

TEST_F(FaceDrawingTest, DrawsASmallFaceAmongOthersAsOneSquareAPoint) {
  EXPECT_EQ(vertices_of(30, {400, 300}, true), 68 * 4);
  EXPECT_GT(vertices_of(200, {400, 300}, true), 68 * 8);
  EXPECT_GT(vertices_of(30, {400, 300}, false), 68 * 8) << "the current face keeps its detail";
}

TEST_F(FaceDrawingTest, SpendsNothingOnAFaceBesideTheCanvas) {
  EXPECT_EQ(vertices_of(200, {1200, 300}, false), 0);
  EXPECT_EQ(vertices_of(30, {400, -200}, true), 0);
  EXPECT_GT(vertices_of(200, {850, 300}, false), 0) << "half of it is inside";
}

}  // namespace
}  // namespace facepoint
