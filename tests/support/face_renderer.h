// Draws pictures of invented people with landmarks that are exact by construction: the pixels and
// the 68 points come from one model. For tests and for data/sample: no real person's face. Pure
// functions, any thread; the same input gives the same bytes.
#pragma once

#include <vector>

#include "image/picture.h"
#include "landmark/keypoints.h"
#include "support/face_parameters.h"

namespace facepoint::test {

struct DrawnPicture {
  Picture picture;
  std::vector<Keypoints> faces;  // 68 points each in iBUG order, image pixels; as in the input
};

// Faces later in the list stand before earlier ones.
DrawnPicture draw_picture(const std::vector<DrawnFaceParameters>& faces, const Scene& scene,
                          int width, int height);

// Only the points, at the cost of no pixels.
Keypoints landmarks_of(const DrawnFaceParameters& face, int width, int height);

}  // namespace facepoint::test
