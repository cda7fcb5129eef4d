#include "ui/bars.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

void same_line_from_right(float width) {
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - width);
}

// Empty while there is nothing to tell yet.
std::string job_text(const Progress& progress) {
  std::string text = progress.stage;
  if (progress.total > 0) {
    text += "  " + with_thousands(progress.done) + " / " + with_thousands(progress.total);
  }
  std::array<char, 32> rate{};
  if (progress.per_second > 0) {
    std::snprintf(rate.data(), rate.size(), progress.per_second < 10 ? "  %.1f/s" : "  %.0f/s",
                  progress.per_second);
    text += rate.data();
  }
  if (progress.seconds_left) text += "  " + duration_text(*progress.seconds_left) + " left";
  if (!progress.note.empty()) text += "  " + progress.note;
  return text;
}

void draw_job(Frame& frame) {
  const JobRunner& jobs = frame.editor.jobs();
  const Progress& progress = jobs.progress();
  const Theme& theme = frame.theme;
  const std::string text =
      jobs.cancelling() ? "cancelling …" : fitted_text(job_text(progress), theme.px(360));
  const float bar = theme.px(140);
  const float button = theme.px(28);
  const float gap = theme.px(8);
  const float words = ImGui::CalcTextSize(text.c_str()).x;
  const float title = ImGui::CalcTextSize(jobs.title().c_str()).x;
  same_line_from_right(title + words + bar + button + 3 * gap);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {gap, 0});
  ImGui::TextUnformatted(jobs.title().c_str());
  ImGui::SameLine();
  const float share = progress.total > 0
                          ? static_cast<float>(progress.done) / static_cast<float>(progress.total)
                          : 0;
  const float height = theme.px(6);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float top = at.y + (ImGui::GetTextLineHeight() - height) / 2;
  ImDrawList& list = *ImGui::GetWindowDrawList();
  list.AddRectFilled({at.x, top}, {at.x + bar, top + height}, frame.theme.colors.raised,
                     height / 2);
  if (share > 0.02F) {
    list.AddRectFilled({at.x, top}, {at.x + bar * share, top + height}, frame.theme.colors.accent,
                       height / 2);
  }
  ImGui::Dummy({bar, ImGui::GetTextLineHeight()});
  frame.record.add_item("job");
  ImGui::SameLine();
  muted_text(frame, text);
  ImGui::SameLine();
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {0, 0});
  action_button(frame, ActionId::kCancelJob, ButtonKind::kIcon, button);
  ImGui::PopStyleVar(2);
}

std::string rounded(const char* format, double value) {
  std::array<char, 48> text{};
  std::snprintf(text.data(), text.size(), format, value);
  return text.data();
}

// Fewer faces say nothing about a pace.
constexpr std::int64_t kFewFaces = 5;

// The person's pace, with the model's part in it as the tooltip. `right`: its right edge.
void draw_pace(Frame& frame, float right) {
  const Pace& pace = frame.editor.pace();
  if (pace.faces < kFewFaces) return;
  const std::string text = rounded("%.0f faces an hour", pace.faces_an_hour);
  ImGui::SameLine(right - ImGui::CalcTextSize(text.c_str()).x);
  muted_text(frame, text);
  frame.record.add_item("pace");
  if (!ImGui::IsItemHovered()) return;
  ImGui::BeginTooltip();
  ImGui::PushFont(frame.theme.strong);
  ImGui::TextUnformatted(("Your last " + count_of(pace.faces, "face")).c_str());
  ImGui::PopFont();
  const auto line = [&](const char* what, const std::string& value) {
    muted_text(frame, what);
    ImGui::SameLine(frame.theme.px(232));
    ImGui::TextUnformatted(value.c_str());
  };
  line("Time a face, half are quicker", rounded("%.1f s", pace.median_seconds));
  if (pace.moved_with_proposal) {
    line("Points moved, with a proposal", rounded("%.1f", *pace.moved_with_proposal));
  }
  if (pace.moved_without) line("Points moved, without", rounded("%.1f", *pace.moved_without));
  if (pace.untouched) {
    line("Proposals right as they were", rounded("%.0f %%", *pace.untouched * 100));
  }
  ImGui::PushFont(frame.theme.small);
  muted_text(frame, "Pauses of half a minute and more do not count.");
  ImGui::PopFont();
  ImGui::EndTooltip();
}

void draw_view_facts(Frame& frame) {
  const Session& session = frame.session;
  if (!session.current() || !shows_a_face(frame.editor.workspace())) return;
  std::array<char, 96> text{};
  const ImVec2 mouse = ImGui::GetIO().MousePos;
  const Viewport& viewport = session.viewport();
  const Point at = viewport.to_image({mouse.x, mouse.y});
  const double percent = viewport.scale() * 100;
  if (viewport.area().contains({mouse.x, mouse.y})) {
    std::snprintf(text.data(), text.size(), "x %.1f   y %.1f      %.0f %%", at.x, at.y, percent);
  } else {
    std::snprintf(text.data(), text.size(), "%.0f %%", percent);
  }
  // As wide as it can be, so that nothing beside it moves with the pointer.
  const float facts = frame.theme.px(200);
  draw_pace(frame, ImGui::GetWindowContentRegionMax().x - facts);
  same_line_from_right(ImGui::CalcTextSize(text.data()).x);
  muted_text(frame, text.data());
}

void draw_workspace_tabs(Frame& frame) {
  const Theme& theme = frame.theme;
  struct Tab {
    ActionId id;
    Workspace workspace;
  };
  constexpr std::array<Tab, 8> kTabs{{{ActionId::kShowEdit, Workspace::kEdit},
                                      {ActionId::kShowReview, Workspace::kReview},
                                      {ActionId::kShowLibrary, Workspace::kLibrary},
                                      {ActionId::kShowPatches, Workspace::kPatches},
                                      {ActionId::kShowCompare, Workspace::kCompare},
                                      {ActionId::kShowHistory, Workspace::kHistory},
                                      {ActionId::kShowSplits, Workspace::kSplits},
                                      {ActionId::kShowTrain, Workspace::kTrain}}};
  float words = 0;
  for (const Tab& tab : kTabs) words += ImGui::CalcTextSize(info_of(tab.id).title).x;
  // Where the window is too narrow even for narrow gaps, the menu has the others.
  const float room = ImGui::GetContentRegionAvail().x;
  const float gaps = static_cast<float>(kTabs.size()) + 1;
  const float gap = std::floor(std::clamp((room - words) / gaps, theme.px(8), theme.px(20)));
  const bool only_current = words + gap * gaps > room;
  std::vector<Tab> tabs(kTabs.begin(), kTabs.end());
  if (only_current) {
    std::erase_if(tabs, [&](const Tab& tab) { return tab.workspace != frame.editor.workspace(); });
  }
  float width = gap;
  for (const Tab& tab : tabs) width += ImGui::CalcTextSize(info_of(tab.id).title).x + gap;
  if (only_current && width > room) return;
  same_line_from_right(width);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  for (const Tab& tab : tabs) {
    const ActionInfo& info = info_of(tab.id);
    const bool current = tab.workspace == frame.editor.workspace();
    const float tab_width = ImGui::CalcTextSize(info.title).x + gap;
    const ImVec2 at = ImGui::GetCursorScreenPos();
    if (ImGui::InvisibleButton(info.name, {tab_width, ImGui::GetFrameHeight()})) frame.act(tab.id);
    frame.record.add_item(std::string("workspace/") + info.name);
    const ImU32 color = current                  ? frame.theme.colors.text
                        : ImGui::IsItemHovered() ? frame.theme.colors.accent
                                                 : frame.theme.colors.muted;
    list.AddText({at.x + gap / 2, at.y + ImGui::GetStyle().FramePadding.y}, color, info.title);
    if (current) {
      const float bottom = at.y + ImGui::GetFrameHeight();
      list.AddRectFilled({at.x + gap / 2, bottom - theme.px(2)},
                         {at.x + tab_width - gap / 2, bottom}, frame.theme.colors.accent);
    }
    action_tooltip(frame, tab.id);
    ImGui::SameLine(0, 0);
  }
}

}  // namespace

void draw_menus(Frame& frame) {
  for (int i = 0; i < kActionGroups; ++i) {
    const auto group = static_cast<ActionGroup>(i);
    const bool any = std::any_of(action_table().begin(), action_table().end(),
                                 [group](const ActionInfo& row) { return row.group == group; });
    if (!any || !usable_in(group, frame.editor.workspace())) continue;
    const bool open = ImGui::BeginMenu(title_of(group));
    frame.record.add_item(std::string("menu_bar/") + title_of(group));
    if (!open) continue;
    for (const ActionInfo& row : action_table()) {
      if (row.group != group) continue;
      if (row.id == ActionId::kCancelJob || row.id == ActionId::kScreenshot) ImGui::Separator();
      action_menu_item(frame, row.id);
    }
    ImGui::EndMenu();
  }
  draw_workspace_tabs(frame);
}

void draw_tool_bar(Frame& frame) {
  const Session& session = frame.session;
  const ShowOptions& show = session.show();
  const Tool tool = session.tool();
  struct Toggle {
    ActionId id;
    bool on;
  };
  const std::vector<Toggle> tools{{ActionId::kSelectTool, tool == Tool::kSelect},
                                  {ActionId::kLassoTool, tool == Tool::kLasso},
                                  {ActionId::kStrokeTool, tool == Tool::kStroke},
                                  {ActionId::kFaceTool, tool == Tool::kFaceBox}};
  const std::vector<Toggle> shown{{ActionId::kTogglePoints, show.points},
                                  {ActionId::kToggleNumbers, show.numbers != NumberMode::kNone},
                                  {ActionId::kToggleEdges, show.edges},
                                  {ActionId::kToggleProposal, show.proposal},
                                  {ActionId::kLightPanel, show.light != kPlainLight}};
  const Theme& theme = frame.theme;
  const float gap = theme.grid(1.5F);  // between groups
  const float icon = theme.px(32) + theme.px(4);
  const float hundred = theme.px(56) + theme.px(4);
  const bool reviews = frame.editor.workspace() == Workspace::kReview;
  std::string where;
  if (reviews) {
    const Review& review = frame.editor.review();
    if (review.position()) {
      where = with_thousands(*review.position() + 1) + " / " +
              with_thousands(review.entries().size()) + " suspicious";
    }
  } else if (session.current()) {
    const auto position = session.index_of(session.current()->image.id);
    where = position ? with_thousands(*position + 1) + " / " + with_thousands(session.list().size())
                     : "not in the filtered list";
  }
  // What there is room for, the most wanted first; all of it has keys and stands in the menus.
  float room = ImGui::GetContentRegionAvail().x - 4 * icon - gap;
  const auto fits = [&room](float width) {
    if (room < width) return false;
    room -= width;
    return true;
  };
  const bool has_tools = fits(icon * static_cast<float>(tools.size()));
  const bool has_where = fits(ImGui::CalcTextSize(where.c_str()).x + 2 * gap);
  const bool has_fits = fits(icon * 2 + gap);
  const bool has_shown = fits(icon * static_cast<float>(shown.size()) + gap);
  const bool has_hundred = has_fits && fits(hundred);
  const float right = (has_tools ? icon * static_cast<float>(tools.size()) : 0) +
                      (has_shown ? icon * static_cast<float>(shown.size()) + gap : 0) +
                      (has_fits ? icon * 2 + gap : 0) + (has_hundred ? hundred : 0);

  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {theme.px(4), theme.px(8)});
  action_button(frame, reviews ? ActionId::kFindingsUp : ActionId::kPreviousImage,
                ButtonKind::kIcon);
  ImGui::SameLine();
  action_button(frame, reviews ? ActionId::kFindingsDown : ActionId::kNextImage, ButtonKind::kIcon);
  ImGui::SameLine(0, gap);
  action_button(frame, ActionId::kUndo, ButtonKind::kIcon);
  ImGui::SameLine();
  action_button(frame, ActionId::kRedo, ButtonKind::kIcon);
  if (has_where && session.current()) {
    ImGui::SameLine(0, gap);
    ImGui::AlignTextToFramePadding();
    if (room > theme.px(160)) {
      ImGui::PushFont(theme.strong);
      ImGui::TextUnformatted(
          fitted_text(session.current()->image.path, room - theme.grid(1)).c_str());
      ImGui::PopFont();
      ImGui::SameLine(0, theme.grid(1));
    }
    muted_text(frame, where);
  }
  const auto draw_toggles = [&frame](const std::vector<Toggle>& toggles) {
    for (std::size_t i = 0; i < toggles.size(); ++i) {
      if (i > 0) ImGui::SameLine();
      toggle_button(frame, toggles[i].id, toggles[i].on);
    }
  };
  if (has_tools) {
    same_line_from_right(right - theme.px(4));
    draw_toggles(tools);
  }
  if (has_shown) {
    ImGui::SameLine(0, gap);
    draw_toggles(shown);
  }
  if (has_fits) {
    ImGui::SameLine(0, gap);
    action_button(frame, ActionId::kFitImage, ButtonKind::kIcon);
    ImGui::SameLine();
    action_button(frame, ActionId::kFitFace, ButtonKind::kIcon);
  }
  if (has_hundred) {
    ImGui::SameLine();
    action_button(frame, ActionId::kActualSize, ButtonKind::kPlain, theme.px(56));
  }
  ImGui::PopStyleVar();
}

void draw_status_bar(Frame& frame) {
  const Status& status = frame.editor.status();
  const KeyMap& keys = frame.editor.keys();
  const Theme& theme = frame.theme;
  const float job_room = frame.editor.jobs().running() ? theme.px(720) : theme.px(360);
  const float room = std::max(theme.px(120), ImGui::GetContentRegionAvail().x - job_room);
  const auto& toasts = frame.editor.toasts().shown();
  const bool in_toast = std::any_of(toasts.begin(), toasts.end(), [&](const Toasts::Shown& each) {
    return each.toast.serial == status.serial;
  });
  if (status.text.empty() || in_toast) {
    std::string hint = keys.text(ActionId::kHelp) + " shows the keys.";
    const std::string more =
        shows_a_face(frame.editor.workspace())
            ? " Drag a point to correct it; wheel zooms, middle button or Space pans."
            : " " + keys.text(ActionId::kPalette) + " finds any action.";
    if (ImGui::CalcTextSize((hint + more).c_str()).x <= room) hint += more;
    muted_text(frame, hint);
  } else {
    if (theme.has_icons) {
      ImGui::PushStyleColor(ImGuiCol_Text, theme.colors.of(status.kind));
      ImGui::TextUnformatted(icons::of(status.kind));
      ImGui::PopStyleColor();
      ImGui::SameLine();
    }
    const std::string shown = fitted_text(status.text, room);
    ImGui::TextUnformatted(shown.c_str());
    if (shown != status.text && ImGui::IsItemHovered()) {
      ImGui::PushTextWrapPos(theme.px(480));
      ImGui::SetTooltip("%s", status.text.c_str());
      ImGui::PopTextWrapPos();
    }
  }
  frame.record.add_item("status");
  if (frame.editor.enabled(ActionId::kReport)) {
    ImGui::SameLine(0, theme.grid(2));
    ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {theme.px(8), 0});
    action_button(frame, ActionId::kReport);
    ImGui::PopStyleVar();
  }
  if (frame.editor.jobs().running()) {
    draw_job(frame);
  } else {
    draw_view_facts(frame);
  }
}

}  // namespace facepoint
