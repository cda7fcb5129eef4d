#include "nn/module/crop.h"

#include <algorithm>
#include <cmath>

namespace facepoint::nn {

Similarity crop_from_box(const Rect& box, double angle, int size) {
  const double side = std::max({box.width, box.height, 1.0}) * kCropMargin;
  const double scale = size / side;
  const Point center = box.center();
  Similarity crop;
  crop.a = scale * std::cos(angle);
  crop.b = -scale * std::sin(angle);
  crop.tx = (size - 1) / 2.0 - (crop.a * center.x - crop.b * center.y);
  crop.ty = (size - 1) / 2.0 - (crop.b * center.x + crop.a * center.y);
  return crop;
}

Point pixel_from_unit(Point unit, int size) { return {unit.x * size - 0.5, unit.y * size - 0.5}; }

Point unit_from_pixel(Point pixel, int size) {
  return {(pixel.x + 0.5) / size, (pixel.y + 0.5) / size};
}

}  // namespace facepoint::nn
