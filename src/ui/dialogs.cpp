#include "ui/dialogs.h"

#include <imgui.h>
#include <imgui_internal.h>

#include <algorithm>
#include <utility>

#include "ui/command_palette.h"
#include "ui/dialog_forms.h"
#include "ui/help_sheet.h"
#include "ui/import_page.h"
#include "ui/schemes_page.h"

namespace facepoint {
namespace {

void draw_report(Frame& frame) {
  const JobResult& result = frame.editor.last_result();
  ImGui::TextWrapped("%s", result.summary.c_str());
  ImGui::PushStyleColor(ImGuiCol_ChildBg, frame.theme.colors.canvas);
  ImGui::BeginChild("report", {0, frame.theme.px(280)}, true,
                    ImGuiWindowFlags_AlwaysUseWindowPadding | ImGuiWindowFlags_HorizontalScrollbar);
  ImGui::TextUnformatted(result.details.c_str());
  ImGui::EndChild();
  ImGui::PopStyleColor();
  const float width = frame.theme.px(136);
  ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - width);
  const bool close = ImGui::Button("Close   Enter", {width, 0});
  if (close || frame.state.dialog.enter) frame.act(ActionId::kCancel);
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
      return draw_import_form(frame);
    case Dialog::kExamined:
      return draw_import_question(frame);
    case Dialog::kAnnotate:
      return draw_annotate_form(frame);
    case Dialog::kSplit:
      return draw_split_form(frame);
    case Dialog::kExport:
      return draw_export_form(frame);
    case Dialog::kSnapshot:
      return draw_snapshot_form(frame);
    case Dialog::kAuthor:
      return draw_author_form(frame);
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
  fresh.told = frame.editor.form_error().serial;
  if (!suggested.empty()) fresh.folder = fresh.path = suggested;
  if (dialog == Dialog::kSplit) begin_split_form(frame, fresh);
  if (dialog == Dialog::kExport) begin_export_form(frame, fresh);
  if (dialog == Dialog::kAnnotate) begin_annotate_form(frame, fresh);
  if (dialog == Dialog::kAuthor) fresh.name = frame.editor.preferences().author();
  inputs = fresh;
}

// Enter, unless it chooses in a list that hangs from the dialog: ImGui leaves it to the space bar
// to press what the cursor is on.
void take_enter(DialogInputs& inputs) {
  ImGuiContext& context = *ImGui::GetCurrentContext();
  inputs.enter = ImGui::IsKeyPressed(ImGui::GetKeyIndex(ImGuiKey_Enter), false);
  if (!inputs.enter || context.OpenPopupStack.Size < 2) return;
  inputs.enter = false;
  context.NavActivateId = context.NavActivateDownId = context.NavId;
}

}  // namespace

bool is_form(Dialog dialog) {
  switch (dialog) {
    case Dialog::kImport:
    case Dialog::kAnnotate:
    case Dialog::kSplit:
    case Dialog::kExport:
    case Dialog::kSnapshot:
    case Dialog::kAuthor:
    case Dialog::kReport:
      return true;
    default:
      return false;
  }
}

void draw_dialogs(Frame& frame) {
  const Dialog dialog = frame.editor.dialog();
  prepare_inputs(frame, dialog);
  if (dialog == Dialog::kNone) return;
  if (is_form(dialog)) take_enter(frame.state.dialog);
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
  // Also to mend what could not be done.
  const std::int64_t told = frame.editor.form_error().serial;
  const bool refused = std::exchange(frame.state.dialog.told, told) != told;
  if (is_form(dialog) && (ImGui::IsWindowAppearing() || refused)) ImGui::SetKeyboardFocusHere();
  draw_content(frame, dialog);
  ImGui::EndPopup();
}

}  // namespace facepoint
