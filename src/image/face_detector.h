// Finds faces in whole pictures, behind one interface. A detector belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/geometry.h"
#include "image/picture.h"

namespace facepoint {

struct Detection {
  Rect box;          // in image pixels, the detector's own idea of a face
  double score = 0;  // larger is surer; comparable within one detector only
};

class FaceDetector {
 public:
  virtual ~FaceDetector() = default;
  virtual std::string name() const = 0;
  // Best first, overlapping ones merged. Empty if there is none.
  virtual std::vector<Detection> detect(const Picture& picture) = 0;
};

// OpenCV's frontal Haar cascades from share_dir()/cascades. Throws Error(kNotFound).
std::unique_ptr<FaceDetector> make_haar_detector();

}  // namespace facepoint
