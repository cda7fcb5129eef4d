#include "ui/landmark_panel.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "ui/query_bar.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kPickRadius = 12;
constexpr double kScatterRange = 0.06;  // box sides from the middle to the edge
constexpr double kScatterRings[] = {0.02, 0.04};

ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

void draw_name(Frame& frame) {
  const Patches& patches = frame.editor.patches();
  const Scheme& scheme = patches.scheme();
  const int landmark = patches.landmark();
  const std::string name = spoken_name(scheme, landmark);
  ImGui::PushFont(frame.theme.title);
  ImGui::TextUnformatted(("Point " + std::to_string(landmark)).c_str());
  ImGui::PopFont();
  ImGui::TextUnformatted(fitted_text(name, ImGui::GetContentRegionAvail().x).c_str());
  muted_text(frame, scheme.regions[scheme.region_of(landmark)].title);
  ImGui::Dummy({0, 0});
  for (const ActionId id :
       {ActionId::kPatchesPreviousLandmark, ActionId::kPatchesNextLandmark,
        ActionId::kPatchesMirrorLandmark, ActionId::kPatchesZoomOut, ActionId::kPatchesZoomIn}) {
    action_button(frame, id, ButtonKind::kIcon);
    ImGui::SameLine(0, frame.theme.px(4));
  }
  ImGui::NewLine();
}

// A square to draw in. Returns its rectangle.
Rect begin_square(Frame& frame, const char* name, float side) {
  const float margin = (ImGui::GetContentRegionAvail().x - side) / 2;
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + margin);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::InvisibleButton(name, {side, side});
  frame.record.add_item(name);
  ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + side, at.y + side},
                                            frame.theme.colors.canvas, frame.theme.px(6));
  return {at.x, at.y, side, side};
}

void draw_map(Frame& frame, float side) {
  const Patches& patches = frame.editor.patches();
  const Theme& theme = frame.theme;
  const Scheme& scheme = patches.scheme();
  const Rect square = begin_square(frame, "patches/map", side);
  const bool hovered = ImGui::IsItemHovered();
  const bool clicked = ImGui::IsItemClicked();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const double scale = square.width - theme.grid(4);
  const auto on_screen = [&](int i) {
    return square.center() + patches.mean()[i].position * scale;
  };
  for (const auto& edge : scheme.edges) {
    const int a = edge.first;
    const int b = edge.second;
    if (!patches.mean()[a].present() || !patches.mean()[b].present()) continue;
    list.AddLine(vec(on_screen(a)), vec(on_screen(b)),
                 theme.colors.region(scheme.regions[scheme.region_of(a)].color, 110), theme.px(1));
  }
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  int nearest = -1;
  double best = theme.px(kPickRadius);
  for (int i = 0; i < scheme.size(); ++i) {
    if (!patches.mean()[i].present()) continue;
    const Point at = on_screen(i);
    const bool shown = i == patches.landmark();
    list.AddCircleFilled(vec(at), theme.px(shown ? 5 : 2.5F),
                         theme.colors.region(scheme.regions[scheme.region_of(i)].color));
    if (shown) list.AddCircle(vec(at), theme.px(8), theme.colors.text, 0, theme.px(1.6F));
    const double r = theme.px(4);
    frame.record.add("patches/map/" + std::to_string(i), {at.x - r, at.y - r, 2 * r, 2 * r});
    const double away = distance(at, {mouse.x, mouse.y});
    if (!hovered || away > best) continue;
    best = away;
    nearest = i;
  }
  if (nearest < 0) return;
  list.AddCircle(vec(on_screen(nearest)), theme.px(6), theme.colors.text, 0, theme.px(1));
  ImGui::SetTooltip("%s", point_title(scheme, nearest).c_str());
  if (clicked) frame.act(ShowLandmark{nearest});
}

// Every label around the expected place; the mean as an arrow's end.
void draw_scatter(Frame& frame, float side) {
  const Patches& patches = frame.editor.patches();
  const Theme& theme = frame.theme;
  const Rect square = begin_square(frame, "patches/scatter", side);
  if (ImGui::IsItemHovered()) {
    ImGui::SetTooltip(
        "Where the labels lie around the expected place. The rings are 2 %% and 4 %%\n"
        "of the face's box side away; the white point is the mean: the bias.");
  }
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const ImVec2 min = vec({square.x, square.y});
  const ImVec2 max = vec({square.x + square.width, square.y + square.height});
  list.PushClipRect(min, max, true);
  const Point middle = square.center();
  const double scale = square.width / 2 / kScatterRange;
  for (const double ring : kScatterRings) {
    list.AddCircle(vec(middle), static_cast<float>(ring * scale), frame.theme.colors.line, 0,
                   theme.px(1));
  }
  list.AddLine({min.x, vec(middle).y}, {max.x, vec(middle).y}, frame.theme.colors.line,
               theme.px(1));
  list.AddLine({vec(middle).x, min.y}, {vec(middle).x, max.y}, frame.theme.colors.line,
               theme.px(1));
  const Scheme& scheme = patches.scheme();
  const bool many = patches.tiles().size() > 500;
  const ImU32 color = theme.colors.region(
      scheme.regions[scheme.region_of(patches.landmark())].color, many ? 80 : 170);
  const bool any_cnn = !patches.tiles().empty() && patches.tiles().front().place.by_cnn;
  const float r = theme.px(many ? 1 : 1.5F);
  for (const PatchTile& tile : patches.tiles()) {
    if (tile.place.by_cnn != any_cnn) continue;
    const ImVec2 at = vec(middle + tile.place.offset * scale);
    list.AddRectFilled({at.x - r, at.y - r}, {at.x + r, at.y + r}, color);
  }
  const ImVec2 bias = vec(middle + patches.summary().bias * scale);
  list.AddLine(vec(middle), bias, theme.colors.text, theme.px(1.5F));
  list.AddCircleFilled(bias, theme.px(4), theme.colors.text);
  list.PopClipRect();
}

}  // namespace

void draw_landmark_panel(Frame& frame) {
  const Patches& patches = frame.editor.patches();
  draw_query_bar(frame);
  if (patches.mean().empty()) return;
  draw_name(frame);
  const float words = 6 * frame.theme.small->FontSize;
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float side = std::clamp((room.y - words) / 2, frame.theme.px(120), room.x);
  draw_map(frame, side);
  draw_scatter(frame, side);
  ImGui::PushFont(frame.theme.small);
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.muted);
  ImGui::TextWrapped("%s",
                     "Drag in a tile to move its label. The middle is where the CNN (ring) or the "
                     "typical face (no ring) expects the point.");
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

}  // namespace facepoint
