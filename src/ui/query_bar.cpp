#include "ui/query_bar.h"

#include <imgui.h>
#include <imgui_stdlib.h>

#include <algorithm>
#include <utility>

#include "ui/icons.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr std::size_t kMostOffered = 8;

void draw_query_help(const Frame& frame) {
  ImGui::BeginTooltip();
  ImGui::PushFont(frame.theme.strong);
  ImGui::TextUnformatted("Terms joined by spaces; a minus negates");
  ImGui::PopFont();
  if (ImGui::BeginTable("fields", 2)) {
    for (const QueryField& field : query_fields()) {
      ImGui::TableNextRow();
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(field.example.c_str());
      ImGui::TableNextColumn();
      muted_text(frame, field.help);
    }
    ImGui::EndTable();
  }
  ImGui::EndTooltip();
}

std::vector<QueryCompletion> offered(const Session& session, std::string_view text) {
  auto completions = query_completions(text, session.vocabulary());
  if (completions.size() > kMostOffered) completions.resize(kMostOffered);
  return completions;
}

// Tab takes what is offered, the arrows choose among it.
int edit_by_key(ImGuiInputTextCallbackData* data) {
  const auto& frame = *static_cast<Frame*>(data->UserData);
  UiState& state = frame.state;
  const auto completions =
      offered(frame.session, {data->Buf, static_cast<std::size_t>(data->BufTextLen)});
  if (completions.empty()) return 0;
  const int last = static_cast<int>(completions.size()) - 1;
  state.completion = std::clamp(state.completion, 0, last);
  if (data->EventFlag == ImGuiInputTextFlags_CallbackHistory) {
    const int step = data->EventKey == ImGuiKey_DownArrow ? 1 : -1;
    state.completion = std::clamp(state.completion + step, 0, last);
    return 0;
  }
  data->DeleteChars(0, data->BufTextLen);
  data->InsertChars(0, completions[static_cast<std::size_t>(state.completion)].text.c_str());
  state.completion = 0;
  return 0;
}

// Below the line, without taking the keys from it.
void draw_completions(Frame& frame, ImVec2 below) {
  const auto completions = offered(frame.session, frame.state.filter);
  if (completions.empty()) return;
  ImGui::SetNextWindowPos(below);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {frame.theme.px(12), frame.theme.px(8)});
  ImGui::Begin("##completions", nullptr,
               ImGuiWindowFlags_Tooltip | ImGuiWindowFlags_NoInputs | ImGuiWindowFlags_NoTitleBar |
                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoResize |
                   ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_AlwaysAutoResize);
  const int chosen =
      std::clamp(frame.state.completion, 0, static_cast<int>(completions.size()) - 1);
  for (std::size_t i = 0; i < completions.size(); ++i) {
    const bool is_chosen = static_cast<int>(i) == chosen;
    ImGui::PushStyleColor(ImGuiCol_Text,
                          is_chosen ? frame.theme.colors.accent : frame.theme.colors.text);
    ImGui::TextUnformatted(completions[i].word.c_str());
    ImGui::PopStyleColor();
    frame.record.add_item("completion/" + std::to_string(i));
    ImGui::SameLine(frame.theme.px(132));
    muted_text(frame, completions[i].help + (is_chosen ? "   Tab" : ""));
  }
  ImGui::End();
  ImGui::PopStyleVar();
}

void draw_kept(Frame& frame) {
  const Session& session = frame.session;
  const auto& kept = session.saved_queries();
  const bool current = std::find(kept.begin(), kept.end(), session.filter_text()) != kept.end();
  ImGui::PushStyleColor(ImGuiCol_Text,
                        current ? frame.theme.colors.accent : frame.theme.colors.muted);
  const bool opens =
      ImGui::Button(frame.theme.has_icons ? icons::kBookmark : "…", {ImGui::GetFrameHeight(), 0});
  ImGui::PopStyleColor();
  frame.record.add_item("filter/kept");
  if (ImGui::IsItemHovered()) ImGui::SetTooltip("Kept filters");
  if (opens) ImGui::OpenPopup("kept");
  if (!ImGui::BeginPopup("kept")) return;
  const bool usable = !session.filter_text().empty() && session.filter_error().empty();
  if (ImGui::MenuItem(current ? "Forget this filter" : "Keep this filter", nullptr, false,
                      usable)) {
    frame.act(KeepQuery{session.filter_text(), !current});
  }
  frame.record.add_item("kept/this");
  if (!kept.empty()) ImGui::Separator();
  for (std::size_t i = 0; i < kept.size(); ++i) {
    if (ImGui::MenuItem(kept[i].c_str())) frame.act(SetFilter{kept[i]});
    frame.record.add_item("kept/" + std::to_string(i));
  }
  ImGui::EndPopup();
}

void draw_error(const Frame& frame, ImVec2 below) {
  ImGui::SetNextWindowPos(below);
  ImGui::BeginTooltip();
  ImGui::PushTextWrapPos(frame.theme.px(360));
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.bad);
  ImGui::TextUnformatted(frame.session.filter_error().c_str());
  ImGui::PopStyleColor();
  ImGui::PopTextWrapPos();
  ImGui::EndTooltip();
}

}  // namespace

void draw_query_bar(Frame& frame, float width) {
  const Session& session = frame.session;
  UiState& state = frame.state;
  const bool has_error = !session.filter_error().empty();
  // What is typed to mend a filter must not be taken for keys.
  const bool again = std::exchange(state.filter_entered, false) && has_error;
  if (again || state.filter_focus_seen != frame.editor.filter_focus_asked()) {
    state.filter_focus_seen = frame.editor.filter_focus_asked();
    ImGui::SetKeyboardFocusHere();
  }
  const float gap = frame.theme.px(4);
  const float kept_width = ImGui::GetFrameHeight() + gap;
  if (has_error) ImGui::PushStyleColor(ImGuiCol_Border, frame.theme.colors.bad);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameBorderSize, has_error ? frame.theme.px(1) : 0);
  ImGui::SetNextItemWidth((width > 0 ? width : ImGui::GetContentRegionAvail().x + width) -
                          kept_width);
  const std::string hint = frame.theme.has_icons
                               ? std::string(icons::kSearch) + "  Filter, e.g. status:proposed"
                               : "Filter, e.g. status:proposed";
  const bool entered = ImGui::InputTextWithHint(
      "##filter", hint.c_str(), &state.filter,
      ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll |
          ImGuiInputTextFlags_CallbackCompletion | ImGuiInputTextFlags_CallbackHistory,
      edit_by_key, &frame);
  const bool changed = ImGui::IsItemDeactivatedAfterEdit();
  frame.record.add_item("filter");
  const bool hovered = ImGui::IsItemHovered() && !ImGui::IsItemActive();
  const bool editing = ImGui::IsItemActive();
  const ImVec2 below{ImGui::GetItemRectMin().x, ImGui::GetItemRectMax().y + gap};
  ImGui::PopStyleVar();
  if (has_error) ImGui::PopStyleColor();
  ImGui::SameLine(0, gap);
  draw_kept(frame);
  if (hovered && has_error) draw_error(frame, below);
  if (hovered && !has_error) draw_query_help(frame);
  if (editing) draw_completions(frame, below);
  if ((entered || changed) && state.filter != session.filter_text()) {
    frame.act(SetFilter{state.filter});
    state.filter_entered = entered;
  } else if (entered && has_error) {
    state.filter_entered = true;
  } else if (!editing && !entered && !changed) {
    state.filter = session.filter_text();
  }
}

}  // namespace facepoint
