// Landmarks and boxes drawn into pictures, for `predict --out` and contact sheets. Any thread.
#pragma once

#include <string>

#include "image/picture.h"
#include "landmark/scheme.h"

namespace facepoint {

struct DrawStyle {
  bool edges = true;
  bool numbers = true;
  double scale = 1;  // 1: dots of about 1.5 px radius, numbers of 8 px
};
void draw_landmarks(Picture& picture, const Scheme& scheme, const Keypoints& points,
                    const DrawStyle& style = {});
void draw_box(Picture& picture, const Rect& box, Rgb color, int thickness = 1);
void draw_text(Picture& picture, const std::string& text, Point bottom_left, Rgb color,
               double height_px);

}  // namespace facepoint
