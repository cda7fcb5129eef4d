// Pictures as bad cameras, crowds and compression give them, to see what predictions stand. Pure
// functions, any thread.
#pragma once

#include <string>
#include <vector>

#include "image/picture.h"
#include "landmark/keypoints.h"

namespace facepoint {

struct DisturbedPicture {
  Picture picture;
  Similarity disturbed_from_original;  // where a point of the original lies now
};

// "turned:15", "turned:30", "turned:45" (degrees, the canvas grows), "size:0.5", "size:0.25",
// "dark", "blurred", "jpeg:20" (quality), "covered".
const std::vector<std::string>& known_disturbances();

// `faces`: what is covered (a quarter of each face's box, by a rule that depends on the box alone)
// and how strong a blur is (a fortieth of the face's side). Throws Error(kInvalidInput) for an
// unknown kind, naming the known ones.
DisturbedPicture disturbed(const Picture& picture, const std::string& kind,
                           const std::vector<Keypoints>& faces);

}  // namespace facepoint
