// What a network makes of a face of which a person has set some points: it looks at the picture
// again and places the others anew. A header without LibTorch; see nn/runtime.h for how to open
// one.
#pragma once

#include <span>

#include "image/picture.h"
#include "landmark/correction_model.h"

namespace facepoint {

class Corrector {
 public:
  virtual ~Corrector() = default;
  // `start`: the points before anything was set, in image pixels: a proposal, or, `start_is_label`,
  // a label that may be wrong somewhere and is right elsewhere. `expected_error`: as the proposal
  // expects them, one a point, in image pixels; empty: not known. Set points are where they were
  // set. The picture is looked at once: asking again with the same picture and start costs a few
  // milliseconds. One thread at a time.
  virtual Corrected correct(const Picture& picture, const Keypoints& start, bool start_is_label,
                            std::span<const double> expected_error,
                            std::span<const SetPoint> set) = 0;
};

}  // namespace facepoint
