#include <imgui.h>

#include <algorithm>

#include "store/splits.h"
#include "ui/dialog_fields.h"
#include "ui/dialog_forms.h"

namespace facepoint {
namespace {

constexpr int kMostFolds = 20;
const std::vector<std::string> kGroups{"identity", "clip", "image"};

}  // namespace

void begin_split_form(const Frame& frame, DialogInputs& inputs) {
  for (int i = 1; inputs.name.empty(); ++i) {
    const std::string name = "retrain-" + std::to_string(i);
    if (!find_split_plan(frame.session.project(), name)) inputs.name = name;
  }
  inputs.ratios = "80/10/10";
}

void draw_split_form(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  explain(
      frame,
      "Shares every picture out to train, val and test; what belongs together by name, by the "
      "same bytes or as a near-duplicate is in one part. A plan of that name and these settings "
      "keeps its pictures and takes in new ones; with other settings it is made anew.");
  text_field(frame, "Name", "retrain-1", inputs.name);
  ImGui::BeginDisabled(inputs.folds > 0);
  text_field(frame, "Ratios", "80/10/10", inputs.ratios);
  ImGui::EndDisabled();
  number_field(frame, "Folds", inputs.folds);
  inputs.folds = std::clamp(inputs.folds, 0, kMostFolds);
  choice_field(frame, "Keep together", kGroups, inputs.choice);
  number_field(frame, "Seed", inputs.seed);
  text_field(frame, "Even by", "chance; or pose, size, source, joined by commas", inputs.stratify);
  text_field(frame, "Only where", "every picture; a query narrows it", inputs.where);
  if (start_or_close(frame, "Split", !inputs.name.empty())) {
    SplitOptions options;
    options.name = inputs.name;
    if (inputs.folds == 0) options.ratios = inputs.ratios;
    options.folds = inputs.folds;
    options.stratify = inputs.stratify;
    options.group_by = kGroups.at(static_cast<std::size_t>(inputs.choice));
    options.seed = static_cast<std::uint64_t>(std::max(0, inputs.seed));
    options.where = inputs.where;
    frame.act(StartSplit{options});
  }
}

}  // namespace facepoint
