#include "ui/dialog_fields.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>

#include "base/text.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kNameWidth = 120;  // at scale 1; fields begin there

std::string id_of(const char* name) { return std::string("##") + name; }

void record(Frame& frame, const char* name) {
  frame.record.add_item(std::string("dialog/field/") + name);
}

}  // namespace

void explain(const Frame& frame, const std::string& text) {
  ImGui::PushTextWrapPos(0);
  muted_text(frame, text);
  ImGui::PopTextWrapPos();
}

void field_name(const Frame& frame, const char* name) {
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted(name);
  ImGui::SameLine(frame.theme.px(kNameWidth));
  ImGui::SetNextItemWidth(-1);
}

void text_field(Frame& frame, const char* name, const char* hint, std::string& value) {
  field_name(frame, name);
  ImGui::InputTextWithHint(id_of(name).c_str(), hint, &value);
  record(frame, name);
}

std::string typed(const std::string& value) { return std::string(trimmed(value)); }

void number_field(Frame& frame, const char* name, int& value) {
  field_name(frame, name);
  ImGui::InputInt(id_of(name).c_str(), &value);
  record(frame, name);
}

void choice_field(Frame& frame, const char* name, const std::vector<std::string>& choices,
                  int& choice) {
  choice = std::clamp(choice, 0, static_cast<int>(choices.size()) - 1);
  field_name(frame, name);
  const bool open =
      ImGui::BeginCombo(id_of(name).c_str(), choices[static_cast<std::size_t>(choice)].c_str(),
                        ImGuiComboFlags_HeightLarge);
  record(frame, name);
  if (!open) return;
  for (int i = 0; i < static_cast<int>(choices.size()); ++i) {
    ImGui::PushID(i);  // two may read alike
    const bool current = i == choice;
    if (ImGui::Selectable(choices[static_cast<std::size_t>(i)].c_str(), current)) choice = i;
    ImGui::PopID();
    if (current) ImGui::SetItemDefaultFocus();
    frame.record.add_item("dialog/choice/" + std::to_string(i));
  }
  ImGui::EndCombo();
}

void check_field(Frame& frame, const char* name, const char* label, bool& value) {
  ImGui::SetCursorPosX(std::max(ImGui::GetCursorPosX(), frame.theme.px(kNameWidth)));
  ImGui::Checkbox(label, &value);
  record(frame, name);
}

bool start_or_close(Frame& frame, const char* start, bool ready) {
  const Editor& editor = frame.editor;
  if (editor.jobs().running()) {
    explain(frame, editor.jobs().title() + " is running: this can begin when it has ended.");
  }
  if (!editor.form_error().text.empty()) {
    ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.bad);
    ImGui::TextWrapped("%s", editor.form_error().text.c_str());
    ImGui::PopStyleColor();
    frame.record.add_item("dialog/error");
  }
  const float width = frame.theme.px(136);
  const float both = 2 * width + ImGui::GetStyle().ItemSpacing.x;
  ImGui::Dummy({0, frame.theme.grid(1)});
  ImGui::SetCursorPosX(ImGui::GetWindowContentRegionMax().x - both);
  const bool close = ImGui::Button("Close   Esc", {width, 0});
  frame.record.add_item("dialog/close");
  const bool enter = frame.state.dialog.enter;
  if (close || (enter && ImGui::IsItemFocused())) {
    frame.act(ActionId::kCancel);
    return false;
  }
  ImGui::SameLine();
  const bool possible = ready && !editor.jobs().running();
  ImGui::BeginDisabled(!possible);
  push_primary(frame.theme);
  const bool clicked = ImGui::Button((std::string(start) + "   Enter").c_str(), {width, 0});
  pop_primary();
  ImGui::EndDisabled();
  frame.record.add_item("dialog/start");
  return clicked || (enter && possible);
}

}  // namespace facepoint
