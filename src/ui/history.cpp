#include "ui/history.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <ctime>
#include <filesystem>

#include "base/text.h"
#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kRowHeight = 48;

void draw_search(Frame& frame) {
  UiState& state = frame.state;
  if (state.filter_focus_seen != frame.editor.filter_focus_asked()) {
    state.filter_focus_seen = frame.editor.filter_focus_asked();
    ImGui::SetKeyboardFocusHere();
  }
  const std::string hint = frame.theme.has_icons
                               ? std::string(icons::kSearch) + "  Search, e.g. move point"
                               : "Search, e.g. move point";
  ImGui::SetNextItemWidth(-1);
  const bool edited = ImGui::InputTextWithHint("##search", hint.c_str(), &state.history_search,
                                               ImGuiInputTextFlags_AutoSelectAll);
  frame.record.add_item("history/search");
  if (edited) {
    frame.act(SearchHistory{state.history_search});
  } else if (!ImGui::IsItemActive()) {
    state.history_search = frame.editor.history().search();
  }
}

void draw_row(Frame& frame, std::int64_t position, std::time_t now) {
  const History& history = frame.editor.history();
  const Theme& theme = frame.theme;
  const PastEdit* edit = history.row(position);
  if (edit == nullptr) return;
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = theme.px(kRowHeight);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 max{at.x + width, at.y + height};
  ImGui::PushID(static_cast<int>(position));
  if (ImGui::InvisibleButton("row", {width, height})) frame.act(SelectEdit{position});
  ImGui::PopID();
  frame.record.add_item("history/item/" + std::to_string(position));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool current = history.position() == position;
  if (current || ImGui::IsItemHovered()) {
    list.AddRectFilled(at, max, current ? frame.theme.colors.selected : frame.theme.colors.hover,
                       theme.px(6));
  }
  const float pad = theme.px(12);
  const bool undone = !edit->undone.empty();
  const std::string faces = edit->change.faces == 1
                                ? std::filesystem::path(edit->path).filename().string()
                                : count_of(edit->change.faces, "face");
  const float room = width - 2 * pad;
  const std::string label = fitted_text(edit->change.label, room);
  const float line = ImGui::GetTextLineHeight();
  const float first = at.y + height / 2 - line - theme.px(1);
  const float second = at.y + height / 2 + theme.px(4);
  list.AddText({at.x + pad, first}, undone ? frame.theme.colors.muted : frame.theme.colors.text,
               label.c_str());
  if (undone) {
    const float middle = first + line / 2 + theme.px(1);
    list.AddLine({at.x + pad, middle}, {at.x + pad + ImGui::CalcTextSize(label.c_str()).x, middle},
                 frame.theme.colors.muted, theme.px(1));
  }
  std::string when = when_text(edit->change.created, now);
  if (!edit->change.person.empty()) when += ", " + edit->change.person;
  if (undone) when += ", taken back " + when_text(edit->undone, now);
  ImGui::PushFont(theme.small);
  const float when_width = ImGui::CalcTextSize(when.c_str()).x;
  // The time comes first; a long name gives way, a count never does.
  const float least = edit->change.faces == 1 ? 0 : ImGui::CalcTextSize(faces.c_str()).x;
  const float gap = theme.px(8);
  const std::string what = fitted_text(faces, std::max(least, room - when_width - gap));
  const float what_width = ImGui::CalcTextSize(what.c_str()).x;
  list.AddText({at.x + pad, second}, frame.theme.colors.muted,
               fitted_text(when, room - what_width - gap).c_str());
  list.AddText({max.x - pad - what_width, second},
               edit->change.faces == 1 ? frame.theme.colors.muted : frame.theme.colors.text,
               what.c_str());
  ImGui::PopFont();
}

// Brings the cursor's row into view when it has moved.
void follow_cursor(Frame& frame, float row_height) {
  const auto position = frame.editor.history().position();
  if (frame.state.history_shown == position) return;
  frame.state.history_shown = position;
  if (!position) return;
  const float top = static_cast<float>(*position) * row_height;
  const float view = ImGui::GetWindowHeight();
  if (top < ImGui::GetScrollY()) {
    ImGui::SetScrollY(top);
  } else if (top + row_height > ImGui::GetScrollY() + view) {
    ImGui::SetScrollY(top + row_height - view);
  }
}

}  // namespace

void draw_history_list(Frame& frame) {
  const History& history = frame.editor.history();
  if (history.page() == HistoryPage::kSnapshots) return draw_snapshot_list(frame);
  action_button(frame, ActionId::kHistoryPage, ButtonKind::kPlain, -1, "Show the snapshots");
  draw_search(frame);
  ImGui::PushFont(frame.theme.small);
  muted_text(frame, count_of(history.size(), "change"));
  ImGui::PopFont();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("changes", {0, 0});
  const float row_height = frame.theme.px(kRowHeight);
  const std::time_t now = std::time(nullptr);
  follow_cursor(frame, row_height);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(history.size()), row_height);
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) draw_row(frame, i, now);
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

}  // namespace facepoint
