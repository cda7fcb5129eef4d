// Where the network looks: the square around a face's box, and back. Pure functions, any thread.
// Unit coordinates: the crop spans 0 to 1, whatever its resolution; pixel p is at (p + 0.5) / size.
#pragma once

#include "base/geometry.h"

namespace facepoint::nn {

// Side of the square divided by the longer side of the points' bounding box.
inline constexpr double kCropMargin = 1.4;

// The square of side longer-side x kCropMargin around the centre of `box`, turned so that image
// direction `angle` (radians, x towards y) becomes the crop's x axis; `size` crop pixels a side.
Similarity crop_from_box(const Rect& box, double angle, int size);

Point pixel_from_unit(Point unit, int size);
Point unit_from_pixel(Point pixel, int size);

}  // namespace facepoint::nn
