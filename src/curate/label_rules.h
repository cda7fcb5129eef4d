// What can be said of one label with certainty or nearly so, with a reason and a remedy: exchanged
// sides, reversed chains, another unit or origin, mirrored pictures, points outside. What is merely
// unlikely is judged by curate/suspicion.h. Pure functions, any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/text.h"
#include "landmark/scheme.h"

namespace facepoint {

struct LabelView {
  const Keypoints* label = nullptr;      // in image pixels
  const Keypoints* predicted = nullptr;  // by the CNN, in image pixels; null: not known
  int image_width = 0;                   // pixels
  int image_height = 0;
};

struct BrokenRule {
  std::string rule;
  double score = 0;              // 0 to 1, how sure
  std::vector<int> points = {};  // those concerned; none: all
  std::string reason;            // a sentence
  std::string remedy = {};       // see curate/remedies.h; empty: none is known
};

// For reasons: "9 %".
inline std::string percent(double share) { return fixed(share * 100, 0) + " %"; }

// Of one label, the surest first. What needs the CNN's points is left out without them.
std::vector<BrokenRule> broken_rules(const Scheme& scheme, const LabelView& view);

// What is wrong with the labels of a whole source alike: an origin of 1, or another scale. From the
// labels' own places against the CNN's, over at least kLeastForSource faces; nullopt: nothing is.
inline constexpr int kLeastForSource = 20;
std::optional<BrokenRule> broken_source(const Scheme& scheme, std::span<const LabelView> labels);

}  // namespace facepoint
