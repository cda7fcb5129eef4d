// Gestures on the canvas: a preview while the button is down, one FaceEdit when it is released,
// nothing when it is cancelled. Values without a screen or a store, UI thread.
#pragma once

#include <optional>
#include <string>

#include "landmark/keypoints.h"

namespace facepoint {

// Nearest present point within `radius` (same unit as the positions); the topmost of equals.
std::optional<int> nearest_point(const Keypoints& points, Point at, double radius);

// Dragging one point. The point keeps its distance from the pointer, so grabbing it off centre
// doesn't move it.
class PointDrag {
 public:
  PointDrag(Keypoints points, int point, Point pointer_in_image);

  void move_to(Point pointer_in_image);
  int point() const { return point_; }
  const Keypoints& preview() const { return preview_; }
  // The points after the gesture, or none if the point is where it was.
  std::optional<Keypoints> result() const;

 private:
  Keypoints before_;
  Keypoints preview_;
  int point_;
  Point grabbed_at_;
};

// Hundredths of a pixel: finer than anyone can place a point, and short in a text file.
Point snapped(Point p);

}  // namespace facepoint
