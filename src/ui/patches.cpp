#include "ui/patches.h"

#include <imgui.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <utility>

#include "base/text.h"
#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kTileWish = 186;  // a tile's side in pixels at scale 1, about
constexpr float kDragStart = 3;
constexpr int kTextureStep = 32;  // a window that grows little asks for no new pictures

ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

// A tile on the screen.
struct TileView {
  const PatchTile& tile;
  std::size_t position;
  Point corner;
  float side;

  Point to_screen(const Patches& patches, Point in_image) const {
    return corner + patches.in_tile(tile, in_image) * side;
  }
  Point to_image(const Patches& patches, ImVec2 screen) const {
    return patches.in_image(tile, (Point{screen.x, screen.y} - corner) * (1.0 / side));
  }
  ImVec2 min() const { return vec(corner); }
  ImVec2 max() const { return vec(corner + Point{side, side}); }
};

void draw_summary(Frame& frame) {
  const Patches& patches = frame.editor.patches();
  const PatchSummary& summary = patches.summary();
  const auto with_cnn = std::count_if(patches.tiles().begin(), patches.tiles().end(),
                                      [](const PatchTile& t) { return t.place.by_cnn; });
  const auto count = static_cast<std::int64_t>(patches.tiles().size());
  ImGui::AlignTextToFramePadding();
  ImGui::PushFont(frame.theme.strong);
  const std::string bias = "Bias dx " + percent_text(summary.bias.x, true) + ", dy " +
                           percent_text(summary.bias.y, true);
  ImGui::TextUnformatted(bias.c_str());
  ImGui::PopFont();
  frame.record.add_item("patches/summary");
  if (ImGui::IsItemHovered()) {
    ImGui::SetTooltip(
        "Where the labels lie on average beside the expected place:\n"
        "dx to the right, dy down, in %% of the face's box side.");
  }
  ImGui::SameLine(0, frame.theme.grid(2));
  std::string text = "spread " + percent_text(summary.spread, false) + "     ";
  if (with_cnn == 0) {
    text += count_of(count, "face") + ", no prediction: compared with the typical face";
  } else {
    text += count_of(with_cnn, "face") + " compared with the CNN";
    if (count > with_cnn) {
      text += ", " + with_thousands(count - with_cnn) + " with the typical face (last)";
    }
  }
  text += "; largest disagreement first";
  muted_text(frame, fitted_text(text, ImGui::GetContentRegionAvail().x));
}

void handle_press(Frame& frame, const TileView& view) {
  const Patches& patches = frame.editor.patches();
  const ImGuiIO& io = ImGui::GetIO();
  if (ImGui::IsItemActivated()) {
    frame.act(SelectPatch{view.position});
    frame.state.patch_pressed = true;
    if (ImGui::IsMouseDoubleClicked(0)) frame.act(ActionId::kPatchesOpen);
  }
  // Press, move and release may come in two frames: the last of them still belongs to the tile.
  if (!ImGui::IsItemActive() && !ImGui::IsItemDeactivated()) return;
  const ImVec2 pressed = io.MouseClickedPos[0];
  const float way = std::hypot(io.MousePos.x - pressed.x, io.MousePos.y - pressed.y);
  if (frame.state.patch_pressed && way >= frame.theme.px(kDragStart)) {
    frame.state.patch_pressed = false;
    frame.state.patch_dragging = true;
    frame.act(BeginPatchDrag{view.position, view.to_image(patches, pressed)});
  }
  // What waits to be stored may have kept it from beginning.
  const bool goes_on = frame.editor.mouse_holds() || !patches.drag();
  if (frame.state.patch_dragging && goes_on)
    frame.act(DragPatchTo{view.to_image(patches, io.MousePos)});
}

void draw_picture(Frame& frame, ImDrawList& list, const TileView& view) {
  const Patches& patches = frame.editor.patches();
  const PatchFace& face = patches.faces()[view.tile.face];
  const int side = (static_cast<int>(view.side) + kTextureStep - 1) / kTextureStep * kTextureStep;
  const Texture* texture =
      frame.textures.get({face.image, side, face.face, patches.square_from_image(view.tile, side)},
                         frame.session.picture_source(face.image));
  list.AddRectFilled(view.min(), view.max(), frame.theme.colors.raised);
  if (texture != nullptr && texture->handle != 0) {
    list.AddImage(draw_list_texture(*texture), view.min(), view.max());
  } else if (texture != nullptr && frame.theme.has_icons) {
    const ImVec2 size = ImGui::CalcTextSize(icons::kWarning);
    const ImVec2 middle = vec(view.corner + Point{view.side / 2, view.side / 2});
    list.AddText({middle.x - size.x / 2, middle.y - size.y / 2}, frame.theme.colors.bad,
                 icons::kWarning);
  }
}

void draw_expected(const Theme& theme, ImDrawList& list, const TileView& view) {
  const ImVec2 at = vec(view.corner + Point{view.side / 2, view.side / 2});
  const ImU32 faint = on_picture::kFaint;
  const float gap = theme.px(9);
  const float far = view.side / 2;
  for (const float sign : {-1.0F, 1.0F}) {
    list.AddLine({at.x + sign * gap, at.y}, {at.x + sign * far, at.y}, faint, theme.px(1));
    list.AddLine({at.x, at.y + sign * gap}, {at.x, at.y + sign * far}, faint, theme.px(1));
  }
  if (!view.tile.place.by_cnn) return;
  list.AddCircle(at, theme.px(6), on_picture::kShadow, 0, theme.px(3.5F));
  list.AddCircle(at, theme.px(6), on_picture::kInk, 0, theme.px(1.6F));
}

void draw_label(Frame& frame, ImDrawList& list, const TileView& view) {
  const Patches& patches = frame.editor.patches();
  const Theme& theme = frame.theme;
  const Scheme& scheme = patches.scheme();
  const ImU32 color = color_of(scheme.regions[scheme.region_of(patches.landmark())].color);
  const Point at = view.to_screen(patches, patches.label_of(view.tile));
  const ImVec2 dot = vec(at);
  const float radius = theme.px(4);
  list.AddLine(vec(view.corner + Point{view.side / 2, view.side / 2}), dot, with_alpha(color, 170),
               theme.px(1.5F));
  list.AddCircleFilled(dot, radius + theme.px(1.2F), on_picture::kShadow);
  list.AddCircleFilled(dot, radius, color);
  frame.record.add("patches/label/" + std::to_string(view.position),
                   {at.x - radius, at.y - radius, 2.0 * radius, 2.0 * radius});
}

void draw_caption(const Frame& frame, ImDrawList& list, const TileView& view) {
  const Theme& theme = frame.theme;
  const std::string text = percent_text(length(view.tile.place.offset), false);
  const float size = theme.small->FontSize;
  const ImVec2 extent = theme.small->CalcTextSizeA(size, 1e6F, 0, text.c_str());
  const ImVec2 at{view.min().x + theme.px(6), view.max().y - extent.y - theme.px(5)};
  list.AddRectFilled({at.x - theme.px(4), at.y - theme.px(2)},
                     {at.x + extent.x + theme.px(4), at.y + extent.y + theme.px(2)},
                     on_picture::kShadow, theme.px(4));
  list.AddText(theme.small, size, at, on_picture::kInk, text.c_str());
}

void draw_tile(Frame& frame, std::size_t position, float side) {
  const Patches& patches = frame.editor.patches();
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const TileView view{patches.tiles()[position], position, {at.x, at.y}, side};
  const std::string name = "patches/tile/" + std::to_string(position);
  ImGui::InvisibleButton(name.c_str(), {side, side});
  frame.record.add_item(name);
  const bool hovered = ImGui::IsItemHovered();
  handle_press(frame, view);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect(view.min(), view.max(), true);
  draw_picture(frame, list, view);
  draw_expected(frame.theme, list, view);
  draw_label(frame, list, view);
  draw_caption(frame, list, view);
  list.PopClipRect();
  const bool selected = patches.selected() == position;
  if (selected || hovered) {
    list.AddRect(view.min(), view.max(), selected ? on_picture::kAccent : on_picture::kFaint, 0, 0,
                 frame.theme.px(selected ? 2 : 1));
  }
  if (!hovered || frame.editor.mouse_holds() || !wants_tooltip(frame)) return;
  const PatchFace& face = patches.faces()[view.tile.face];
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {frame.theme.px(12), frame.theme.px(8)});
  ImGui::SetTooltip("%s\n%s", face.path.c_str(),
                    !view.tile.place.by_cnn ? "compared with the typical face"
                    : face.proposed         ? "compared with the CNN's proposal"
                                            : "compared with what the CNN said to a check");
  ImGui::PopStyleVar();
}

// Brings the selected tile into view when the selection or the landmark has changed, but for tiles
// under a pressed button: they stay there.
void follow_selection(Frame& frame, int columns, float row_height) {
  const Patches& patches = frame.editor.patches();
  const auto selected = patches.selected();
  if (!selected) return;
  const std::pair<int, std::size_t> shown{patches.landmark(), *selected};
  if (frame.state.patch_shown == shown) return;
  frame.state.patch_shown = shown;
  if (ImGui::IsMouseDown(0)) return;
  const std::size_t row = *selected / static_cast<std::size_t>(columns);
  const float top = static_cast<float>(row) * row_height;
  const float view = ImGui::GetWindowHeight();
  if (top < ImGui::GetScrollY()) {
    ImGui::SetScrollY(top);
  } else if (top + row_height > ImGui::GetScrollY() + view) {
    ImGui::SetScrollY(top + row_height - view);
  }
}

void draw_grid(Frame& frame) {
  const Patches& patches = frame.editor.patches();
  const float gap = frame.theme.px(4);
  const float width = ImGui::GetContentRegionAvail().x;
  const int columns = std::max(3, static_cast<int>(width / frame.theme.px(kTileWish)));
  if (columns != patches.columns()) frame.act(SetPatchColumns{columns});
  const float side =
      std::floor((width - gap * static_cast<float>(columns - 1)) / static_cast<float>(columns));
  follow_selection(frame, columns, side + gap);
  const int count = static_cast<int>(patches.tiles().size());
  ImGuiListClipper clipper;
  clipper.Begin((count + columns - 1) / columns, side + gap);
  while (clipper.Step()) {
    for (int row = clipper.DisplayStart; row < clipper.DisplayEnd; ++row) {
      for (int i = row * columns; i < std::min(count, (row + 1) * columns); ++i) {
        if (i > row * columns) ImGui::SameLine();
        draw_tile(frame, static_cast<std::size_t>(i), side);
      }
    }
  }
  // After the last move, which may come in one frame with the release.
  if (ImGui::IsMouseDown(0)) return;
  frame.state.patch_pressed = false;
  if (std::exchange(frame.state.patch_dragging, false)) frame.act(EndPatchDrag{});
}

}  // namespace

std::string percent_text(double box_sides, bool with_sign) {
  std::array<char, 32> text{};
  double percent = std::round(1000 * box_sides) / 10;
  if (percent == 0) percent = 0;  // never "-0.0 %"
  std::snprintf(text.data(), text.size(), with_sign ? "%+.1f %%" : "%.1f %%", percent);
  return text.data();
}

void draw_patches(Frame& frame) {
  const Patches& patches = frame.editor.patches();
  if (patches.tiles().empty()) {
    if (patches.faces().empty()) {
      empty_state(frame, icons::kPicture, "No labelled face matches the filter",
                  "Faces with a label are shown here, one landmark of all of them. Change the "
                  "filter at the left, or clear it with " +
                      frame.editor.keys().text(ActionId::kClearFilter) + ".");
    } else {
      empty_state(frame, icons::kPicture, "No face has this landmark", "Choose another one.");
    }
    return;
  }
  draw_summary(frame);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.theme.px(4), frame.theme.px(4)});
  ImGui::BeginChild("tiles", {0, 0}, false,
                    frame.editor.mouse_holds() ? ImGuiWindowFlags_NoScrollWithMouse : 0);
  draw_grid(frame);
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace facepoint
