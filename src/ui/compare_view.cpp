#include "ui/compare_view.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "ui/canvas.h"
#include "ui/face_drawing.h"
#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr double kLongestArrow = 0.4;  // of what is worth seeing

ImVec2 vec(Point p) { return {static_cast<float>(p.x), static_cast<float>(p.y)}; }

std::string formatted(const char* format, double value) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

void draw_picture(Frame& frame, ImDrawList& list, const Viewport& viewport) {
  const Image& image = frame.session.current()->image;
  const Texture* texture =
      frame.textures.get({image.id, 0}, frame.session.picture_source(image.id));
  const ImVec2 min = vec(viewport.to_screen({-0.5, -0.5}));
  const ImVec2 max = vec(viewport.to_screen({image.width - 0.5, image.height - 0.5}));
  if (texture != nullptr && texture->handle != 0) {
    list.AddImage(draw_list_texture(*texture), min, max, {0, 0}, {1, 1},
                  IM_COL32(150, 150, 150, 255));
  } else {
    list.AddRectFilled(min, max, frame.theme.colors.raised);
  }
}

// Of the region that is looked at; the others faintly.
void draw_points(const Frame& frame, ImDrawList& list, const Viewport& viewport,
                 const Keypoints& points, ImU32 color, bool hollow) {
  const Theme& theme = frame.theme;
  const auto region = frame.editor.compare().region();
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    const Landmark& landmark = points[static_cast<std::size_t>(i)];
    if (!landmark.present()) continue;
    const bool beside = region && frame.session.scheme().region_of(i) != *region;
    const float r = theme.px(beside ? 1.5F : 3);
    const ImVec2 at = vec(viewport.to_screen(landmark.position));
    list.AddCircleFilled(at, r + theme.px(1), on_picture::kShadow);
    if (hollow) {
      list.AddCircle(at, r, color, 0, theme.px(1.5F));
    } else {
      list.AddCircleFilled(at, r, color);
    }
  }
}

// Both boxes, and a third of their size around.
Rect worth_seeing(const Keypoints& left, const Keypoints& right) {
  Keypoints all = left;
  all.insert(all.end(), right.begin(), right.end());
  const Rect box = bounding_box(all);
  return {box.x - box.width / 6, box.y - box.height / 6, box.width * 4 / 3, box.height * 4 / 3};
}

// How many times as long as its way an arrow is: as asked for, unless the longest would leave the
// face.
double arrows_times(const Compare& compare, const Scheme& scheme, const Keypoints& left,
                    const Keypoints& right) {
  double longest = 0;
  for (const PointDifference& each : compare.differences(scheme, left, right)) {
    longest = std::max(longest, each.pixels);
  }
  const double room = worth_seeing(left, right).width * kLongestArrow;
  return std::clamp(room / std::max(longest, 1e-9), 1.0, static_cast<double>(compare.magnified()));
}

void draw_overlay(Frame& frame, const Keypoints& left, const Keypoints& right) {
  const ImVec2 min = ImGui::GetCursorScreenPos();
  const ImVec2 size = ImGui::GetContentRegionAvail();
  if (size.x < 8 || size.y < 8) return;
  const Rect area{min.x, min.y, size.x, size.y};
  const Rect worth = worth_seeing(left, right);
  Compare compare = frame.editor.compare();
  const FaceId face = frame.session.face()->face.id;
  if (!compare.shows(face, area, worth)) {
    frame.act(ShowCompared{area, worth});
    compare.show(face, area, worth);  // already in this frame
  }
  ImGui::InvisibleButton("canvas", size,
                         ImGuiButtonFlags_MouseButtonLeft | ImGuiButtonFlags_MouseButtonMiddle);
  frame.record.add("compare/canvas", area);
  move_view(frame, ImGui::IsItemHovered(), true);
  const Viewport& viewport = compare.viewport();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.PushClipRect(min, {min.x + size.x, min.y + size.y}, true);
  draw_picture(frame, list, viewport);
  const double magnified = arrows_times(compare, frame.session.scheme(), left, right);
  const auto region = compare.region();
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
    if (!left[i].present() || !right[i].present()) continue;
    if (region && frame.session.scheme().region_of(static_cast<int>(i)) != *region) continue;
    const Point from = left[i].position;
    const Point to = from + (right[i].position - from) * magnified;
    draw_arrow(list, frame.theme, vec(viewport.to_screen(from)), vec(viewport.to_screen(to)),
               frame.theme.px(3));
  }
  draw_points(frame, list, viewport, right, on_picture::kSecond, true);
  draw_points(frame, list, viewport, left, on_picture::kAccent, false);
  list.PopClipRect();
}

void draw_side_choice(Frame& frame, bool right, const std::vector<CompareChoice>& choices) {
  const Compare& compare = frame.editor.compare();
  const int chosen = right ? compare.right(choices) : compare.left(choices);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float r = frame.theme.px(4);
  const ImVec2 dot{at.x + r, at.y + ImGui::GetFrameHeight() / 2};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (right) {
    list.AddCircle(dot, r, frame.theme.colors.warning, 0, frame.theme.px(1.5F));
  } else {
    list.AddCircleFilled(dot, r, frame.theme.colors.accent);
  }
  ImGui::SetCursorPosX(ImGui::GetCursorPosX() + frame.theme.px(18));
  ImGui::SetNextItemWidth(-1);
  const char* id = right ? "##right" : "##left";
  if (ImGui::BeginCombo(id, choices[chosen].title.c_str())) {
    for (int i = 0; i < static_cast<int>(choices.size()); ++i) {
      ImGui::PushID(i);
      if (ImGui::Selectable(choices[i].title.c_str(), i == chosen)) {
        frame.act(ChooseCompared{right, i});
      }
      ImGui::PopID();
    }
    ImGui::EndCombo();
  }
  frame.record.add_item(right ? "compare/right" : "compare/left");
}

void draw_summary(const Frame& frame, const std::vector<PointDifference>& differences) {
  if (differences.empty()) {
    muted_text(frame, "These two have no points in common.");
    return;
  }
  double sum = 0;
  double share = 0;
  const PointDifference* largest = &differences.front();
  for (const PointDifference& each : differences) {
    sum += each.pixels;
    share += each.share;
    if (each.pixels > largest->pixels) largest = &each;
  }
  if (largest->pixels == 0) {
    ImGui::PushTextWrapPos(0);
    muted_text(frame,
               "Both sides are the same. Choose another state of this face above; it has "
               "more once its points were moved or the CNN proposed some.");
    ImGui::PopTextWrapPos();
    return;
  }
  const auto count = static_cast<double>(differences.size());
  fact(frame, "Mean",
       formatted("%.2f px", sum / count) + formatted("   %.2f %%", share / count * 100));
  fact(frame, "Largest",
       formatted("%.2f px", largest->pixels) + "   point " + std::to_string(largest->point));
  ImGui::PushFont(frame.theme.small);
  muted_text(frame, "Per cent are of the left side's box.");
  ImGui::PopFont();
}

// What the right side's points would become the label of.
void draw_taking(Frame& frame) {
  const auto region = frame.editor.compare().region();
  const Scheme& scheme = frame.session.scheme();
  const std::string what =
      region ? scheme.regions[static_cast<std::size_t>(*region)].title : "Whole face";
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(what.c_str());
  frame.record.add_item("compare/region");
  ImGui::SameLine(frame.theme.px(152));
  action_button(frame, ActionId::kCompareNextRegion);
  ImGui::SameLine();
  action_button(frame, ActionId::kCompareTake, ButtonKind::kPrimary, 0, "Take right");
}

void draw_difference(Frame& frame, const PointDifference& each, double most) {
  const Theme& theme = frame.theme;
  const Scheme& scheme = frame.session.scheme();
  const float height = ImGui::GetTextLineHeight() + theme.px(4);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::Dummy({width, height});
  frame.record.add_item("compare/point/" + std::to_string(each.point));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const float names = theme.px(176);
  const float room = width - names - theme.px(64);
  const ImU32 color = theme.colors.region(scheme.regions[scheme.region_of(each.point)].color);
  const float middle = at.y + height / 2;
  list.AddText(
      {at.x, at.y + theme.px(2)}, frame.theme.colors.muted,
      fitted_text(std::to_string(each.point) + "  " + spoken_name(scheme, each.point), names)
          .c_str());
  const float bar = most > 0 ? room * static_cast<float>(each.pixels / most) : 0;
  list.AddRectFilled(
      {at.x + names + theme.px(8), middle - theme.px(3)},
      {at.x + names + theme.px(8) + std::max(bar, theme.px(1)), middle + theme.px(3)}, color,
      theme.px(3));
  const std::string value = formatted("%.2f px", each.pixels);
  list.AddText({at.x + width - ImGui::CalcTextSize(value.c_str()).x, at.y + theme.px(2)},
               frame.theme.colors.text, value.c_str());
}

void draw_differences(Frame& frame, const std::vector<PointDifference>& differences) {
  double most = 0;
  for (const PointDifference& each : differences) most = std::max(most, each.pixels);
  ImGui::BeginChild("differences", {0, 0});
  ImGui::PushFont(frame.theme.small);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(differences.size()));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      draw_difference(frame, differences[i], most);
    }
  }
  ImGui::PopStyleVar();
  ImGui::PopFont();
  ImGui::EndChild();
}

}  // namespace

void draw_compare(Frame& frame) {
  const Session& session = frame.session;
  const std::vector<CompareChoice> choices = compare_choices(session);
  if (choices.empty()) {
    const KeyMap& keys = frame.editor.keys();
    empty_state(frame, icons::kPicture, "This picture has no points to compare",
                keys.text(ActionId::kCompareNextImage) + " goes on to the next picture; " +
                    keys.text(ActionId::kShowEdit) + " goes back to Edit.");
    return;
  }
  const Compare& compare = frame.editor.compare();
  const Keypoints& left = *choices[compare.left(choices)].points;
  const Keypoints& right = *choices[compare.right(choices)].points;
  const float panel = frame.theme.px(360);
  const float pad = frame.theme.grid(2);
  ImGui::BeginChild("overlay", {ImGui::GetContentRegionAvail().x - panel, 0});
  draw_overlay(frame, left, right);
  ImGui::EndChild();
  ImGui::SameLine(0, 0);
  ImGui::PushStyleColor(ImGuiCol_ChildBg, frame.theme.colors.panel);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {pad, pad});
  ImGui::BeginChild("sides", {0, 0}, false, ImGuiWindowFlags_AlwaysUseWindowPadding);
  ImGui::PushFont(frame.theme.strong);
  ImGui::TextUnformatted(
      fitted_text(session.current()->image.path, ImGui::GetContentRegionAvail().x).c_str());
  ImGui::PopFont();
  draw_side_choice(frame, false, choices);
  draw_side_choice(frame, true, choices);
  const std::vector<PointDifference> differences =
      compare.differences(session.scheme(), left, right);
  draw_summary(frame, differences);
  draw_taking(frame);
  action_button(frame, ActionId::kCompareSwap);
  ImGui::SameLine();
  action_button(frame, ActionId::kCompareOrder, ButtonKind::kPlain, 0,
                compare.by_distance() ? "Sort by number" : "Sort by distance");
  ImGui::AlignTextToFramePadding();
  const double times = arrows_times(compare, session.scheme(), left, right);
  const std::string factor = fixed(times, times == std::round(times) ? 0 : 1);
  muted_text(frame, times == 1 ? "Arrows in true length" : "Arrows " + factor + " times as long");
  ImGui::SameLine();
  action_button(frame, ActionId::kCompareShrink, ButtonKind::kPlain, frame.theme.px(36), "-");
  ImGui::SameLine();
  action_button(frame, ActionId::kCompareMagnify, ButtonKind::kPlain, frame.theme.px(36), "+");
  draw_differences(frame, differences);
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::PopStyleColor();
}

}  // namespace facepoint
