#include <imgui.h>

#include <ctime>

#include "base/text.h"
#include "ui/history.h"
#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kRowHeight = 52;

void draw_row(Frame& frame, std::size_t position, std::time_t now) {
  const History& history = frame.editor.history();
  const Theme& theme = frame.theme;
  const Snapshot& snapshot = history.snapshots()[position];
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = theme.px(kRowHeight);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const ImVec2 max{at.x + width, at.y + height};
  ImGui::PushID(static_cast<int>(position));
  if (ImGui::InvisibleButton("snapshot", {width, height})) frame.act(SelectSnapshot{position});
  ImGui::PopID();
  frame.record.add_item("history/snapshot/" + std::to_string(position));
  ImDrawList& list = *ImGui::GetWindowDrawList();
  const bool current = history.snapshot() == &snapshot;
  if (current || ImGui::IsItemHovered()) {
    list.AddRectFilled(at, max, current ? theme.colors.selected : theme.colors.hover, theme.px(6));
  }
  const float pad = theme.px(12);
  const float room = width - 2 * pad;
  const float first = at.y + height / 2 - ImGui::GetTextLineHeight() - theme.px(1);
  const float second = at.y + height / 2 + theme.px(4);
  list.AddText({at.x + pad, first}, theme.colors.text, fitted_text(snapshot.name, room).c_str());
  const std::string below = when_text(snapshot.created, now) + ", " + snapshot.person + ", " +
                            count_of(snapshot.labels, "label");
  ImGui::PushFont(theme.small);
  list.AddText({at.x + pad, second}, theme.colors.muted, fitted_text(below, room).c_str());
  ImGui::PopFont();
}

void draw_figures(Frame& frame, const DiffReport& report) {
  std::string text = count_of(std::ssize(report.faces), "face") +
                     (report.faces.size() == 1 ? " differs" : " differ");
  const auto add = [&](std::int64_t count, const char* what) {
    if (count > 0) text += ", " + with_thousands(count) + " " + what;
  };
  add(report.with_points_moved, "with points moved");
  add(report.with_status_changed, "with another status");
  add(report.with_tags_changed, "with other tags");
  add(report.added, "added");
  add(report.removed, "removed");
  ImGui::TextUnformatted(fitted_text(text, ImGui::GetContentRegionAvail().x).c_str());
  frame.record.add_item("history/comparison");
  if (report.faces_by_person.empty()) return;
  std::string people = "By";
  for (const auto& [person, faces] : report.faces_by_person) {
    people += (people == "By" ? " " : ", ") + person + " (" + count_of(faces, "face") + ")";
  }
  muted_text(frame, fitted_text(people, ImGui::GetContentRegionAvail().x));
}

void draw_head(Frame& frame, const Snapshot& snapshot) {
  const Theme& theme = frame.theme;
  ImGui::PushFont(theme.title);
  ImGui::TextUnformatted(fitted_text(snapshot.name, ImGui::GetContentRegionAvail().x).c_str());
  ImGui::PopFont();
  std::string facts = when_text(snapshot.created, std::time(nullptr)) + " by " + snapshot.person +
                      ", " + count_of(snapshot.faces, "face") + ", " +
                      with_thousands(snapshot.labels) + " with a label";
  if (!snapshot.note.empty()) facts += ".  " + snapshot.note;
  muted_text(frame, fitted_text(facts, ImGui::GetContentRegionAvail().x));
  ImGui::Dummy({0, 0});
  action_button(frame, ActionId::kHistoryCompare, ButtonKind::kPrimary);
  ImGui::SameLine();
  action_button(frame, ActionId::kHistoryRestore);
  ImGui::SameLine();
  action_button(frame, ActionId::kHistoryExport, ButtonKind::kPlain, 0, "Export…");
  if (frame.editor.history().preview()) {
    ImGui::SameLine();
    action_button(frame, ActionId::kHistoryOpen);
  }
  ImGui::Dummy({0, 0});
}

}  // namespace

void draw_snapshot_list(Frame& frame) {
  const History& history = frame.editor.history();
  action_button(frame, ActionId::kHistoryPage, ButtonKind::kPlain, -1, "Show the changes");
  action_button(frame, ActionId::kTakeSnapshot, ButtonKind::kPlain, -1);
  ImGui::PushFont(frame.theme.small);
  muted_text(frame, count_of(history.rows(), "snapshot"));
  ImGui::PopFont();
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  ImGui::BeginChild("snapshots", {0, 0});
  const std::time_t now = std::time(nullptr);
  ImGuiListClipper clipper;
  clipper.Begin(static_cast<int>(history.rows()), frame.theme.px(kRowHeight));
  while (clipper.Step()) {
    for (int i = clipper.DisplayStart; i < clipper.DisplayEnd; ++i) {
      draw_row(frame, static_cast<std::size_t>(i), now);
    }
  }
  ImGui::EndChild();
  ImGui::PopStyleVar();
}

void draw_snapshot_preview(Frame& frame) {
  const History& history = frame.editor.history();
  const Snapshot* snapshot = history.snapshot();
  if (snapshot == nullptr) {
    empty_state(frame, icons::kHistory, "There is no snapshot yet",
                frame.editor.keys().text(ActionId::kTakeSnapshot) +
                    " gives the labels as they are now a name; each training takes one too.");
    return;
  }
  draw_head(frame, *snapshot);
  const DiffReport* report = history.comparison();
  if (report == nullptr) {
    muted_text(frame, "Compare it with now to see which faces differ, and how far.");
    return;
  }
  if (report->faces.empty()) {
    ImGui::TextUnformatted("The labels are the same now.");
    frame.record.add_item("history/comparison");
    return;
  }
  draw_figures(frame, *report);
  if (history.preview()) draw_previewed_faces(frame, *history.preview());
}

}  // namespace facepoint
