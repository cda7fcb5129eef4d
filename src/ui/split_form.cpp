#include <imgui.h>

#include <algorithm>
#include <cmath>

#include "store/splits.h"
#include "tasks/split.h"
#include "ui/dialog_fields.h"
#include "ui/dialog_forms.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

const std::vector<std::string> kGroups{"identity", "clip", "image"};

// The fields that say what a plan is like.
struct Settings {
  std::string ratios = "80/10/10";
  int folds = 0;  // 0, or kFewestFolds and more
  int group = 0;
  int seed = 1;
  std::string stratify;
  std::string where;
};

Settings settings_of(const SplitPlan& plan) {
  Settings settings;
  settings.folds = plan.folds;
  if (plan.folds == 0) {
    settings.ratios.clear();
    for (const double ratio : plan.ratios) {
      settings.ratios +=
          (settings.ratios.empty() ? "" : "/") + std::to_string(std::lround(ratio * 100));
    }
  }
  const auto group = std::find(kGroups.begin(), kGroups.end(), plan.group_by);
  if (group != kGroups.end()) settings.group = static_cast<int>(group - kGroups.begin());
  settings.seed = static_cast<int>(plan.seed);
  settings.stratify = plan.stratify;
  settings.where = plan.where;
  return settings;
}

void fill(DialogInputs& inputs, const Settings& settings) {
  inputs.ratios = settings.ratios;
  inputs.folds = settings.folds;
  inputs.choice = settings.group;
  inputs.seed = settings.seed;
  inputs.stratify = settings.stratify;
  inputs.where = settings.where;
}

std::vector<std::string> parts_of(const DialogInputs& inputs) { return split_parts(inputs.folds); }

bool contains(const std::vector<std::string>& words, const std::string& word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// What is said of a plan that is there is only what differs from it: the rest stays as it is,
// to the last digit.
SplitOptions options_of(const DialogInputs& inputs, const SplitPlan* plan) {
  const Settings before = plan != nullptr ? settings_of(*plan) : Settings{};
  const auto said = [&](const auto& now, const auto& then) {
    return plan == nullptr || now != then;
  };
  SplitOptions options;
  options.name = typed(inputs.name);
  const bool other_folds = said(inputs.folds, before.folds);
  if (inputs.folds == 0 && (other_folds || said(inputs.ratios, before.ratios))) {
    options.ratios = typed(inputs.ratios);
  }
  if (other_folds) options.folds = inputs.folds;
  if (said(inputs.choice, before.group)) {
    options.group_by = kGroups.at(static_cast<std::size_t>(inputs.choice));
  }
  if (said(inputs.seed, before.seed)) {
    options.seed = static_cast<std::uint64_t>(std::max(0, inputs.seed));
  }
  if (said(inputs.stratify, before.stratify)) options.stratify = inputs.stratify;
  if (said(inputs.where, before.where)) options.where = inputs.where;
  options.anew = plan != nullptr && inputs.anew;
  for (const std::string& part : parts_of(inputs)) {
    const bool was = plan != nullptr && contains(plan->locked, part);
    const bool is = inputs.locked.contains(part);
    if (is && !was) options.lock.push_back(part);
  }
  if (plan == nullptr) return options;
  for (const std::string& part : plan->locked) {
    if (!inputs.locked.contains(part)) options.unlock.push_back(part);
  }
  return options;
}

// The name of a plan that is there brings its settings.
void follow_name(DialogInputs& inputs, const SplitPlan* plan) {
  const std::string found = plan != nullptr ? plan->name : "";
  if (found == inputs.plan) return;
  inputs.plan = found;
  inputs.anew = false;
  inputs.locked.clear();
  if (plan == nullptr) return;
  fill(inputs, settings_of(*plan));
  inputs.locked.insert(plan->locked.begin(), plan->locked.end());
}

void choose_folds(Frame& frame, DialogInputs& inputs) {
  std::vector<std::string> choices{"none: train, val and test by the ratios"};
  for (int folds = kFewestFolds; folds <= kMostFolds; ++folds) {
    choices.push_back(std::to_string(folds) + " equal parts, each of which tests once");
  }
  int choice = inputs.folds == 0 ? 0 : inputs.folds - kFewestFolds + 1;
  choice_field(frame, "Folds", choices, choice);
  inputs.folds = choice == 0 ? 0 : choice + kFewestFolds - 1;
}

// A box for each part, as many beside each other as there is room for.
void choose_locked(Frame& frame, DialogInputs& inputs) {
  field_name(frame, "Lock");
  const float left = ImGui::GetCursorPosX();
  const float right = ImGui::GetWindowContentRegionMax().x;
  const ImGuiStyle& style = ImGui::GetStyle();
  bool first = true;
  for (const std::string& part : parts_of(inputs)) {
    const float width =
        ImGui::GetFrameHeight() + style.ItemInnerSpacing.x + ImGui::CalcTextSize(part.c_str()).x;
    if (!first) {
      ImGui::SameLine(0, frame.theme.grid(3));
      if (ImGui::GetCursorPosX() + width > right) {
        ImGui::NewLine();
        ImGui::SetCursorPosX(left);
      }
    }
    first = false;
    bool locked = inputs.locked.contains(part);
    check_field(frame, ("Lock/" + part).c_str(), part.c_str(), locked);
    if (ImGui::IsItemHovered()) {
      ImGui::SetTooltip(
          "A locked part never loses or gains pictures, so that figures of today and "
          "later compare.");
    }
    if (locked) {
      inputs.locked.insert(part);
    } else {
      inputs.locked.erase(part);
    }
  }
}

// What "Split" will do with a plan that is there. False: it would be refused.
bool draw_outcome(Frame& frame, const SplitPlan& plan, const SplitOptions& options) {
  const bool anew = shares_out_anew(plan, options).value_or(true);
  std::string still_locked;
  for (const std::string& part : plan.locked) {
    if (!contains(options.unlock, part)) still_locked += (still_locked.empty() ? "" : ", ") + part;
  }
  const Palette& colors = frame.theme.colors;
  const bool refused = anew && !still_locked.empty();
  std::string text;
  if (refused) {
    text = "This plan is not made anew while " + still_locked +
           " is locked. Unlock it, or give another name.";
  } else if (anew) {
    text = "There is a plan of this name: every picture is shared out anew.";
  } else {
    text = "There is a plan of this name: its pictures stay where they are, new ones come in.";
  }
  ImGui::PushStyleColor(ImGuiCol_Text, refused ? colors.bad : anew ? colors.warning : colors.good);
  ImGui::TextWrapped("%s", text.c_str());
  ImGui::PopStyleColor();
  frame.record.add_item(refused ? "dialog/refused" : anew ? "dialog/anew" : "dialog/kept");
  return !refused;
}

}  // namespace

void begin_split_form(const Frame& frame, DialogInputs& inputs) {
  for (int i = 1; inputs.name.empty(); ++i) {
    const std::string name = "retrain-" + std::to_string(i);
    if (!find_split_plan(frame.session.project(), name)) inputs.name = name;
  }
  fill(inputs, {});
}

void draw_split_form(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  explain(frame,
          "Shares every picture out to train, val and test; what belongs together by name, by the "
          "same bytes or as a near-duplicate is in one part.");
  text_field(frame, "Name", "of a new plan, or of one that is there", inputs.name);
  const std::optional<SplitPlan> plan =
      find_split_plan(frame.session.project(), typed(inputs.name));
  const SplitPlan* known = plan ? &*plan : nullptr;
  follow_name(inputs, known);
  ImGui::BeginDisabled(inputs.folds > 0);
  text_field(frame, "Ratios", "80/10/10", inputs.ratios);
  ImGui::EndDisabled();
  choose_folds(frame, inputs);
  choice_field(frame, "Keep together", kGroups, inputs.choice);
  number_field(frame, "Seed", inputs.seed);
  text_field(frame, "Even by", "chance; or pose, size, source, joined by commas", inputs.stratify);
  text_field(frame, "Only where", "every picture; a query narrows it", inputs.where);
  choose_locked(frame, inputs);
  bool possible = true;
  if (known != nullptr) {
    check_field(frame, "Anew", "Make it anew, though it is there", inputs.anew);
    possible = draw_outcome(frame, *known, options_of(inputs, known));
  }
  if (start_or_close(frame, "Split", possible && !typed(inputs.name).empty())) {
    frame.act(StartSplit{options_of(inputs, known)});
  }
}

}  // namespace facepoint
