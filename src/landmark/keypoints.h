// The points of one face, in the order of a Scheme. Pure values, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/geometry.h"

namespace facepoint {

enum class Visibility : std::uint8_t { kVisible, kOccluded, kAbsent };

struct Landmark {
  Point position;  // in image pixels, sub-pixel; may lie outside the image; of no meaning if absent
  Visibility visibility = Visibility::kVisible;

  bool present() const { return visibility != Visibility::kAbsent; }
  friend bool operator==(const Landmark&, const Landmark&) = default;
};

using Keypoints = std::vector<Landmark>;

Keypoints make_keypoints(const std::vector<Point>& points);

// The smallest rectangle around the points that are present; empty if there is none.
Rect bounding_box(const Keypoints& points);

// How many pairs of present points share one position (each point counted once per group less one).
int coincident_points(const Keypoints& points);

// How many present points lie outside pixel centres 0..width-1, 0..height-1.
int points_outside(const Keypoints& points, int width, int height);

// The similarity that maps `from` onto `to` with the least squared error over points present in
// both (Umeyama, PAMI 1991, without reflection). Identity for fewer than two distinct points.
Similarity fit_similarity(const Keypoints& from, const Keypoints& to);

Keypoints transformed(const Similarity& transform, const Keypoints& points);

// JSON text "[[x,y],[x,y,1],null,...]": [x,y] visible, third element 1 occluded, null absent.
// Numbers are the shortest that read back as the same double. Throws Error(kInvalidInput).
std::string to_json_text(const Keypoints& points);
Keypoints keypoints_from_json_text(std::string_view text);

}  // namespace facepoint
