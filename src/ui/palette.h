// The colours of a theme, each for what it is used for. Words on `canvas`, `panel`, `raised`,
// `popup` and `selected` can be read in every theme, which a test sees to. Values, any thread.
#pragma once

#include <imgui.h>

#include <cstdint>

#include "edit/preferences.h"
#include "edit/toasts.h"
#include "landmark/scheme.h"
#include "store/records.h"

namespace facepoint {

struct Palette {
  // Surfaces, from the back to the front.
  ImU32 gap;     // between panels
  ImU32 canvas;  // around pictures
  ImU32 panel;
  ImU32 raised;  // buttons, fields
  ImU32 popup;
  ImU32 hover;
  ImU32 selected;
  ImU32 line;
  ImU32 grip;  // of a scroll bar under the pointer
  ImU32 dim;   // over everything behind a dialog
  // Words and marks.
  ImU32 text;
  ImU32 muted;
  ImU32 accent;
  ImU32 neutral;
  ImU32 good;
  ImU32 warning;
  ImU32 bad;
  // The one button that goes on.
  ImU32 primary;
  ImU32 primary_hover;
  ImU32 primary_active;
  ImU32 on_primary;
  double region_shade;  // how much darker than on pictures the colours of regions are on panels

  ImU32 of(FaceStatus status) const;
  ImU32 of(StatusKind kind) const;
  ImU32 region(Rgb color, int alpha = 255) const;  // on panels; on pictures it is color_of
};

const Palette& palette_of(Appearance appearance);

// What is drawn on pictures: the same in every theme, and readable on any picture.
namespace on_picture {
constexpr ImU32 kInk = IM_COL32_WHITE;
constexpr ImU32 kFaint = IM_COL32(255, 255, 255, 90);
constexpr ImU32 kShadow = IM_COL32(0, 0, 0, 150);
constexpr ImU32 kAccent = IM_COL32(92, 164, 255, 255);
constexpr ImU32 kSecond = IM_COL32(242, 186, 82, 255);  // beside the accent
}  // namespace on_picture

ImU32 color_of(Rgb color, int alpha = 255);
ImU32 with_alpha(ImU32 color, int alpha);

}  // namespace facepoint
