// Of the Review workspace: what was found about whole sources, and how much each rule has found.
#include <imgui.h>

#include <utility>

#include "curate/remedies.h"
#include "ui/review.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

void small_text(const Frame& frame, ImU32 color, const std::string& text) {
  ImGui::PushFont(frame.theme.small);
  ImGui::PushStyleColor(ImGuiCol_Text, color);
  ImGui::TextWrapped("%s", text.c_str());
  ImGui::PopStyleColor();
  ImGui::PopFont();
}

void draw_open_source(Frame& frame, const SourceFinding& source) {
  const Theme& theme = frame.theme;
  color_dot(theme, theme.colors.bad);
  ImGui::TextWrapped("All of %s", source.dataset.c_str());
  frame.record.add_item("review/source/" + source.dataset);
  small_text(frame, theme.colors.text, source.finding.reason);
  const float width = ImGui::GetContentRegionAvail().x;
  if (!source.finding.remedy.empty()) {
    const std::string remedy = remedy_title(frame.session.scheme(), source.finding.remedy);
    small_text(frame, theme.colors.muted, "Remedy: " + remedy + ".");
    action_button(frame, ActionId::kFindingsMendSource, ButtonKind::kPrimary, width);
  }
  action_button(frame, ActionId::kFindingsSourceRight, ButtonKind::kPlain, width);
}

void draw_dismissed_source(Frame& frame, const SourceFinding& source, std::size_t index) {
  muted_text(frame, source.dataset + " is said to be right.");
  ImGui::PushID(static_cast<int>(index));
  if (ImGui::Button("Ask again")) frame.act(DismissSource{index, false});
  ImGui::PopID();
  frame.record.add_item("review/ask_again/" + source.dataset);
}

}  // namespace

// One open question at a time: the keys are about the first.
void draw_review_sources(Frame& frame) {
  const Review& review = frame.editor.review();
  bool asked = false;
  for (std::size_t i = 0; i < review.sources().size(); ++i) {
    const SourceFinding& source = review.sources()[i];
    if (source.dismissed) {
      draw_dismissed_source(frame, source, i);
    } else if (!std::exchange(asked, true)) {
      draw_open_source(frame, source);
    }
    ImGui::Dummy({0, frame.theme.px(4)});
  }
}

void draw_review_found(Frame& frame) {
  const Theme& theme = frame.theme;
  ImGui::PushFont(theme.small);
  ImGui::PushStyleVar(ImGuiStyleVar_ItemSpacing, {theme.px(4), theme.px(4)});
  bool first = true;
  for (const auto& [rule, count] : frame.editor.review().found()) {
    const char* where = rule == "unreadable" ? "List these pictures" : "Show these in Library";
    if (count_chip(frame, theme.colors.muted, count, rule, where, first)) {
      frame.act(ListFound{rule});
    }
  }
  ImGui::PopStyleVar();
  ImGui::PopFont();
}

}  // namespace facepoint
