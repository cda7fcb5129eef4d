#include "ui/dialogs.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "base/text.h"
#include "store/splits.h"
#include "ui/command_palette.h"
#include "ui/help_sheet.h"
#include "ui/import_page.h"
#include "ui/path_browser.h"
#include "ui/schemes_page.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr const char* kWithoutLabel = "-has:label";

void explain(const Frame& frame, const char* text) {
  ImGui::PushTextWrapPos(0);
  muted_text(frame, text);
  ImGui::PopTextWrapPos();
}

void field_name(const Frame& frame, const char* name) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(name);
  ImGui::SameLine(frame.theme.px(120));
  ImGui::SetNextItemWidth(-1);
}

void text_field(Frame& frame, const char* name, const char* hint, std::string& value) {
  field_name(frame, name);
  ImGui::InputTextWithHint((std::string("##") + name).c_str(), hint, &value);
  frame.record.add_item(std::string("dialog/field/") + name);
}

// A row of buttons at the right. True when the operation is to start.
bool start_or_close(Frame& frame, const char* start, bool ready) {
  const float width = frame.theme.px(112);
  const float both = 2 * width + ImGui::GetStyle().ItemSpacing.x;
  ImGui::Dummy({0, frame.theme.grid(1)});
  ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - both);
  if (ImGui::Button("Close", {width, 0})) frame.act(ActionId::kCancel);
  frame.record.add_item("dialog/close");
  ImGui::SameLine();
  ImGui::BeginDisabled(!ready || frame.editor.jobs().running());
  push_primary(frame.theme);
  const bool clicked = ImGui::Button(start, {width, 0});
  pop_primary();
  ImGui::EndDisabled();
  frame.record.add_item("dialog/start");
  return clicked;
}

void draw_import(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  explain(frame,
          "A folder of pictures, with label files or without, or a label file: CSV, .pts, COCO, "
          "YOLO-pose, XML of dlib or CVAT and others, told by their content. Pictures stay where "
          "they are. Importing the same again changes nothing.");
  browse_path(frame.theme, frame.record, PathKind::kFolderOrLabels, inputs.path, inputs.folder);
  text_field(frame, "Dataset", "named after the folder", inputs.name);
  if (start_or_close(frame, "Import", !inputs.path.empty())) {
    ImportOptions options;
    options.sources = {inputs.path};
    options.name = inputs.name;
    frame.act(StartImport{options});
  }
}

void draw_split(Frame& frame) {
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
  field_name(frame, "Folds");
  ImGui::InputInt("##folds", &inputs.folds);
  inputs.folds = std::clamp(inputs.folds, 0, 20);
  field_name(frame, "Keep together");
  const char* const groups[] = {"identity", "clip", "image"};
  ImGui::Combo("##group", &inputs.choice, groups, 3);
  field_name(frame, "Seed");
  ImGui::InputInt("##seed", &inputs.seed);
  text_field(frame, "Even by", "chance; or pose, size, source, joined by commas", inputs.stratify);
  text_field(frame, "Only where", "every picture; a query narrows it", inputs.where);
  if (start_or_close(frame, "Split", !inputs.name.empty())) {
    SplitOptions options;
    options.name = inputs.name;
    if (inputs.folds == 0) options.ratios = inputs.ratios;
    options.folds = inputs.folds;
    options.stratify = inputs.stratify;
    options.group_by = groups[inputs.choice];
    options.seed = static_cast<std::uint64_t>(std::max(0, inputs.seed));
    options.where = inputs.where;
    frame.act(StartSplit{options});
  }
}

void draw_annotate(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  explain(frame,
          "Finds faces and stores the CNN's points as proposals. A proposal changes no label: you "
          "accept it, correct it or reject it.");
  text_field(frame, "Pictures", "every picture; a query narrows it", inputs.where);
  text_field(frame, "Model", "this project's; see facepoint models", inputs.weights);
  ImGui::Checkbox("Propose again for faces that wait for a decision", &inputs.again);
  if (ImGui::Checkbox("Also beside labels, to compare them with the CNN", &inputs.labelled) &&
      inputs.labelled && inputs.where == kWithoutLabel) {
    inputs.where.clear();
  }
  if (start_or_close(frame, "Annotate", true)) {
    AnnotateOptions options;
    options.where = inputs.where;
    options.labelled = inputs.labelled;
    options.model = inputs.weights;
    options.again = inputs.again;
    frame.act(StartAnnotate{options});
  }
}

void draw_export(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  explain(frame,
          "Writes the labels into a folder. Files that came in the chosen format leave as the same "
          "bytes where nobody changed a label. What is written is read back and compared.");
  browse_path(frame.theme, frame.record, PathKind::kFolder, inputs.path, inputs.folder);
  const std::vector<FaceId>& faces = frame.editor.faces_to_export();
  if (faces.empty()) {
    text_field(frame, "Only where", "every label; a query narrows it", inputs.where);
  } else {
    field_name(frame, "Only");
    ImGui::TextUnformatted(
        ("the labels of " + count_of(static_cast<std::int64_t>(faces.size()), "selected face"))
            .c_str());
    frame.record.add_item("dialog/selected");
  }
  field_name(frame, "Format");
  const std::vector<std::string> formats = export_formats();
  std::string format_list;  // each ends with a zero byte, as ImGui wants it
  for (const std::string& format : formats) format_list += format + '\0';
  ImGui::Combo("##format", &inputs.format, format_list.c_str());
  field_name(frame, "Split plan");
  const std::vector<SplitPlan> plans = split_plans(frame.session.project());
  const auto name_of = [&](int choice) {
    return choice == 0 ? std::string("none: the files as they were imported")
                       : plans.at(choice - 1).name;
  };
  inputs.choice = std::min(inputs.choice, static_cast<int>(plans.size()));
  if (ImGui::BeginCombo("##split", name_of(inputs.choice).c_str())) {
    for (int i = 0; i <= static_cast<int>(plans.size()); ++i) {
      if (ImGui::Selectable(name_of(i).c_str(), i == inputs.choice)) inputs.choice = i;
    }
    ImGui::EndCombo();
  }
  frame.record.add_item("dialog/field/Split plan");
  if (start_or_close(frame, "Export", !inputs.path.empty())) {
    ExportOptions options;
    options.out = inputs.path;
    if (faces.empty()) options.where = inputs.where;
    options.faces = faces;
    options.format = formats.at(inputs.format);
    if (inputs.choice > 0) options.split = name_of(inputs.choice);
    frame.act(StartExport{options});
  }
}

void draw_snapshot(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  explain(frame,
          "Gives the labels as they are now a name: which faces there are, with which points, "
          "status and tags. It is never changed; History compares with it and brings it back, "
          "export writes it.");
  text_field(frame, "Name", "v1", inputs.name);
  text_field(frame, "Note", "what it is for", inputs.where);
  if (start_or_close(frame, "Take", !inputs.name.empty())) {
    frame.act(TakeSnapshot{inputs.name, inputs.where});
  }
}

void draw_author(Frame& frame) {
  DialogInputs& inputs = frame.state.dialog;
  explain(frame,
          "Each change that you make is kept with this name, in every project: history, "
          "comparisons and the agreement of several people go by it.");
  text_field(frame, "Name", frame.session.project().person().c_str(), inputs.name);
  if (start_or_close(frame, "Use it", true)) frame.act(SetAuthor{inputs.name});
}

void draw_report(Frame& frame) {
  const JobResult& result = frame.editor.last_result();
  ImGui::TextWrapped("%s", result.summary.c_str());
  ImGui::PushStyleColor(ImGuiCol_ChildBg, frame.theme.colors.canvas);
  ImGui::BeginChild("report", {0, frame.theme.px(280)}, true,
                    ImGuiWindowFlags_AlwaysUseWindowPadding | ImGuiWindowFlags_HorizontalScrollbar);
  ImGui::TextUnformatted(result.details.c_str());
  ImGui::EndChild();
  ImGui::PopStyleColor();
  const float width = frame.theme.px(112);
  ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - width);
  if (ImGui::Button("Close", {width, 0})) frame.act(ActionId::kCancel);
  frame.record.add_item("dialog/close");
}

std::string title_of(Dialog dialog, const Editor& editor) {
  switch (dialog) {
    case Dialog::kImport:
      return "Import";
    case Dialog::kExamined:
      return "How are these labels meant?";
    case Dialog::kAnnotate:
      return "Annotate";
    case Dialog::kSplit:
      return "Split";
    case Dialog::kExport:
      return "Export";
    case Dialog::kSnapshot:
      return "Take a snapshot";
    case Dialog::kAuthor:
      return "Your name";
    case Dialog::kSchemes:
      return "Landmark schemes";
    case Dialog::kHelp:
      return "Keys";
    case Dialog::kReport:
      return editor.last_result().title + ": report";
    case Dialog::kPalette:  // what is typed stands in its place
    case Dialog::kNone:
      break;
  }
  return {};
}

void draw_content(Frame& frame, Dialog dialog) {
  switch (dialog) {
    case Dialog::kImport:
      return draw_import(frame);
    case Dialog::kExamined:
      return draw_import_question(frame);
    case Dialog::kAnnotate:
      return draw_annotate(frame);
    case Dialog::kSplit:
      return draw_split(frame);
    case Dialog::kExport:
      return draw_export(frame);
    case Dialog::kSnapshot:
      return draw_snapshot(frame);
    case Dialog::kAuthor:
      return draw_author(frame);
    case Dialog::kReport:
      return draw_report(frame);
    case Dialog::kPalette:
      return draw_command_palette(frame);
    case Dialog::kSchemes:
      return draw_schemes_page(frame);
    case Dialog::kHelp:
      return draw_help_sheet(frame);
    case Dialog::kNone:
      return;
  }
}

std::string unused_plan_name(Project& project) {
  for (int i = 1;; ++i) {
    std::string name = "retrain-" + std::to_string(i);
    if (!find_split_plan(project, name)) return name;
  }
}

// A dialog starts with what is sensible, and keeps the folder of the one before.
void prepare_inputs(Frame& frame, Dialog dialog) {
  DialogInputs& inputs = frame.state.dialog;
  const std::string suggested =
      dialog == Dialog::kImport ? frame.editor.suggested_import().string() : std::string();
  if (inputs.shown == dialog && inputs.suggested == suggested) return;
  DialogInputs fresh;
  fresh.shown = dialog;
  fresh.folder = inputs.folder;
  fresh.path = inputs.folder;
  fresh.suggested = suggested;
  if (!suggested.empty()) fresh.folder = fresh.path = suggested;
  if (dialog == Dialog::kSplit) {
    fresh.name = unused_plan_name(frame.session.project());
    fresh.ratios = "80/10/10";
  }
  if (dialog == Dialog::kAuthor) fresh.name = frame.editor.preferences().author();
  const SplitPlan* plan = frame.editor.splits().plan();
  const bool of_plan = dialog == Dialog::kExport && plan != nullptr &&
                       frame.editor.workspace() == Workspace::kSplits;
  if (of_plan) {
    const auto& plans = frame.editor.splits().plans();
    fresh.choice = static_cast<int>(plan - plans.data()) + 1;
  }
  if (dialog == Dialog::kAnnotate) fresh.where = kWithoutLabel;
  inputs = fresh;
}

}  // namespace

void draw_dialogs(Frame& frame) {
  const Dialog dialog = frame.editor.dialog();
  prepare_inputs(frame, dialog);
  if (dialog == Dialog::kNone) return;
  const Theme& theme = frame.theme;
  const ImVec2 screen = ImGui::GetIO().DisplaySize;
  const float wanted = theme.px(dialog == Dialog::kHelp       ? 1240
                                : dialog == Dialog::kSchemes  ? 1640
                                : dialog == Dialog::kExamined ? 980
                                : dialog == Dialog::kReport   ? 720
                                                              : 560);
  // The palette's height follows what is found: it hangs from a fixed line.
  const bool hangs = dialog == Dialog::kPalette;
  ImGui::SetNextWindowPos({screen.x / 2, screen.y * (hangs ? 0.14F : 0.5F)}, ImGuiCond_Always,
                          {0.5F, hangs ? 0.0F : 0.5F});
  ImGui::SetNextWindowSize({std::min(wanted, screen.x - theme.grid(4)), 0});
  ImGui::SetNextWindowSizeConstraints({0, 0}, {screen.x, screen.y - theme.grid(4)});
  if (!ImGui::IsPopupOpen("###dialog")) ImGui::OpenPopup("###dialog");
  const float padding = theme.grid(hangs ? 1.5F : 3);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {padding, padding});
  const bool open =
      ImGui::BeginPopupModal("###dialog", nullptr,
                             ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoMove |
                                 ImGuiWindowFlags_NoResize | ImGuiWindowFlags_AlwaysAutoResize);
  ImGui::PopStyleVar();
  if (!open) return;
  const ImVec2 at = ImGui::GetWindowPos();
  const ImVec2 size = ImGui::GetWindowSize();
  frame.record.add("dialog", {at.x, at.y, size.x, size.y});
  const bool outside = !ImGui::IsWindowHovered(ImGuiHoveredFlags_RootAndChildWindows |
                                               ImGuiHoveredFlags_AllowWhenBlockedByPopup |
                                               ImGuiHoveredFlags_AllowWhenBlockedByActiveItem);
  const bool light =
      dialog == Dialog::kHelp || dialog == Dialog::kPalette || dialog == Dialog::kSchemes;
  if (light && outside && ImGui::IsMouseClicked(0)) {
    frame.act(ActionId::kCancel);
  }
  const std::string title = title_of(dialog, frame.editor);
  if (!title.empty()) {
    ImGui::PushFont(theme.title);
    ImGui::TextUnformatted(title.c_str());
    ImGui::PopFont();
  }
  draw_content(frame, dialog);
  ImGui::EndPopup();
}

}  // namespace facepoint
