#include "ui/palette.h"

#include <cmath>

namespace facepoint {
namespace {

constexpr Palette kDark{
    .gap = IM_COL32(5, 6, 8, 255),
    .canvas = IM_COL32(13, 16, 20, 255),
    .panel = IM_COL32(22, 26, 32, 255),
    .raised = IM_COL32(33, 39, 48, 255),
    .popup = IM_COL32(27, 32, 39, 252),
    .hover = IM_COL32(44, 52, 64, 255),
    .selected = IM_COL32(36, 62, 98, 255),
    .line = IM_COL32(46, 54, 66, 255),
    .grip = IM_COL32(70, 82, 98, 255),
    .dim = IM_COL32(0, 0, 0, 120),
    .text = IM_COL32(224, 229, 236, 255),
    .muted = IM_COL32(152, 163, 178, 255),
    .accent = IM_COL32(104, 172, 255, 255),
    .neutral = IM_COL32(150, 164, 184, 255),
    .good = IM_COL32(84, 200, 146, 255),
    .warning = IM_COL32(242, 186, 82, 255),
    .bad = IM_COL32(244, 126, 130, 255),
    .primary = IM_COL32(44, 100, 176, 255),
    .primary_hover = IM_COL32(56, 118, 202, 255),
    .primary_active = IM_COL32(36, 84, 150, 255),
    .on_primary = IM_COL32_WHITE,
    .region_shade = 1,
};

constexpr Palette kLight{
    .gap = IM_COL32(200, 205, 212, 255),
    .canvas = IM_COL32(222, 225, 229, 255),
    .panel = IM_COL32(246, 247, 249, 255),
    .raised = IM_COL32(231, 234, 239, 255),
    .popup = IM_COL32(252, 253, 254, 252),
    .hover = IM_COL32(219, 224, 231, 255),
    .selected = IM_COL32(200, 220, 246, 255),
    .line = IM_COL32(206, 211, 218, 255),
    .grip = IM_COL32(168, 177, 189, 255),
    .dim = IM_COL32(40, 48, 58, 70),
    .text = IM_COL32(28, 33, 40, 255),
    .muted = IM_COL32(82, 92, 105, 255),
    .accent = IM_COL32(16, 86, 186, 255),
    .neutral = IM_COL32(82, 94, 112, 255),
    .good = IM_COL32(12, 104, 66, 255),
    .warning = IM_COL32(132, 78, 0, 255),
    .bad = IM_COL32(178, 36, 46, 255),
    .primary = IM_COL32(28, 98, 196, 255),
    .primary_hover = IM_COL32(40, 114, 216, 255),
    .primary_active = IM_COL32(20, 82, 168, 255),
    .on_primary = IM_COL32_WHITE,
    .region_shade = 0.62,
};

}  // namespace

const Palette& palette_of(Appearance appearance) {
  return appearance == Appearance::kLight ? kLight : kDark;
}

ImU32 Palette::of(FaceStatus status) const {
  switch (status) {
    case FaceStatus::kLabelled:
      return neutral;
    case FaceStatus::kProposed:
      return warning;
    case FaceStatus::kCorrected:
      return accent;
    case FaceStatus::kApproved:
      return good;
    case FaceStatus::kRejected:
      return bad;
  }
  return muted;
}

ImU32 Palette::of(StatusKind kind) const {
  switch (kind) {
    case StatusKind::kInfo:
      return muted;
    case StatusKind::kDone:
      return good;
    case StatusKind::kWarning:
      return warning;
    case StatusKind::kError:
      return bad;
  }
  return muted;
}

ImU32 Palette::region(Rgb color, int alpha) const {
  const auto shaded = [this](std::uint8_t part) {
    return static_cast<std::uint8_t>(std::lround(part * region_shade));
  };
  return color_of(Rgb{shaded(color.r), shaded(color.g), shaded(color.b)}, alpha);
}

ImU32 color_of(Rgb color, int alpha) { return IM_COL32(color.r, color.g, color.b, alpha); }

ImU32 with_alpha(ImU32 color, int alpha) {
  return (color & ~IM_COL32_A_MASK) | (static_cast<ImU32>(alpha) << IM_COL32_A_SHIFT);
}

}  // namespace facepoint
