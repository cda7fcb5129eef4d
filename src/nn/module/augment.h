// One training crop out of one face: place, turn, mirror, light, blur, cover. Pure functions, any
// thread; all randomness comes from the given Random.
#pragma once

#include <vector>

#include "image/picture.h"
#include "landmark/scheme.h"
#include "nn/module/crop.h"
#include "nn/module/random.h"

namespace facepoint::nn {

struct Crop {
  Picture picture;            // size x size
  std::vector<Point> points;  // unit coordinates; may lie outside 0..1
  std::vector<char> present;  // per point
  bool mirrored = false;
  double angle = 0;     // of the face's frame in the crop, radians
  double box_side = 0;  // FaceFrame::side in unit coordinates
};

// The plain crop; `grey`: one channel.
Picture cut(const Picture& picture, const Similarity& crop_from_image, int size, bool grey);

// As a detector and a camera would vary it. `frame`: of the points.
Crop augmented_crop(const Picture& picture, const Keypoints& points, const FaceFrame& frame,
                    const Scheme& scheme, int size, bool grey, Random& random);

// Light, colour, detail, noise and covering boxes.
void vary_look(Picture& picture, Random& random);

}  // namespace facepoint::nn
