#include "ui/widgets.h"

#include <imgui.h>

#include <algorithm>

#include "base/text.h"
#include "ui/icons.h"

namespace facepoint {
namespace {

std::string with_icon(const Theme& theme, const char* icon, const std::string& text) {
  if (!theme.has_icons || *icon == '\0') return text;
  return std::string(icon) + "  " + text;
}

}  // namespace

void push_primary(const Theme& theme) {
  ImGui::PushStyleColor(ImGuiCol_Button, theme.colors.primary);
  ImGui::PushStyleColor(ImGuiCol_ButtonHovered, theme.colors.primary_hover);
  ImGui::PushStyleColor(ImGuiCol_ButtonActive, theme.colors.primary_active);
  ImGui::PushStyleColor(ImGuiCol_Text, theme.colors.on_primary);
}

void pop_primary() { ImGui::PopStyleColor(4); }

bool wants_tooltip(const Frame& frame) {
  constexpr double kRest = 0.4;  // seconds
  if (frame.state.key_since) return false;
  const bool rests = ImGui::GetTime() >= frame.state.rests_since + kRest;
  frame.state.tooltip_waits = frame.state.tooltip_waits || !rests;
  return rests;
}

void action_tooltip(const Frame& frame, ActionId id) {
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
  if (!wants_tooltip(frame)) return;
  const ActionInfo& info = info_of(id);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {frame.theme.px(12), frame.theme.px(8)});
  ImGui::BeginTooltip();
  ImGui::TextUnformatted(info.title);
  ImGui::SameLine();
  muted_text(frame, frame.editor.keys().both(id));
  ImGui::PushTextWrapPos(frame.theme.px(300));
  ImGui::PushFont(frame.theme.small);
  muted_text(frame, info.help);
  const std::string why_not = frame.editor.why_not(id);
  if (!why_not.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.warning);
    ImGui::TextUnformatted(("Not now: " + why_not).c_str());
    ImGui::PopStyleColor();
  }
  ImGui::PopFont();
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
  ImGui::PopStyleVar();
}

bool action_button(Frame& frame, ActionId id, ButtonKind kind, float width, const char* label) {
  const ActionInfo& info = info_of(id);
  const bool enabled = frame.editor.enabled(id);
  const char* icon = icons::of(id);
  const bool icon_only = kind == ButtonKind::kIcon && frame.theme.has_icons && *icon != '\0';
  const char* title = label != nullptr ? label : info.title;
  std::string text = icon_only ? icon : with_icon(frame.theme, icon, title);
  text += std::string("###") + info.name;
  if (icon_only && width == 0) width = frame.theme.px(32);
  ImGui::BeginDisabled(!enabled);
  if (kind == ButtonKind::kPrimary) push_primary(frame.theme);
  const bool clicked = ImGui::Button(text.c_str(), {width, 0});
  if (kind == ButtonKind::kPrimary) pop_primary();
  ImGui::EndDisabled();
  frame.record.add_item(std::string("button/") + info.name);
  action_tooltip(frame, id);
  if (clicked) frame.act(id);
  return clicked;
}

void toggle_button(Frame& frame, ActionId id, bool on) {
  ImGui::PushStyleColor(ImGuiCol_Text, on ? frame.theme.colors.accent : frame.theme.colors.muted);
  action_button(frame, id, ButtonKind::kIcon);
  ImGui::PopStyleColor();
}

void action_menu_item(Frame& frame, ActionId id) {
  const ActionInfo& info = info_of(id);
  const std::string key = frame.editor.keys().text(id);
  if (ImGui::MenuItem(info.title, key.c_str(), false, frame.editor.enabled(id))) frame.act(id);
  frame.record.add_item(std::string("menu/") + info.name);
}

void muted_text(const Theme& theme, const std::string& text) {
  ImGui::PushStyleColor(ImGuiCol_Text, theme.colors.muted);
  ImGui::TextUnformatted(text.c_str(), text.c_str() + text.size());
  ImGui::PopStyleColor();
}

void section_title(const Frame& frame, const char* text) {
  ImGui::Dummy({0, frame.theme.grid(0.5F)});
  ImGui::PushFont(frame.theme.strong);
  ImGui::TextUnformatted(text);
  ImGui::PopFont();
}

std::string fitted_text(const std::string& text, float width) {
  if (ImGui::CalcTextSize(text.c_str()).x <= width) return text;
  std::size_t keep = text.size();
  while (keep > 4) {
    keep = std::max<std::size_t>(4, keep * 9 / 10 < keep ? keep * 9 / 10 : keep - 1);
    std::size_t head = keep / 2;
    std::size_t tail = text.size() - (keep - head);
    // Never cut inside a UTF-8 character.
    while (head > 0 && (static_cast<unsigned char>(text[head]) & 0xC0U) == 0x80U) --head;
    while (tail < text.size() && (static_cast<unsigned char>(text[tail]) & 0xC0U) == 0x80U) ++tail;
    std::string cut = text.substr(0, head) + "…" + text.substr(tail);
    if (ImGui::CalcTextSize(cut.c_str()).x <= width) return cut;
  }
  return "…";
}

void color_dot(const Theme& theme, ImU32 color) {
  const float radius = theme.px(4);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float middle = at.y + ImGui::GetTextLineHeight() / 2;
  ImGui::GetWindowDrawList()->AddCircleFilled({at.x + radius, middle}, radius, color);
  ImGui::Dummy({radius * 2, ImGui::GetTextLineHeight()});
  ImGui::SameLine(0, theme.px(8));
}

void status_label(const Frame& frame, FaceStatus status) {
  color_dot(frame.theme, frame.theme.colors.of(status));
  ImGui::TextUnformatted(to_text(status).c_str());
}

bool count_chip(Frame& frame, ImU32 color, std::int64_t count, const std::string& word,
                const std::string& help, bool& first, bool is_on) {
  if (count == 0) return false;
  const Theme& theme = frame.theme;
  const std::string text = with_thousands(count) + " " + word;
  const float width = ImGui::CalcTextSize(text.c_str()).x + theme.px(26);
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
  const bool fits = ImGui::GetItemRectMax().x + theme.px(4) + width < right;
  if (!first && fits) ImGui::SameLine(0, theme.px(4));
  first = false;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::PushID(word.c_str());
  const bool clicked =
      ImGui::InvisibleButton("chip", {width, ImGui::GetTextLineHeight() + theme.px(8)});
  ImGui::PopID();
  frame.record.add_item("count/" + word);
  const bool hovered = ImGui::IsItemHovered();
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled(ImGui::GetItemRectMin(), ImGui::GetItemRectMax(),
                     is_on     ? frame.theme.colors.selected
                     : hovered ? frame.theme.colors.hover
                               : frame.theme.colors.raised,
                     theme.px(10));
  const float middle = (ImGui::GetItemRectMin().y + ImGui::GetItemRectMax().y) / 2;
  list.AddCircleFilled({at.x + theme.px(11), middle}, theme.px(3.5F), color);
  list.AddText({at.x + theme.px(19), at.y + theme.px(4)}, frame.theme.colors.text, text.c_str());
  if (hovered && wants_tooltip(frame)) ImGui::SetTooltip("%s", help.c_str());
  return clicked;
}

void fact(const Frame& frame, const char* name, const std::string& value) {
  if (value.empty()) return;
  muted_text(frame, name);
  ImGui::SameLine(frame.theme.px(96) + ImGui::GetStyle().WindowPadding.x);
  const float room = ImGui::GetContentRegionAvail().x;
  const std::string shown = fitted_text(value, room);
  ImGui::TextUnformatted(shown.c_str());
  if (shown != value && ImGui::IsItemHovered()) ImGui::SetTooltip("%s", value.c_str());
}

void empty_state(const Frame& frame, const char* icon, const std::string& title,
                 const std::string& advice) {
  const ImVec2 room = ImGui::GetContentRegionAvail();
  const float width = std::min(room.x - frame.theme.grid(2), frame.theme.px(520));
  const float left = ImGui::GetCursorPosX() + (room.x - width) / 2;
  ImGui::SetCursorPosY(ImGui::GetCursorPosY() + std::max(0.0F, room.y * 0.36F));
  // Line by line: ImGui would begin each at the left.
  const auto centred = [&](const std::string& text) {
    const char* at = text.c_str();
    const char* const end = at + text.size();
    while (at < end) {
      const char* stop = ImGui::GetFont()->CalcWordWrapPositionA(
          ImGui::GetFontSize() / ImGui::GetFont()->FontSize, at, end, width);
      if (stop == at) ++stop;
      ImGui::SetCursorPosX(left + (width - ImGui::CalcTextSize(at, stop).x) / 2);
      ImGui::TextUnformatted(at, stop);
      for (at = stop; at < end && *at == ' ';) ++at;
    }
  };
  if (frame.theme.has_icons) {
    ImGui::PushFont(frame.theme.title);
    ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.muted);
    centred(icon);
    ImGui::PopStyleColor();
    ImGui::PopFont();
  }
  ImGui::PushFont(frame.theme.strong);
  centred(title);
  ImGui::PopFont();
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.muted);
  centred(advice);
  ImGui::PopStyleColor();
}

void* draw_list_texture(const Texture& texture) {
  // ImGui 1.86 takes textures as pointers; OpenGL's are numbers.
  return reinterpret_cast<ImTextureID>(texture.handle);  // NOLINT(performance-no-int-to-ptr)
}

}  // namespace facepoint
