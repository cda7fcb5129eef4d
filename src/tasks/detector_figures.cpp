#include "tasks/detector_figures.h"

#include <algorithm>
#include <tuple>

namespace facepoint {

void DetectorFigures::add(const std::vector<Keypoints>& labels,
                          const std::vector<Detection>& detections, double took) {
  constexpr double kFound = 0.5;
  std::vector<std::tuple<double, std::size_t, std::size_t>> pairs;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    for (std::size_t k = 0; k < detections.size(); ++k) {
      const double overlap = intersection_over_union(bounding_box(labels[i]), detections[k].box);
      if (overlap >= kFound) pairs.emplace_back(-overlap, i, k);
    }
  }
  std::sort(pairs.begin(), pairs.end());
  std::vector<bool> known(labels.size(), false);
  std::vector<bool> used(detections.size(), false);
  std::int64_t matched = 0;
  for (const auto& [overlap, label, detection] : pairs) {
    if (known[label] || used[detection]) continue;
    known[label] = used[detection] = true;
    overlap_sum -= overlap;
    ++matched;
  }
  ++pictures;
  faces += static_cast<std::int64_t>(labels.size());
  found += matched;
  unmatched += static_cast<std::int64_t>(detections.size()) - matched;
  seconds += took;
}

}  // namespace facepoint
