#include <imgui.h>

#include <algorithm>
#include <ctime>

#include "base/text.h"
#include "landmark/scheme_mapping.h"
#include "store/datasets.h"
#include "store/snapshots.h"
#include "store/splits.h"
#include "tasks/exported_files.h"
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
  check_field(frame, "Merge", "Median of several people, unless somebody chose", inputs.merge);
  ImGui::EndDisabled();
  if (!ImGui::IsItemHovered(ImGuiHoveredFlags_AllowWhenDisabled)) return;
  ImGui::SetTooltip("%s", possible ? "Of faces that several people labelled, point by point the "
                                     "geometric median of what they say."
                                   : "A snapshot keeps labels, not what each person says.");
}

// False: it needs a file that nobody has named yet.
bool choose_format(Frame& frame, DialogInputs& inputs, ExportOptions& options) {
  const std::vector<ExportFormat> formats = export_formats();
  std::vector<std::string> names;
  names.reserve(formats.size());
  for (const ExportFormat& format : formats) names.push_back(format.name);
  choice_field(frame, "Format", names, inputs.format);
  const ExportFormat& chosen = formats.at(static_cast<std::size_t>(inputs.format));
  options.format = chosen.name;
  switch (chosen.needs) {
    case ExportFormat::Needs::kNothing:
      return true;
    case ExportFormat::Needs::kMapping:
      text_field(frame, "Layout", "a JSON file that says which columns hold what",
                 inputs.format_file);
      options.mapping = inputs.format_file;
      break;
    case ExportFormat::Needs::kLookup:
      text_field(frame, "Lookup table", "the challenge's IdLookupTable.csv", inputs.format_file);
      options.lookup = inputs.format_file;
      break;
  }
  return !inputs.format_file.empty();
}

void choose_plan(Frame& frame, DialogInputs& inputs, ExportOptions& options) {
  std::vector<std::string> plans{"none: the files as they were imported"};
  for (const SplitPlan& plan : split_plans(frame.session.project())) plans.push_back(plan.name);
  choice_field(frame, "Split plan", plans, inputs.choice);
  if (inputs.choice == 0) return;
  options.split = plans.at(static_cast<std::size_t>(inputs.choice));
  check_field(frame, "Leaks", "Also where parts share nearly the same picture", inputs.allow_leaks);
  options.allow_leaks = inputs.allow_leaks;
}

// One of `choices`, the first of which stands for an empty name.
std::string choose_name(Frame& frame, const char* field, const std::vector<std::string>& choices,
                        int& choice) {
  if (choices.size() < 2) return {};
  choice_field(frame, field, choices, choice);
  return choice == 0 ? "" : choices.at(static_cast<std::size_t>(choice));
}

// Schemes that labels of one of these can be told in.
std::vector<std::string> schemes_for(const std::vector<Dataset>& all) {
  const SchemeLibrary& library = SchemeLibrary::standard();
  std::vector<std::string> names;
  for (const Scheme& scheme : library.all()) {
    const bool possible = std::any_of(all.begin(), all.end(), [&](const Dataset& dataset) {
      return SchemeMapping::find(library, dataset.scheme, scheme.name).has_value();
    });
    if (possible) names.push_back(scheme.name);
  }
  return names;
}

// As most labels came, so that they leave as the same bytes.
int format_of_sources(Project& project) {
  const std::vector<ExportFormat> formats = export_formats();
  for (const std::string& came : source_formats(project)) {
    const auto same = std::find_if(formats.begin(), formats.end(), [&](const ExportFormat& each) {
      return each.name == came && each.needs == ExportFormat::Needs::kNothing;
    });
    if (same != formats.end()) return static_cast<int>(same - formats.begin());
  }
  return 0;
}

}  // namespace

void begin_export_form(const Frame& frame, DialogInputs& inputs) {
  const Editor& editor = frame.editor;
  const auto project = std::filesystem::absolute(frame.session.project().path());
  inputs.folder = project.parent_path().string();
  inputs.path = frame.state.export_folder;
  if (inputs.path.empty()) {
    const std::filesystem::path beside =
        outside_datasets(frame.session.project(), project.parent_path());
    inputs.path = (beside / (project.stem().string() + "-export")).string();
  }
  inputs.format = format_of_sources(frame.session.project());
  const std::vector<Dataset> all = datasets(frame.session.project());
  inputs.sources = {"every one"};
  for (const Dataset& dataset : all) inputs.sources.push_back(dataset.name);
  if (all.size() < 2) inputs.sources.clear();
  inputs.schemes = schemes_for(all);
  inputs.schemes.insert(inputs.schemes.begin(), "of each source's own scheme");
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
  browse_path(frame.theme, frame.record, PathKind::kFolder, inputs.path, inputs.folder);
  const std::vector<FaceId>& faces = frame.editor.faces_to_export();
  if (faces.empty()) {
    text_field(frame, "Only where", "every label; a query narrows it", inputs.where);
  } else {
    field_name(frame, "Only");
    ImGui::TextUnformatted(
        ("the labels of " + count_of(std::ssize(faces), "selected face")).c_str());
    frame.record.add_item("dialog/selected");
  }
  ExportOptions options;
  options.dataset = choose_name(frame, "Source", inputs.sources, inputs.source);
  const bool ready = choose_format(frame, inputs, options) && !typed(inputs.path).empty();
  options.scheme = choose_name(frame, "Points", inputs.schemes, inputs.scheme);
  choose_plan(frame, inputs, options);
  choose_snapshot(frame, inputs);
  choose_merge(frame, inputs);
  if (!start_or_close(frame, "Export", ready)) return;
  frame.state.export_folder = typed(inputs.path);
  options.out = frame.state.export_folder;
  if (faces.empty()) options.where = inputs.where;
  options.faces = faces;
  options.snapshot = inputs.snapshot;
  if (inputs.merge) options.merge = "median";
  frame.act(StartExport{options});
}

}  // namespace facepoint
