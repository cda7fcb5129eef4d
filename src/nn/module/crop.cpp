#include "nn/module/crop.h"

#include <algorithm>
#include <cmath>

namespace facepoint::nn {

FaceFrame frame_of(const Rect& box, double angle) {
  return {box.center(), std::max({box.width, box.height, 1.0}), angle};
}

FaceFrame frame_of(const Keypoints& points, double angle) {
  const Similarity upright{std::cos(angle), -std::sin(angle), 0, 0};
  const Rect box = bounding_box(transformed(upright, points));
  FaceFrame frame = frame_of(box, angle);
  frame.center = upright.inverse()(frame.center);
  return frame;
}

Similarity crop_from_frame(const FaceFrame& frame, int size) {
  const double scale = size / (frame.side * kCropMargin);
  Similarity crop;
  crop.a = scale * std::cos(frame.angle);
  crop.b = -scale * std::sin(frame.angle);
  crop.tx = (size - 1) / 2.0 - (crop.a * frame.center.x - crop.b * frame.center.y);
  crop.ty = (size - 1) / 2.0 - (crop.b * frame.center.x + crop.a * frame.center.y);
  return crop;
}

Point pixel_from_unit(Point unit, int size) { return {unit.x * size - 0.5, unit.y * size - 0.5}; }

Point unit_from_pixel(Point pixel, int size) {
  return {(pixel.x + 0.5) / size, (pixel.y + 0.5) / size};
}

}  // namespace facepoint::nn
