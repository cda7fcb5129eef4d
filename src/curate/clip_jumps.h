// Labels that jump against the frames of the clip before and after them. Pure, any thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "curate/label_rules.h"

namespace facepoint {

// How far a label moves from one frame to another beyond what the face does, in box sides: where
// the CNN's points of both are known, as the change of the label's distance from them; else as the
// change of shape, once moved, turned and scaled onto each other. Mean over the points, and the
// largest. nullopt where the two have no points in common.
struct Jump {
  double mean = 0;
  double largest = 0;
  int point = -1;  // with the largest
};
std::optional<Jump> jump_between(const LabelView& frame, const LabelView& other);

// One a frame of a clip, given in their order: that it jumps against both neighbours (at the ends:
// against the only one), if it does.
std::vector<std::optional<BrokenRule>> jumps_in_clip(const Scheme& scheme,
                                                     std::span<const LabelView> frames);

}  // namespace facepoint
