// Finds faces in whole pictures, behind one interface. A detector belongs to one thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/geometry.h"
#include "image/picture.h"

namespace facepoint {

struct Detection {
  // In image pixels: where the bounding box of the face's 68 points is expected, which is how crops
  // are placed in training as well. It may reach over the picture's edge.
  Rect box;
  double score = 0;  // larger is surer; comparable within one detector only
  double angle = 0;  // of the face in the plane, radians, x towards y; 0 if the detector can't tell
};

class FaceDetector {
 public:
  virtual ~FaceDetector() = default;
  virtual std::string name() const = 0;
  // Best first, overlapping ones merged. Empty if there is none.
  virtual std::vector<Detection> detect(const Picture& picture) = 0;
};

// OpenCV's Haar cascades from share_dir()/cascades: a frontal one finds all faces of a picture;
// where it finds none, that cascade with another frontal one and a profile one from both sides
// agree on the single best. The score is the number of windows that agree. Throws
// Error(kNotFound / kDamaged) naming the cascade's file.
std::unique_ptr<FaceDetector> make_haar_detector();

}  // namespace facepoint
