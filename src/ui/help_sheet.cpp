#include "ui/help_sheet.h"

#include <imgui.h>

#include "ui/widgets.h"

namespace facepoint {
namespace {

std::string keys_of(const ActionInfo& info) {
  std::string keys = to_text(info.shortcut);
  if (info.alternative) keys += "  or  " + to_text(info.alternative);
  return keys;
}

void draw_group(Frame& frame, ActionGroup group) {
  section_title(frame, title_of(group));
  if (!ImGui::BeginTable(title_of(group), 2, ImGuiTableFlags_SizingFixedFit)) return;
  ImGui::TableSetupColumn("keys", ImGuiTableColumnFlags_WidthFixed, frame.theme.px(136));
  ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthStretch);
  for (const ActionInfo& row : action_table()) {
    if (row.group != group) continue;
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::PushStyleColor(ImGuiCol_Text, palette::kAccent);
    ImGui::TextUnformatted(keys_of(row).c_str());
    ImGui::PopStyleColor();
    frame.record.add_item(std::string("help/") + row.name);
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(row.title);
    if (ImGui::IsItemHovered()) ImGui::SetTooltip("%s", row.help);
  }
  ImGui::EndTable();
}

void draw_mouse(Frame& frame) {
  section_title(frame, "Mouse");
  if (!ImGui::BeginTable("mouse", 2, ImGuiTableFlags_SizingFixedFit)) return;
  ImGui::TableSetupColumn("how", ImGuiTableColumnFlags_WidthFixed, frame.theme.px(136));
  ImGui::TableSetupColumn("what", ImGuiTableColumnFlags_WidthStretch);
  const auto row = [&](const char* how, const char* what) {
    ImGui::TableNextRow();
    ImGui::TableNextColumn();
    ImGui::PushStyleColor(ImGuiCol_Text, palette::kAccent);
    ImGui::TextUnformatted(how);
    ImGui::PopStyleColor();
    ImGui::TableNextColumn();
    ImGui::TextUnformatted(what);
  };
  row("Drag a point", "Correct it");
  row("Wheel", "Zoom at the pointer");
  row("Middle drag", "Pan");
  row("Space + drag", "Pan");
  ImGui::EndTable();
}

}  // namespace

void draw_help_sheet(Frame& frame) {
  if (!ImGui::BeginTable("sheet", 3, ImGuiTableFlags_SizingStretchSame)) return;
  ImGui::TableNextColumn();
  draw_group(frame, ActionGroup::kReview);
  draw_group(frame, ActionGroup::kEdit);
  draw_mouse(frame);
  ImGui::TableNextColumn();
  draw_group(frame, ActionGroup::kGo);
  draw_group(frame, ActionGroup::kHelp);
  ImGui::TableNextColumn();
  draw_group(frame, ActionGroup::kView);
  draw_group(frame, ActionGroup::kFile);
  ImGui::EndTable();
}

}  // namespace facepoint
