// Landmarks of one face on the screen: points of constant size in the colours of their regions,
// edges, numbers that don't collide. Draws only. UI thread, inside a frame.
#pragma once

#include <imgui.h>

#include <span>

#include "edit/session.h"
#include "landmark/scheme.h"
#include "ui/theme.h"

namespace facepoint {

struct FaceStyle {
  bool ghost = false;   // hollow points and dashed edges: not a label (yet)
  bool dimmed = false;  // not the current face
  bool edges = true;
  NumberMode numbers = NumberMode::kAll;
  int hovered = -1;  // point, -1: none
  std::span<const int> selected;
  std::span<const int> pinned;  // in order
  // Of a gesture: what moved farther from here than `least_way` (image pixels) and isn't pinned
  // followed.
  const Keypoints* before = nullptr;
  double least_way = 0;
  // The error to expect, one a point, in image pixels: drawn as a ring that the right place lies
  // in, nine times of ten.
  std::span<const double> expected = {};
  Point pointer;  // on the screen, for NumberMode::kNear
};

// Radius in screen pixels; smaller where the whole face is small.
float point_radius(const Theme& theme, const Viewport& viewport, const Keypoints& points);

// From the edge of one point to that of the other, each of `radius`; none where they touch.
void draw_arrow(ImDrawList& list, const Theme& theme, ImVec2 from, ImVec2 to, float radius);

void draw_face(ImDrawList& list, const Theme& theme, const Viewport& viewport, const Scheme& scheme,
               const Keypoints& points, const FaceStyle& style);

}  // namespace facepoint
