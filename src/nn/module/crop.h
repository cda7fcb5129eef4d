// Where the network looks: the square around a face's box, and back. Pure functions, any thread.
// Unit coordinates: the crop spans 0 to 1, whatever its resolution; pixel p is at (p + 0.5) / size.
#pragma once

#include "landmark/keypoints.h"

namespace facepoint::nn {

// Side of the square divided by the longer side of the points' bounding box.
inline constexpr double kCropMargin = 1.4;

// Where a face is: the middle and longer side of the box around its points, upright as the face is,
// which is turned by `angle` (radians, x towards y) in the picture.
struct FaceFrame {
  Point center;
  double side = 1;
  double angle = 0;
};

FaceFrame frame_of(const Rect& box, double angle);
FaceFrame frame_of(const Keypoints& points, double angle);

// The square of side frame.side x kCropMargin around the frame's centre, turned so that image
// direction `frame.angle` becomes the crop's x axis; `size` crop pixels a side.
Similarity crop_from_frame(const FaceFrame& frame, int size);

Point pixel_from_unit(Point unit, int size);
Point unit_from_pixel(Point pixel, int size);

}  // namespace facepoint::nn
