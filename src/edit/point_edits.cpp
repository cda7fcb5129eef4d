#include "edit/point_edits.h"

#include <algorithm>
#include <set>
#include <utility>

namespace facepoint {

Keypoints sides_swapped(const Scheme& scheme, Keypoints points, const std::vector<int>& which) {
  std::set<std::pair<int, int>> pairs;  // each once, also where both sides are selected
  for (const int i : which) pairs.insert(std::minmax(i, scheme.mirror[i]));
  for (const auto& [a, b] : pairs) std::swap(points[a], points[b]);
  return points;
}

Keypoints swapped(Keypoints points, int a, int b) {
  std::swap(points[a], points[b]);
  return points;
}

Keypoints occlusion_toggled(Keypoints points, const std::vector<int>& which) {
  const bool all_occluded = std::all_of(which.begin(), which.end(), [&](int i) {
    return points[i].visibility != Visibility::kVisible;
  });
  for (const int i : which) {
    if (!points[i].present()) continue;
    points[i].visibility = all_occluded ? Visibility::kVisible : Visibility::kOccluded;
  }
  return points;
}

Keypoints replaced(Keypoints points, const std::vector<int>& which, const Keypoints& from) {
  for (const int i : which) points[i] = from[i];
  return points;
}

}  // namespace facepoint
