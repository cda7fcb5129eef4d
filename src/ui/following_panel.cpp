#include "ui/following_panel.h"

#include <imgui.h>

#include <array>
#include <cmath>
#include <cstdio>

#include "base/text.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

// A slider over kReaches: its right end stands for the whole face.
void draw_reach(Frame& frame) {
  const double reach = frame.editor.preferences().reach();
  const float value = frame.theme.px(48);
  int step = static_cast<int>(nearest_reach(reach));
  ImGui::AlignTextToFramePadding();
  muted_text(frame, "Reach");
  ImGui::SameLine(frame.theme.px(96) + ImGui::GetStyle().WindowPadding.x);
  ImGui::SetNextItemWidth(ImGui::GetContentRegionAvail().x - value);
  const int last = static_cast<int>(kReaches.size()) - 1;
  if (ImGui::SliderInt("##reach", &step, 0, last, "",
                       ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_NoInput)) {
    frame.act(SetReach{kReaches.at(static_cast<std::size_t>(step))});
  }
  frame.record.add_item("following/reach");
  if (ImGui::IsItemHovered()) {
    const KeyMap& keys = frame.editor.keys();
    ImGui::SetTooltip(
        "How far from those that were set points still follow: %s.\n%s and %s change it.",
        reach_text(reach).c_str(), keys.text(ActionId::kReachNearer).c_str(),
        keys.text(ActionId::kReachFarther).c_str());
  }
  const std::string shown =
      reach >= kReaches.back() ? "all" : std::to_string(std::lround(reach * 100)) + " %";
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(shown.c_str()).x);
  ImGui::TextUnformatted(shown.c_str());
}

void draw_pins(Frame& frame, const Corrections& corrections) {
  if (corrections.set.empty()) return;
  ImGui::AlignTextToFramePadding();
  fact(frame, "Pinned", count_of(std::ssize(corrections.set), "point"));
  const float width = frame.theme.px(72);
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - width);
  action_button(frame, ActionId::kUnpinPoints, ButtonKind::kPlain, width, "Let go");
}

void draw_doubts(Frame& frame) {
  const Doubts& doubts = frame.editor.doubts();
  if (doubts.empty()) return;
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), "point %d, %.1f px off", doubts.worst(),
                doubts.errors()[static_cast<std::size_t>(doubts.worst())]);
  fact(frame, "Expect", text.data());
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  action_button(frame, ActionId::kNextDoubt, ButtonKind::kPlain, half, "Look there");
  ImGui::SameLine();
  action_button(frame, ActionId::kToggleDoubts, ButtonKind::kPlain, half,
                frame.session.show().doubts ? "Hide rings" : "Show rings");
}

void draw_explanation(const Frame& frame, const std::string& text) {
  ImGui::PushStyleColor(ImGuiCol_Text, frame.theme.colors.muted);
  ImGui::TextWrapped("%s", text.c_str());
  ImGui::PopStyleColor();
}

}  // namespace

void draw_following(Frame& frame) {
  const auto& corrections = frame.session.corrections();
  if (!corrections) return;
  section_title(frame, "Correcting");
  bool on = frame.editor.preferences().following();
  if (ImGui::Checkbox("Points follow", &on)) frame.act(ActionId::kToggleFollowing);
  frame.record.add_item("following/on");
  action_tooltip(frame, ActionId::kToggleFollowing);
  const std::string why_not = frame.editor.why_nothing_follows();
  if (why_not.empty()) {
    draw_reach(frame);
  } else if (on) {
    draw_explanation(frame, why_not);
  }
  const std::string& blind = frame.editor.why_no_picture_is_looked_at();
  if (why_not.empty() && !blind.empty()) {
    draw_explanation(frame, "They follow without looking at the picture: " + blind);
  }
  if (frame.editor.pins_matter()) draw_pins(frame, *corrections);
  draw_doubts(frame);
}

}  // namespace facepoint
