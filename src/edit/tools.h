// Gestures on the canvas: a preview while the button is down, one FaceEdit when it is released,
// nothing when it is cancelled. Values without a screen or a store, in image coordinates. UI
// thread.
#pragma once

#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "edit/following.h"
#include "landmark/keypoints.h"
#include "landmark/scheme.h"

namespace facepoint {

// What pressing the mouse beside every point begins.
enum class Tool : std::uint8_t { kSelect, kLasso, kStroke, kFaceBox };

// Nearest present point within `radius` (same unit as the positions); the topmost of equals.
std::optional<int> nearest_point(const Keypoints& points, Point at, double radius);
// Present points inside a rectangle, or inside a closed line (even-odd rule).
std::vector<int> points_in(const Keypoints& points, const Rect& area);
std::vector<int> points_in(const Keypoints& points, const std::vector<Point>& outline);

enum class DragKind : std::uint8_t { kMove, kTurn, kScale, kNudge };

// Dragging some points: moving them with the pointer, or turning or scaling them around their
// middle (of their bounding box). They keep their distance from the pointer, so grabbing one off
// centre doesn't move it. Keys nudge with a pointer of their own. Others may follow.
class PointsDrag {
 public:
  // `points`: at least one; the first is the one that was grabbed.
  PointsDrag(Keypoints before, std::vector<int> points, DragKind kind, Point pointer);

  void let_follow(Following following) { following_ = std::move(following); }
  void go_alone();  // from now on nothing follows, and what did is back
  void move_to(Point pointer);
  // What a network says about the others, told `asked`.
  void answer(Corrected corrected, const std::vector<SetPoint>& asked);
  const std::vector<int>& points() const { return points_; }
  DragKind kind() const { return kind_; }
  const std::optional<Following>& following() const { return following_; }
  const Keypoints& before() const { return before_; }
  const Keypoints& by_hand() const { return by_hand_; }  // without those that follow
  const Keypoints& preview() const { return preview_; }
  // The points after the gesture, or none if they are where they were.
  std::optional<Keypoints> result() const;

 private:
  void follow() { preview_ = following_ ? following_->after(by_hand_) : by_hand_; }

  Keypoints before_;
  Keypoints by_hand_;
  Keypoints preview_;
  std::vector<int> points_;
  DragKind kind_;
  Point grabbed_at_;
  Point middle_;
  std::optional<Following> following_;
};

// Going around something by a rectangle or a closed line: points to select, or a face to find.
struct Sweep {
  Tool tool = Tool::kSelect;
  bool add = false;         // to what is selected already
  std::vector<Point> path;  // the pointer's, from the press on
  Rect area() const;        // between the first and the last
  std::vector<int> selected(const Keypoints& points) const;
};

// Drawing a region anew. Others may follow.
struct Stroke {
  int region = 0;  // index into the scheme's
  std::vector<Point> path;
  std::optional<Keypoints> by_hand = {};  // without those that follow; none: the line is too short
  std::optional<Keypoints> preview = {};  // likewise
  std::optional<Following> following = {};

  void follow() { preview = by_hand && following ? following->after(*by_hand) : by_hand; }
};

using Gesture = std::variant<PointsDrag, Sweep, Stroke>;

bool is_nudge(const Gesture& gesture);  // by keys: the mouse is free

// The region's points placed along the drawn line at equal distances (by arc length): from one end
// to the other, or all around where the region is closed; which end or direction comes first is
// what moves them least. Absent points get a place too. None if the line is too short to tell.
std::optional<Keypoints> redrawn(const Keypoints& points, const Region& region,
                                 const std::vector<Point>& path);

// Hundredths of a pixel: finer than anyone can place a point, and short in a text file.
Point snapped(Point p);

}  // namespace facepoint
