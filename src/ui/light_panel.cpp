#include "ui/light_panel.h"

#include <imgui.h>

#include "base/text.h"
#include "ui/widgets.h"

namespace facepoint {
namespace {

constexpr float kWidth = 264;

constexpr ImGuiWindowFlags kFlags =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_AlwaysAutoResize |
    ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoFocusOnAppearing |
    ImGuiWindowFlags_NoNavFocus;

// A name, a slider, its value. True when it was moved.
bool slider(Frame& frame, const char* title, const char* name, int& value, int least, int most,
            const std::string& shown, ImGuiSliderFlags flags = 0) {
  ImGui::AlignTextToFramePadding();
  muted_text(frame, title);
  ImGui::SameLine(frame.theme.px(92));
  ImGui::SetNextItemWidth(-frame.theme.px(52));
  const bool moved =
      ImGui::SliderInt((std::string("##") + name).c_str(), &value, least, most, "",
                       flags | ImGuiSliderFlags_AlwaysClamp | ImGuiSliderFlags_NoInput);
  frame.record.add_item(std::string("light/") + name);
  ImGui::SameLine(ImGui::GetWindowContentRegionMax().x - ImGui::CalcTextSize(shown.c_str()).x);
  ImGui::TextUnformatted(shown.c_str());
  return moved;
}

bool choice(const Frame& frame, ActionId id, bool value) {
  bool now = value;
  ImGui::Checkbox(info_of(id).title, &now);
  action_tooltip(frame, id);
  return now != value;
}

void draw_controls(Frame& frame) {
  Light light = frame.session.show().light;
  ImGui::PushFont(frame.theme.strong);
  ImGui::TextUnformatted("Light");
  ImGui::PopFont();
  ImGui::SameLine();
  muted_text(frame, "of the view only");
  bool moved = slider(frame, "Brightness", "brightness", light.brightness, -100, 100,
                      with_sign(light.brightness));
  moved |=
      slider(frame, "Contrast", "contrast", light.contrast, -100, 100, with_sign(light.contrast));
  moved |= slider(frame, "Gamma", "gamma", light.gamma, kLeastGamma, kMostGamma,
                  std::to_string(light.gamma) + " %", ImGuiSliderFlags_Logarithmic);
  if (moved) frame.act(SetLight{light});
  if (choice(frame, ActionId::kToggleLocalContrast, light.local_contrast)) {
    frame.act(ActionId::kToggleLocalContrast);
  }
  ImGui::SameLine(0, frame.theme.grid(2));
  if (choice(frame, ActionId::kToggleGrey, light.grey)) frame.act(ActionId::kToggleGrey);
  const float half = (ImGui::GetContentRegionAvail().x - ImGui::GetStyle().ItemSpacing.x) / 2;
  action_button(frame, ActionId::kResetLight, ButtonKind::kPlain, half, "Reset");
  ImGui::SameLine();
  if (ImGui::Button("Close", {half, 0})) frame.act(ActionId::kLightPanel);
  action_tooltip(frame, ActionId::kLightPanel);
}

void draw_chip(Frame& frame) {
  ImGui::PushFont(frame.theme.small);
  ImGui::AlignTextToFramePadding();
  muted_text(frame, "Shown with " + describe(frame.session.show().light));
  ImGui::SameLine();
  action_button(frame, ActionId::kResetLight, ButtonKind::kPlain, 0, "Reset");
  ImGui::PopFont();
}

}  // namespace

void draw_light_panel(Frame& frame, const Rect& canvas) {
  const ShowOptions& show = frame.session.show();
  if (!frame.session.current() || (!show.light_panel && show.light == kPlainLight)) return;
  const Theme& theme = frame.theme;
  const float gap = theme.grid(1);
  const ImVec2 padding = show.light_panel ? ImVec2{theme.grid(1.5F), theme.grid(1.5F)}
                                          : ImVec2{theme.grid(1), theme.px(4)};
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, padding);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowRounding, theme.px(6));
  ImGui::PushStyleColor(ImGuiCol_WindowBg, theme.colors.popup);
  ImGui::SetNextWindowPos(
      {static_cast<float>(canvas.x + canvas.width) - gap, static_cast<float>(canvas.y) + gap}, 0,
      {1, 0});
  if (show.light_panel) {
    ImGui::SetNextWindowSizeConstraints({theme.px(kWidth), 0}, {theme.px(kWidth), 1e4F});
  }
  const char* name = show.light_panel ? "light/panel" : "light/chip";
  ImGui::Begin(name, nullptr, kFlags);
  show.light_panel ? draw_controls(frame) : draw_chip(frame);
  const ImVec2 at = ImGui::GetWindowPos();
  const ImVec2 size = ImGui::GetWindowSize();
  frame.record.add(name, {at.x, at.y, size.x, size.y});
  ImGui::End();
  ImGui::PopStyleColor();
  ImGui::PopStyleVar(2);
}

}  // namespace facepoint
