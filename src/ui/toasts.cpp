#include "ui/toasts.h"

#include <imgui.h>

#include <algorithm>

#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kWidth = 280;

constexpr ImGuiWindowFlags kFlags =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_AlwaysAutoResize |
    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing |
    ImGuiWindowFlags_NoNavFocus;

bool flat_button(const Frame& frame, const char* label, ImU32 color) {
  ImGui::PushStyleColor(ImGuiCol_Button, 0);
  ImGui::PushStyleColor(ImGuiCol_Text, color);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {frame.theme.px(8), frame.theme.px(3)});
  const bool clicked = ImGui::Button(label);
  ImGui::PopStyleVar();
  ImGui::PopStyleColor(2);
  return clicked;
}

void draw_buttons(Frame& frame, const Toast& toast, const std::string& name) {
  if (toast.change) {
    if (flat_button(frame, "Undo", frame.theme.colors.accent)) frame.act(TakeBack{*toast.change});
    frame.record.add_item(name + "/undo");
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("Take back exactly this, and show where it was");
  }
  if (toast.has_report) {
    if (flat_button(frame, "Report", frame.theme.colors.accent)) frame.act(ActionId::kReport);
    frame.record.add_item(name + "/report");
  }
}

void draw_toast(Frame& frame, const Toast& toast, const std::string& name) {
  const Theme& theme = frame.theme;
  const float close = theme.px(24);
  const ImVec2 corner = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  if (theme.has_icons) {
    ImGui::PushStyleColor(ImGuiCol_Text, theme.colors.of(toast.kind));
    ImGui::TextUnformatted(icons::of(toast.kind));
    ImGui::PopStyleColor();
    ImGui::SameLine(0, theme.px(8));
  }
  ImGui::BeginGroup();
  ImGui::PushTextWrapPos(ImGui::GetWindowContentRegionMax().x - close);
  ImGui::TextUnformatted(toast.text.c_str());
  ImGui::PopTextWrapPos();
  if (toast.change || toast.has_report) {
    ImGui::SetCursorPosX(ImGui::GetCursorPosX() - theme.px(8));
    draw_buttons(frame, toast, name);
  }
  ImGui::EndGroup();
  ImGui::SetCursorScreenPos({corner.x + width - theme.px(18), corner.y - theme.px(3)});
  if (flat_button(frame, theme.has_icons ? icons::kCross : "x", theme.colors.muted)) {
    frame.act(DismissToast{toast.serial});
  }
  frame.record.add_item(name + "/close");
}

}  // namespace

void draw_toasts(Frame& frame, const Rect& area) {
  const Toasts& toasts = frame.editor.toasts();
  const Theme& theme = frame.theme;
  const float gap = theme.grid(1);
  const float width = std::min(theme.px(kWidth), static_cast<float>(area.width) - 2 * gap);
  float bottom = static_cast<float>(area.y + area.height) - gap;
  bool hovered = false;
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {theme.px(12), theme.px(10)});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, theme.px(6));
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {theme.px(4), theme.px(4)});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, theme.colors.popup);
  const auto& shown = toasts.shown();
  for (std::size_t i = 0; i < shown.size(); ++i) {
    const Toast& toast = shown[shown.size() - 1 - i].toast;
    const std::string name = "toast/" + std::to_string(i);
    ImGui::SetNextWindowPos({static_cast<float>(area.x + area.width) - gap, bottom}, 0, {1, 1});
    ImGui::SetNextWindowSizeConstraints({width, 0}, {width, theme.px(220)});
    ImGui::Begin(("##toast" + std::to_string(toast.serial)).c_str(), nullptr, kFlags);
    draw_toast(frame, toast, name);
    const ImVec2 at = ImGui::GetWindowPos();
    const ImVec2 size = ImGui::GetWindowSize();
    frame.record.add(name, {at.x, at.y, size.x, size.y});
    hovered = hovered || ImGui::IsWindowHovered(ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
    ImGui::End();
    bottom = at.y - gap;
  }
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(3);
  if (hovered != toasts.held()) frame.act(HoldToasts{hovered});
}

}  // namespace facepoint
