#include <imgui.h>

#include <algorithm>
#include <ctime>

#include "base/text.h"
#include "store/snapshots.h"
#include "store/splits.h"
#include "ui/dialog_fields.h"
#include "ui/dialog_forms.h"
#include "ui/path_browser.h"

namespace facepoint {
namespace {

// Snapshots may come while the dialog is open: one is chosen by its name.
void choose_snapshot(Frame& frame, DialogInputs& inputs) {
  const std::vector<Snapshot> known = snapshots(frame.session.project());
  std::vector<std::string> choices{"as they are now"};
  int choice = 0;
  const std::time_t now = std::time(nullptr);
  for (const Snapshot& snapshot : known) {
    if (snapshot.name == inputs.snapshot) choice = static_cast<int>(choices.size());
    choices.push_back("of snapshot " + snapshot.name + ", " + when_text(snapshot.created, now) +
                      ", " + count_of(snapshot.labels, "label"));
  }
  choice_field(frame, "Labels", choices, choice);
  inputs.snapshot = choice == 0 ? "" : known[static_cast<std::size_t>(choice) - 1].name;
}

// A snapshot keeps labels, not opinions.
void choose_merge(Frame& frame, DialogInputs& inputs) {
  const bool possible = inputs.snapshot.empty();
  if (!possible) inputs.merge = false;
  ImGui::BeginDisabled(!possible);
  check_field(frame, "Merge", "The median of several people, unless somebody chose among them",
              inputs.merge);
  ImGui::EndDisabled();
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
  ImGui::SetTooltip("%s", possible ? "Of faces that several people labelled, point by point the "
                                     "geometric median of what they say."
                                   : "A snapshot keeps labels, not what each person says.");
}

}  // namespace

void begin_export_form(const Frame& frame, DialogInputs& inputs) {
  const Editor& editor = frame.editor;
  const SplitPlan* plan = editor.splits().plan();
  if (editor.workspace() == Workspace::kSplits && plan != nullptr) {
    inputs.choice = static_cast<int>(plan - editor.splits().plans().data()) + 1;
  }
  const Snapshot* snapshot = editor.history().snapshot();
  if (editor.workspace() == Workspace::kHistory && snapshot != nullptr) {
    inputs.snapshot = snapshot->name;
  }
}

void draw_export_form(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  explain(frame,
          "Writes the labels into a folder, which is made where there is none. Files that came in "
          "the chosen format leave as the same bytes where nobody changed a label. What is written "
          "is read back and compared.");
  if (browse_path(frame.theme, frame.record, PathKind::kFolder, inputs.path, inputs.folder)) {
    inputs.enter = false;
  }
  const std::vector<FaceId>& faces = frame.editor.faces_to_export();
  if (faces.empty()) {
    text_field(frame, "Only where", "every label; a query narrows it", inputs.where);
  } else {
    field_name(frame, "Only");
    ImGui::TextUnformatted(
        ("the labels of " + count_of(std::ssize(faces), "selected face")).c_str());
    frame.record.add_item("dialog/selected");
  }
  const std::vector<std::string> formats = export_formats();
  choice_field(frame, "Format", formats, inputs.format);
  std::vector<std::string> plans{"none: the files as they were imported"};
  for (const SplitPlan& plan : split_plans(frame.session.project())) plans.push_back(plan.name);
  choice_field(frame, "Split plan", plans, inputs.choice);
  choose_snapshot(frame, inputs);
  choose_merge(frame, inputs);
  if (!start_or_close(frame, "Export", !inputs.path.empty())) return;
  ExportOptions options;
  options.out = inputs.path;
  if (faces.empty()) options.where = inputs.where;
  options.faces = faces;
  options.format = formats.at(static_cast<std::size_t>(inputs.format));
  if (inputs.choice > 0) options.split = plans.at(static_cast<std::size_t>(inputs.choice));
  options.snapshot = inputs.snapshot;
  if (inputs.merge) options.merge = "median";
  frame.act(StartExport{options});
}

}  // namespace facepoint
