// Colours, type and spacing of the editor: a calm dark theme, distances in steps of 8 pixels times
// the scale. UI thread.
#pragma once

#include <imgui.h>

#include <string>

#include "landmark/scheme.h"
#include "store/records.h"

namespace facepoint {

namespace palette {
constexpr ImU32 kCanvas = IM_COL32(13, 16, 20, 255);
constexpr ImU32 kPanel = IM_COL32(22, 26, 32, 255);
constexpr ImU32 kRaised = IM_COL32(33, 39, 48, 255);
constexpr ImU32 kHover = IM_COL32(44, 52, 64, 255);
constexpr ImU32 kSelected = IM_COL32(36, 62, 98, 255);
constexpr ImU32 kLine = IM_COL32(46, 54, 66, 255);
constexpr ImU32 kText = IM_COL32(224, 229, 236, 255);
constexpr ImU32 kMuted = IM_COL32(146, 157, 172, 255);
constexpr ImU32 kAccent = IM_COL32(92, 164, 255, 255);
constexpr ImU32 kGood = IM_COL32(84, 200, 146, 255);
constexpr ImU32 kWarning = IM_COL32(242, 186, 82, 255);
constexpr ImU32 kBad = IM_COL32(240, 112, 116, 255);
}  // namespace palette

struct Theme {
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
Theme make_theme(float scale);

ImU32 color_of(FaceStatus status);
ImU32 color_of(Rgb color, int alpha = 255);
ImU32 with_alpha(ImU32 color, int alpha);

}  // namespace facepoint
