// One face as a tile of a grid: its crop, its points, what was decided, whether it is selected.
// Draws only. UI thread, inside a frame.
#pragma once

#include <string>

#include "edit/library.h"
#include "ui/frame.h"

namespace facepoint {

struct FaceTile {
  const FaceSummary& face;
  const FacePoints* points = nullptr;  // null: none to be shown
  std::string value;                   // beside the name; may be empty
  bool selected = false;
  bool cursor = false;
  bool hovered = false;
};

// Below this side (screen pixels at scale 1) points would be a blur and names don't fit.
inline constexpr int kSmallestWithPoints = 80;
inline constexpr int kSmallestWithName = 112;
// Of a tile's crop of this side.
float face_tile_height(const Theme& theme, float side);

void draw_face_tile(Frame& frame, const FaceTile& tile, ImVec2 at, float side);

}  // namespace facepoint
