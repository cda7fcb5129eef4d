// How far labels lie apart in two versions of a data set, over all faces: by point and by region.
// Values, any thread.
#pragma once

#include <cstdint>
#include <vector>

#include "landmark/scheme.h"

namespace facepoint {

// Of the points that lie elsewhere. Shares are of the box side of the face before, see
// landmark/metrics.h.
struct MovedPoints {
  std::int64_t points = 0;
  double sum_pixels = 0;
  double sum_share = 0;
  double largest_pixels = 0;
  double largest_share = 0;

  double mean_pixels() const { return points > 0 ? sum_pixels / static_cast<double>(points) : 0; }
  double mean_share() const { return points > 0 ? sum_share / static_cast<double>(points) : 0; }
  void add(double pixels, double share);
};

// Faces of one scheme.
class MovementTally {
 public:
  explicit MovementTally(const Scheme& scheme);

  // Points that one of the two does not have, or that only were hidden or shown, don't count.
  // Returns this face's own. Throws Error(kInvalidInput) for points of another scheme.
  MovedPoints add(const Keypoints& before, const Keypoints& after);

  const Scheme& scheme() const { return *scheme_; }
  const MovedPoints& all() const { return all_; }
  const std::vector<MovedPoints>& by_point() const { return by_point_; }
  const std::vector<MovedPoints>& by_region() const { return by_region_; }  // as Scheme::regions

 private:
  const Scheme* scheme_;  // lives longer: the library's
  MovedPoints all_;
  std::vector<MovedPoints> by_point_;
  std::vector<MovedPoints> by_region_;
};

}  // namespace facepoint
