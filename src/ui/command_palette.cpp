#include "ui/command_palette.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <vector>

#include "edit/fuzzy.h"
#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr int kRows = 11;
constexpr float kRowHeight = 32;
constexpr float kIconWidth = 28;

bool pressed(ImGuiKey key) { return ImGui::IsKeyPressed(ImGui::GetKeyIndex(key)); }

std::vector<ActionId> choices(const Frame& frame) {
  std::vector<ActionId> found = matching_actions(frame.state.dialog.name, frame.editor.workspace());
  std::erase_if(found,
                [](ActionId id) { return id == ActionId::kPalette || id == ActionId::kCancel; });
  return found;
}

// The window is closed first: what is chosen may open another.
void choose(Frame& frame, ActionId id) {
  if (!frame.editor.enabled(id)) return;
  frame.act(ActionId::kCancel);
  frame.act(id);
}

// True: the chosen row moved.
bool move_by_keys(int& chosen, int count) {
  const int before = chosen;
  if (pressed(ImGuiKey_DownArrow)) ++chosen;
  if (pressed(ImGuiKey_UpArrow)) --chosen;
  if (pressed(ImGuiKey_PageDown)) chosen = std::min(chosen + kRows - 1, count - 1);
  if (pressed(ImGuiKey_PageUp)) chosen = std::max(chosen - kRows + 1, 0);
  chosen = count == 0 ? 0 : (chosen + count) % count;
  return chosen != before;
}

void draw_row(Frame& frame, ActionId id, bool chosen) {
  const ActionInfo& info = info_of(id);
  const Theme& theme = frame.theme;
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = theme.px(kRowHeight);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const bool clicked = ImGui::InvisibleButton(info.name, {width, height});
  frame.record.add_item(std::string("palette/") + info.name);
  const ImVec2 max{at.x + width, at.y + height};
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (chosen || ImGui::IsItemHovered()) {
    list.AddRectFilled(at, max, chosen ? frame.theme.colors.selected : frame.theme.colors.hover,
                       theme.px(4));
  }
  const int alpha = frame.editor.enabled(id) ? 255 : 100;
  const float text_y = at.y + (height - ImGui::GetFontSize()) / 2;
  float x = at.x + theme.px(8);
  if (theme.has_icons) {
    list.AddText({x, text_y}, with_alpha(frame.theme.colors.muted, alpha), icons::of(id));
    x += theme.px(kIconWidth);
  }
  list.AddText({x, text_y}, with_alpha(frame.theme.colors.text, alpha), info.title);
  x += ImGui::CalcTextSize(info.title).x + theme.grid(1.5F);
  const float small = theme.small->FontSize;
  const float small_y = at.y + (height - small) / 2 + theme.px(1);
  list.AddText(theme.small, small, {x, small_y}, with_alpha(frame.theme.colors.muted, alpha),
               title_of(info.group));
  const std::string key = frame.editor.keys().text(id);
  const float key_width = theme.small->CalcTextSizeA(small, 1e6F, 0, key.c_str()).x;
  list.AddText(theme.small, small, {max.x - theme.px(10) - key_width, small_y},
               with_alpha(frame.theme.colors.accent, alpha), key.c_str());
  if (clicked) choose(frame, id);
}

}  // namespace

void draw_command_palette(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  const Theme& theme = frame.theme;
  if (ImGui::IsWindowAppearing()) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  if (ImGui::InputTextWithHint("##palette", "What do you want to do?", &inputs.name)) {
    inputs.choice = 0;
  }
  frame.record.add_item("palette");
  const std::vector<ActionId> found = choices(frame);
  const int count = static_cast<int>(found.size());
  const bool moved = move_by_keys(inputs.choice, count);
  if (pressed(ImGuiKey_Enter) && count > 0) choose(frame, found[inputs.choice]);

  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("actions", {0, theme.px(kRowHeight) * kRows});
  for (int i = 0; i < count; ++i) {
    draw_row(frame, found[i], i == inputs.choice);
    if (moved && i == inputs.choice && !ImGui::IsItemVisible()) ImGui::SetScrollHereY(0.5F);
  }
  if (count == 0) muted_text(frame, "No action of this workspace is called so.");
  ImGui::EndChild();
  ImGui::PopStyleVar();
  ImGui::Dummy({0, 0});
  ImGui::PushFont(theme.small);
  if (count > 0) {
    const ActionId chosen = found[inputs.choice];
    const std::string why_not = frame.editor.why_not(chosen);
    const float room = ImGui::GetContentRegionAvail().x;
    if (why_not.empty()) {
      muted_text(frame, fitted_text(info_of(chosen).help, room));
    } else {
      ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.warning);
      ImGui::TextUnformatted(fitted_text("Not now: " + why_not, room).c_str());
      ImGui::PopStyleColor();
    }
  } else {
    muted_text(frame, "Esc closes.");
  }
  ImGui::PopFont();
}

}  // namespace facepoint
