#include "ui/face_tile.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>

#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kLargeTile = 176;  // shows the proposal beside the label

// Few sizes, so that zooming a little decodes nothing anew.
int thumbnail_side(float side) {
  constexpr std::array kSides{64, 96, 128, 192, 256, 384, 512};
  const auto fits = std::find_if(kSides.begin(), kSides.end(),
                                 [&](int s) { return static_cast<float>(s) >= side; });
  return fits == kSides.end() ? 768 : *fits;
}

ImVec2 plus(ImVec2 a, float x, float y) { return {a.x + x, a.y + y}; }

void draw_crop(Frame& frame, const FaceSummary& face, ImVec2 at, float side) {
  const PictureKey key{face.image, thumbnail_side(side), face.face};
  const Texture* texture = frame.textures.find(key);
  if (texture == nullptr) {
    frame.textures.ask(key, {frame.session.file_of(face.dataset, face.path), face.box});
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 max = plus(at, side, side);
  const float rounding = frame.theme.px(4);
  if (texture != nullptr && texture->handle != 0) {
    const bool rejected = face.status == FaceStatus::kRejected;
    list.AddImageRounded(draw_list_texture(*texture), at, max, {0, 0}, {1, 1},
                         rejected ? IM_COL32(255, 255, 255, 70) : IM_COL32_WHITE, rounding);
    return;
  }
  list.AddRectFilled(at, max, frame.theme.colors.raised, rounding);
  if (texture != nullptr && frame.theme.has_icons) {
    const ImVec2 size = ImGui::CalcTextSize(icons::kWarning);
    list.AddText(plus(at, (side - size.x) / 2, (side - size.y) / 2), frame.theme.colors.bad,
                 icons::kWarning);
  }
}

// Squares: a screen of tiles has tens of thousands of points.
void draw_points(const Frame& frame, const FaceSummary& face, const Keypoints& points, ImVec2 at,
                 float side, bool ghost) {
  const Scheme& scheme = SchemeLibrary::standard().get(face.scheme);
  const int pixels = std::max(1, static_cast<int>(std::lround(side)));
  const Similarity tile_from_image = thumbnail_from_image(face.box, pixels);
  const float half = frame.theme.px(side >= frame.theme.px(kLargeTile) ? 1.4F : 0.9F);
  const bool outlined = side >= frame.theme.px(kSmallestWithName);  // else it hides the face
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const Region& region : scheme.regions) {
    const ImU32 color = ghost ? with_alpha(on_picture::kSecond, 220) : color_of(region.color);
    for (const int i : region.points) {
      if (i >= static_cast<int>(points.size()) || !points[i].present()) continue;
      const Point p = tile_from_image(points[i].position);
      if (p.x < half || p.y < half || p.x > side - half || p.y > side - half) continue;
      const ImVec2 middle = plus(at, static_cast<float>(p.x), static_cast<float>(p.y));
      if (outlined) {
        list.AddRectFilled(plus(middle, -half - 1, -half - 1), plus(middle, half + 1, half + 1),
                           IM_COL32(0, 0, 0, 130));
      }
      list.AddRectFilled(plus(middle, -half, -half), plus(middle, half, half), color);
    }
  }
}

void draw_badges(const Frame& frame, const FaceSummary& face, ImVec2 at, float side) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float radius = frame.theme.px(4.5F);
  const ImVec2 dot = plus(at, frame.theme.px(10), side - frame.theme.px(10));
  list.AddCircleFilled(dot, radius + frame.theme.px(1.5F), on_picture::kShadow);
  list.AddCircleFilled(dot, radius, palette_of(Appearance::kDark).of(face.status));
  if (!face.proposal || face.status == FaceStatus::kProposed) return;
  const ImVec2 second = plus(dot, frame.theme.px(13), 0);
  list.AddCircleFilled(second, radius + frame.theme.px(1.5F), on_picture::kShadow);
  list.AddCircle(second, radius - frame.theme.px(1), on_picture::kSecond, 0, frame.theme.px(1.6F));
}

void draw_rings(const Frame& frame, const FaceTile& tile, ImVec2 at, float side) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float rounding = frame.theme.px(5);
  const auto ring = [&](float outside, ImU32 color, float width) {
    list.AddRect(plus(at, -outside, -outside), plus(at, side + outside, side + outside), color,
                 rounding, 0, width);
  };
  if (tile.selected) {
    list.AddRectFilled(at, plus(at, side, side), with_alpha(frame.theme.colors.accent, 36),
                       rounding);
    ring(frame.theme.px(1), frame.theme.colors.accent, frame.theme.px(2.5F));
  } else if (tile.hovered) {
    ring(0, with_alpha(frame.theme.colors.text, 120), frame.theme.px(1));
  }
  if (tile.cursor) ring(frame.theme.px(3), frame.theme.colors.text, frame.theme.px(1.2F));
}

void draw_caption(const Frame& frame, const FaceTile& tile, ImVec2 at, float side) {
  ImDrawList& list = *ImGui::GetWindowDrawList();
  ImFont* font = frame.theme.small;
  ImGui::PushFont(font);
  const float value_width = ImGui::CalcTextSize(tile.value.c_str()).x;
  const float room = side - (tile.value.empty() ? 0 : value_width + frame.theme.px(6));
  const std::size_t slash = tile.face.path.rfind('/');
  const std::string name = fitted_text(
      slash == std::string::npos ? tile.face.path : tile.face.path.substr(slash + 1), room);
  const float top = side + frame.theme.px(6);
  list.AddText(plus(at, 0, top), tile.selected ? frame.theme.colors.text : frame.theme.colors.muted,
               name.c_str());
  list.AddText(plus(at, side - value_width, top), frame.theme.colors.text, tile.value.c_str());
  ImGui::PopFont();
}

}  // namespace

float face_tile_height(const Theme& theme, float side) {
  return side >= theme.px(kSmallestWithName) ? side + theme.px(8) + theme.small->FontSize : side;
}

void draw_face_tile(Frame& frame, const FaceTile& tile, ImVec2 at, float side) {
  draw_crop(frame, tile.face, at, side);
  if (tile.points != nullptr && tile.points->shown() != nullptr) {
    const bool proposal_beside =
        tile.points->label && tile.points->proposal && side >= frame.theme.px(kLargeTile);
    if (proposal_beside) {
      draw_points(frame, tile.face, *tile.points->proposal, at, side, true);
    }
    draw_points(frame, tile.face, *tile.points->shown(), at, side, false);
  }
  draw_badges(frame, tile.face, at, side);
  draw_rings(frame, tile, at, side);
  if (side >= frame.theme.px(kSmallestWithName)) draw_caption(frame, tile, at, side);
}

}  // namespace facepoint
