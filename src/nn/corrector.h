// A network that places the rest of a face's points from the picture and those that a person has
// set. Behind a header without LibTorch.
#pragma once

#include <span>

#include "image/picture.h"
#include "landmark/correction_model.h"

namespace facepoint {

class Corrector {
 public:
  virtual ~Corrector() = default;
  // `start`: the points before anything was set, in image pixels. One thread at a time; tens of ms.
  virtual Corrected correct(const Picture& picture, const Keypoints& start, bool start_is_label,
                            std::span<const SetPoint> set) = 0;
};

}  // namespace facepoint
