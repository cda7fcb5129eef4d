#include "edit/action_table.h"

#include <algorithm>
#include <array>

#include "edit/action_rows.h"

namespace facepoint {

const char* title_of(ActionGroup group) {
  constexpr std::array<const char*, kActionGroups> kTitles{
      "File",    "Edit",  "List",     "Review", "Points",    "Follow",
      "Go",      "View",  "Library",  "Select", "Patches",   "History",
      "Compare", "Train", "Findings", "Splits", "Workspace", "Help"};
  return kTitles.at(static_cast<std::size_t>(group));
}

std::optional<Workspace> workspace_of(ActionGroup group) {
  switch (group) {
    case ActionGroup::kReview:
    case ActionGroup::kPoints:
    case ActionGroup::kFollow:
    case ActionGroup::kGo:
    case ActionGroup::kView:
      return Workspace::kEdit;
    case ActionGroup::kLibrary:
    case ActionGroup::kSelect:
      return Workspace::kLibrary;
    case ActionGroup::kPatches:
      return Workspace::kPatches;
    case ActionGroup::kHistory:
      return Workspace::kHistory;
    case ActionGroup::kCompare:
      return Workspace::kCompare;
    case ActionGroup::kTrain:
      return Workspace::kTrain;
    case ActionGroup::kFindings:
      return Workspace::kReview;
    case ActionGroup::kSplits:
      return Workspace::kSplits;
    default:
      return std::nullopt;
  }
}

bool usable_in(ActionGroup group, Workspace workspace) {
  const auto only = workspace_of(group);
  if (!only || *only == workspace) return true;
  const bool corrects =
      group == ActionGroup::kPoints || group == ActionGroup::kFollow || group == ActionGroup::kView;
  return corrects && workspace == Workspace::kReview;
}

const std::vector<ActionInfo>& action_table() {
  static const std::vector<ActionInfo> table = [] {
    std::vector<ActionInfo> all;
    for (const auto& part : {rows::general(), rows::of_edit(), rows::of_following(),
                             rows::of_library(), rows::of_other_workspaces(), rows::of_findings(),
                             rows::of_training(), rows::of_splits()}) {
      all.insert(all.end(), part.begin(), part.end());
    }
    std::sort(all.begin(), all.end(),
              [](const ActionInfo& a, const ActionInfo& b) { return a.id < b.id; });
    return all;
  }();
  return table;
}

const ActionInfo& info_of(ActionId id) { return action_table().at(static_cast<std::size_t>(id)); }

const ActionInfo* find_action(std::string_view name) {
  for (const ActionInfo& row : action_table()) {
    if (row.name == name) return &row;
  }
  return nullptr;
}

}  // namespace facepoint
