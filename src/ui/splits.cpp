#include "ui/splits.h"

#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "base/text.h"
#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kRowHeight = 52;

std::string shape_of(const SplitPlan& plan) {
  if (plan.folds > 0) return std::to_string(plan.folds) + " folds";
  std::string text;
  for (const double ratio : plan.ratios) {
    text += (text.empty() ? "" : "/") + std::to_string(std::lround(ratio * 100));
  }
  return text;
}

void draw_plan(Frame& frame, const SplitPlan& plan, bool current) {
  const Theme& theme = frame.theme;
  const float width = ImGui::GetContentRegionAvail().x;
  const float height = theme.px(kRowHeight);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string id = "splits/plan/" + plan.name;
  if (ImGui::InvisibleButton(id.c_str(), {width, height})) frame.act(SelectPlan{plan.name});
  frame.record.add_item(id);
  ImDrawList& list = *ImGui::GetWindowDrawList();
  if (current || ImGui::IsItemHovered()) {
    list.AddRectFilled(at, {at.x + width, at.y + height},
                       current ? theme.colors.selected : theme.colors.hover, theme.px(6));
  }
  const float pad = theme.px(12);
  const float room = width - 2 * pad;
  const float middle = at.y + height / 2;
  const std::string lock = plan.locked.empty() ? "" : "locked";
  const float lock_width = ImGui::CalcTextSize(lock.c_str()).x;
  const float first = middle - ImGui::GetTextLineHeight() - theme.px(1);
  list.AddText({at.x + pad, first}, theme.colors.text,
               fitted_text(plan.name, room - lock_width - theme.px(8)).c_str());
  list.AddText({at.x + width - pad - lock_width, first}, theme.colors.muted, lock.c_str());
  ImGui::PushFont(theme.small);
  const std::string below = shape_of(plan) + " by " + plan.group_by + ", seed " +
                            std::to_string(plan.seed) +
                            (plan.stratify.empty() ? "" : ", even by " + plan.stratify);
  list.AddText({at.x + pad, middle + theme.px(4)}, theme.colors.muted,
               fitted_text(below, room).c_str());
  ImGui::PopFont();
}

// What the plan shares, in one line with a dot that says whether that is good.
void draw_verdict(Frame& frame, const SplitPicture& picture) {
  const SplitReport& report = picture.report;
  const std::string shared = leaks_text(report.leaks);
  const std::string empty = empty_parts_text(report);
  const Palette& colors = frame.theme.colors;
  color_dot(frame.theme, !shared.empty()  ? colors.bad
                         : !empty.empty() ? colors.warning
                                          : colors.good);
  std::string text = empty.empty() ? "" : "No picture is in " + empty + ". ";
  text += shared.empty() ? "The parts share nobody and no picture" : "The parts share " + shared;
  if (report.published && report.published->leaks()) {
    text += "; the published split shares " + leaks_text(*report.published);
  }
  text += ".";
  if (!report.left_out.empty()) {
    text +=
        " " + count_of(static_cast<std::int64_t>(report.left_out.size()), "picture") + " left out.";
  }
  const std::string shown = fitted_text(text, ImGui::GetContentRegionAvail().x);
  ImGui::TextUnformatted(shown.c_str());
  frame.record.add_item("splits/verdict");
  if (!empty.empty()) frame.record.add_item("splits/empty_part");
  if (shown != text && ImGui::IsItemHovered()) ImGui::SetTooltip("%s", text.c_str());
}

void draw_head(Frame& frame, const SplitPlan& plan) {
  const Theme& theme = frame.theme;
  const float top = ImGui::GetCursorPosY();
  ImGui::PushFont(theme.title);
  ImGui::TextUnformatted(plan.name.c_str());
  ImGui::PopFont();
  const SplitPicture* picture = frame.editor.splits().picture();
  const bool more = picture != nullptr && picture->outside > 0;
  const std::string take_in =
      more ? "Take in " + with_thousands(picture->outside) + " new" : "Take in new";
  const bool locked = frame.editor.splits().is_locked(frame.editor.splits().part_to_lock());
  const std::string lock = (locked ? "Unlock " : "Lock ") + frame.editor.splits().part_to_lock();
  const float gap = theme.px(8);
  const float extend = theme.px(164);
  const float width = theme.px(112);
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - extend - 2 * (width + gap));
  ImGui::SetCursorPosY(top);
  action_button(frame, ActionId::kSplitsExtend, more ? ButtonKind::kPrimary : ButtonKind::kPlain,
                extend, take_in.c_str());
  ImGui::SameLine(0, gap);
  action_button(frame, ActionId::kSplitsLock, ButtonKind::kPlain, width, lock.c_str());
  ImGui::SameLine(0, gap);
  action_button(frame, ActionId::kSplitsExport, ButtonKind::kPlain, width, "Export…");
}

}  // namespace

void draw_split_list(Frame& frame) {
  const Splits& splits = frame.editor.splits();
  action_button(frame, ActionId::kSplitsNew,
                splits.plans().empty() ? ButtonKind::kPrimary : ButtonKind::kPlain, -1);
  ImGui::Dummy({0, 0});
  const float below = ImGui::GetFrameHeightWithSpacing() + frame.theme.grid(1);
  ImGui::BeginChild("plans", {0, -below});
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {0, 0});
  if (splits.plans().empty()) {
    ImGui::PushTextWrapPos(0);
    muted_text(frame, "Plans of this project are listed here, also those by the command line.");
    ImGui::PopTextWrapPos();
  }
  for (const SplitPlan& plan : splits.plans()) draw_plan(frame, plan, &plan == splits.plan());
  ImGui::PopStyleVar();
  ImGui::EndChild();
  action_button(frame, ActionId::kSplitsDuplicates, ButtonKind::kPlain, -1);
}

void draw_split(Frame& frame) {
  const Splits& splits = frame.editor.splits();
  if (splits.plan() == nullptr) {
    empty_state(frame, icons::kSplits, "There is no split plan yet",
                "Make one with N: nobody and no picture will be in two parts.");
    return;
  }
  draw_head(frame, *splits.plan());
  const SplitPicture* picture = splits.picture();
  if (picture == nullptr) {
    ImGui::PushTextWrapPos(0);
    muted_text(frame, splits.problem().empty() ? "Looking at its pictures …" : splits.problem());
    ImGui::PopTextWrapPos();
    return;
  }
  draw_verdict(frame, *picture);
  ImGui::Dummy({0, frame.theme.px(2)});
  draw_split_parts(frame, *picture);
  draw_split_pairs(frame, *picture);
}

}  // namespace facepoint
