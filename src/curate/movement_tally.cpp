#include "curate/movement_tally.h"

#include <algorithm>

#include "base/error.h"
#include "landmark/metrics.h"

namespace facepoint {

void MovedPoints::add(double pixels, double share) {
  ++points;
  sum_pixels += pixels;
  sum_share += share;
  largest_pixels = std::max(largest_pixels, pixels);
  largest_share = std::max(largest_share, share);
}

MovementTally::MovementTally(const Scheme& scheme)
    : scheme_(&scheme),
      by_point_(static_cast<std::size_t>(scheme.size())),
      by_region_(scheme.regions.size()) {}

MovedPoints MovementTally::add(const Keypoints& before, const Keypoints& after) {
  if (before.size() != by_point_.size() || after.size() != by_point_.size()) {
    throw Error(ErrorCode::kInvalidInput, "These points are not those of " + scheme_->name + ".");
  }
  const double side = box_side(before).value_or(0);
  MovedPoints face;
  for (std::size_t i = 0; i < before.size(); ++i) {
    if (!before[i].present() || !after[i].present()) continue;
    const double pixels = distance(before[i].position, after[i].position);
    if (pixels == 0) continue;
    const double share = side > 0 ? pixels / side : 0;
    face.add(pixels, share);
    all_.add(pixels, share);
    by_point_[i].add(pixels, share);
    by_region_[static_cast<std::size_t>(scheme_->region_of(static_cast<int>(i)))].add(pixels,
                                                                                      share);
  }
  return face;
}

}  // namespace facepoint
