// The light in which a picture is looked at: brightness, contrast, gamma, local contrast, grey. It
// changes what is shown, never the file. Pure, any thread.
#pragma once

#include <compare>

#include "image/picture.h"

namespace facepoint {

struct Light {
  int brightness = 0;  // -100 to 100: per cent of the whole range
  int contrast = 0;    // -100 to 100: the slope at middle grey is 0 to 4
  int gamma = 100;     // 20 to 500, per cent: above 100 lifts the shadows
  bool local_contrast = false;
  bool grey = false;
  friend auto operator<=>(const Light&, const Light&) = default;
};
inline constexpr Light kPlainLight{};
inline constexpr int kLeastGamma = 20;
inline constexpr int kMostGamma = 500;

Light clamped(Light light);

// Local contrast first (CLAHE of the luma), then gamma, contrast about middle grey and brightness;
// grey last, still with the channels that the picture has. Plain light gives the same pixels.
Picture in_light(const Picture& picture, const Light& light);

}  // namespace facepoint
