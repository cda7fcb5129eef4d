#include "ui/help_sheet.h"

#include <imgui.h>

#include <algorithm>
#include <vector>

#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr int kMostColumns = 4;

// One line of the sheet: a group's title, an action, or what the mouse does.
struct Line {
  std::string keys;
  std::string what;
  const ActionInfo* action = nullptr;
  bool is_title() const { return keys.empty() && action == nullptr; }
};

std::vector<Line> lines_for(const KeyMap& keys, Workspace workspace) {
  std::vector<Line> lines;
  for (int i = 0; i < kActionGroups; ++i) {
    const auto group = static_cast<ActionGroup>(i);
    if (!usable_in(group, workspace)) continue;
    bool titled = false;
    for (const ActionInfo& row : action_table()) {
      if (row.group != group) continue;
      if (!std::exchange(titled, true)) lines.push_back({"", title_of(group)});
      lines.push_back({keys.both(row.id), row.title, &row});
    }
  }
  if (shows_a_face(workspace)) {
    lines.push_back({"", "Mouse"});
    lines.push_back({"Drag a point", "Correct it; others may follow"});
    lines.push_back({"Ctrl + drag", "Move nothing else"});
    lines.push_back({"Wheel", "Zoom at the pointer"});
    lines.push_back({"Middle drag", "Pan, also Space + drag"});
  }
  if (workspace == Workspace::kPatches) {
    lines.push_back({"", "Mouse"});
    lines.push_back({"Drag in a tile", "Move its label"});
    lines.push_back({"Double click", "Open its face"});
  }
  lines.push_back({"", "Dialogs"});
  lines.push_back({"Tab, arrows", "Go to another field"});
  lines.push_back({"Space", "Tick a box, open a list"});
  lines.push_back({"Enter", "Start; in a list, choose"});
  return lines;
}

void draw_line(Frame& frame, const Line& line, float left, float key_width) {
  ImGui::SetCursorPosX(left);
  if (line.is_title()) {
    ImGui::PushFont(frame.theme.strong);
    ImGui::TextUnformatted(line.what.c_str());
    ImGui::PopFont();
    return;
  }
  ImGui::PushFont(frame.theme.small);
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.accent);
  ImGui::TextUnformatted(fitted_text(line.keys, key_width).c_str());
  ImGui::PopStyleColor();
  if (line.action != nullptr) frame.record.add_item(std::string("help/") + line.action->name);
  ImGui::SameLine(left + key_width + frame.theme.px(8));
  ImGui::TextUnformatted(line.what.c_str());
  if (line.action != nullptr && ImGui::IsItemHovered()) {
    ImGui::SetTooltip("%s", line.action->help);
  }
  ImGui::PopFont();
}

// Where the window is too low for the sheet.
void scroll_by_keys() {
  const float line = 3 * ImGui::GetTextLineHeightWithSpacing();
  const float page = 0.8F * ImGui::GetWindowHeight();
  const auto scroll = [](Key key, float by) {
    if (ImGui::IsKeyPressed(static_cast<int>(key))) ImGui::SetScrollY(ImGui::GetScrollY() + by);
  };
  scroll(Key::kDown, line);
  scroll(Key::kUp, -line);
  scroll(Key::kPageDown, page);
  scroll(Key::kPageUp, -page);
  scroll(Key::kEnd, ImGui::GetScrollMaxY());
  scroll(Key::kHome, -ImGui::GetScrollMaxY());
}

}  // namespace

void draw_help_sheet(Frame& frame) {
  scroll_by_keys();
  const std::vector<Line> lines = lines_for(frame.editor.keys(), frame.editor.workspace());
  const ImVec2 corner = ImGui::GetCursorPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const int columns = std::clamp(static_cast<int>(width / frame.theme.px(280)), 1, kMostColumns);
  const std::size_t most = (lines.size() + columns - 1) / columns + 1;
  std::string group;
  const float column_width = width / static_cast<float>(columns);
  const float key_width = frame.theme.px(112);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {frame.theme.px(8), frame.theme.px(4)});
  float bottom = corner.y;
  std::size_t next = 0;
  for (int column = 0; column < columns; ++column) {
    ImGui::SetCursorPosY(corner.y);
    const float left = corner.x + static_cast<float>(column) * column_width;
    // A group that goes on says again which it is.
    if (next < lines.size() && !lines[next].is_title()) draw_line(frame, {"", group}, left, 0);
    for (std::size_t row = 0; row < most && next < lines.size(); ++row) {
      if (row > 0 && row + 2 > most && lines[next].is_title()) break;
      if (row > 0 && lines[next].is_title()) ImGui::Dummy({0, frame.theme.px(2)});
      if (lines[next].is_title()) group = lines[next].what;
      draw_line(frame, lines[next++], left, key_width);
    }
    bottom = std::max(bottom, ImGui::GetCursorPosY());
  }
  ImGui::PopStyleVar();
  ImGui::SetCursorPosY(bottom);
  const std::filesystem::path& file = frame.editor.keys_file();
  if (file.empty()) return;
  ImGui::Dummy({0, frame.theme.px(2)});
  ImGui::PushFont(frame.theme.small);
  muted_text(frame, fitted_text("Your own keys go into " + file.string() + "; " +
                                    frame.editor.keys().text(ActionId::kEditKeys) + " opens it.",
                                ImGui::GetContentRegionAvail().x));
  ImGui::PopFont();
  frame.record.add_item("help/file");
}

}  // namespace facepoint
