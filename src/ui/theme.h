// Colours, type and spacing of the editor: distances are steps of 8 pixels times the scale. UI
// thread.
#pragma once

#include <imgui.h>

#include <string>

#include "ui/palette.h"

namespace facepoint {

struct Theme {
  Appearance appearance = Appearance::kDark;
  Palette colors = palette_of(appearance);
  float scale = 1;
  ImFont* regular = nullptr;
  ImFont* strong = nullptr;
  ImFont* small = nullptr;
  ImFont* title = nullptr;
  bool has_icons = false;

  float px(float at_scale_1) const { return at_scale_1 * scale; }
  float grid(float steps) const { return steps * 8 * scale; }
};

// Loads the fonts into ImGui's atlas (Inter and Font Awesome where they are installed, else
// ImGui's own) and sets the style of the current context.
Theme make_theme(float scale, Appearance appearance = Appearance::kDark);

// Changes the colours, also of the current context's style.
void set_appearance(Theme& theme, Appearance appearance);

}  // namespace facepoint
