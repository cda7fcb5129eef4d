// A face's points in another scheme, by what the schemes' files say of each other ("from"): a point
// is one of the other scheme's, or the mean of some. Also by way of a third scheme, such as from
// 98 points to 5 by way of 68. Immutable values, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "landmark/scheme.h"

namespace facepoint {

class SchemeMapping {
 public:
  // The way with the fewest steps, of several the one by the scheme with the most points; nullopt
  // where there is none. From a scheme to itself: as it is.
  // Throws Error(kNotFound) for a name that the library doesn't know.
  static std::optional<SchemeMapping> find(const SchemeLibrary& library, std::string_view from,
                                           std::string_view to);

  // `points`: those of the first scheme, in any frame; the result is in the same. A point is absent
  // where one that it is made from is, occluded where one is. Throws Error(kInvalidInput) for
  // another number of points.
  Keypoints operator()(const Keypoints& points) const;

  // Whether every point is a point of the first scheme, no mean.
  bool exact() const;
  // The schemes on the way, first and last included.
  const std::vector<std::string>& way() const { return way_; }

 private:
  std::vector<std::string> way_;
  int size_ = 0;                     // points of the first scheme
  std::vector<PointSources> steps_;  // one less than schemes on the way
};

}  // namespace facepoint
