// Editor: the light in which pictures are looked at. It changes nothing that is stored.
#include <cmath>

#include "base/text.h"
#include "edit/editor.h"

namespace facepoint {
namespace {

constexpr int kStep = 10;
constexpr double kGammaStep = 1.2;

}  // namespace

std::string describe(const Light& light) {
  std::string text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : ", ") + part; };
  if (light.brightness != 0) add("brightness " + with_sign(light.brightness));
  if (light.contrast != 0) add("contrast " + with_sign(light.contrast));
  if (light.gamma != 100) add("gamma " + std::to_string(light.gamma) + " %");
  if (light.local_contrast) add("local contrast");
  if (light.grey) add("grey");
  return text;
}

void Editor::carry_out(const SetLight& action) {
  session_.mutable_show().light = clamped(action.light);
}

bool Editor::perform_on_light(ActionId id) {
  Light light = session_.show().light;
  switch (id) {
    case ActionId::kLightPanel:
      session_.mutable_show().light_panel = !session_.show().light_panel;
      return true;
    case ActionId::kBrighter:
      light.brightness += kStep;
      break;
    case ActionId::kDarker:
      light.brightness -= kStep;
      break;
    case ActionId::kMoreContrast:
      light.contrast += kStep;
      break;
    case ActionId::kLessContrast:
      light.contrast -= kStep;
      break;
    case ActionId::kMoreGamma:
      light.gamma = static_cast<int>(std::lround(light.gamma * kGammaStep));
      break;
    case ActionId::kLessGamma:
      light.gamma = static_cast<int>(std::lround(light.gamma / kGammaStep));
      break;
    case ActionId::kToggleLocalContrast:
      light.local_contrast = !light.local_contrast;
      break;
    case ActionId::kToggleGrey:
      light.grey = !light.grey;
      break;
    case ActionId::kResetLight:
      light = kPlainLight;
      break;
    default:
      return false;
  }
  light = clamped(light);
  session_.mutable_show().light = light;
  say(StatusKind::kInfo, light == kPlainLight
                             ? "The picture is shown as it is."
                             : "Shown with " + describe(light) + "; the file stays as it is.");
  return true;
}

}  // namespace facepoint
