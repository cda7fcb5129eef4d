#include "nn/module/augment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "image/process.h"
#include "nn/module/crop.h"

namespace facepoint::nn {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

std::uint8_t to_byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

// The labels' box as a detector would have put it: mostly close, now and then badly off.
Rect jittered(const Rect& box, Random& random) {
  const bool bad = random.chance(0.15);
  const double reach = bad ? 0.2 : 0.1;
  const double side = std::max(box.width, box.height);
  const double zoom = std::exp(random.uniform(-1, 1) * (bad ? 0.3 : 0.15));
  const Point center = box.center() + Point{random.uniform(-reach, reach) * side,
                                            random.uniform(-reach, reach) * side};
  const double width = box.width * zoom;
  const double height = box.height * zoom;
  return {center.x - width / 2, center.y - height / 2, width, height};
}

void vary_light(Picture& picture, Random& random) {
  std::array<std::array<std::uint8_t, 256>, 3> table{};
  const double gain = random.uniform(0.65, 1.35);
  const double bias = random.uniform(-35, 35);
  const double gamma = std::exp(random.uniform(-0.3, 0.3));
  for (auto& channel : table) {
    const double tint = random.uniform(0.92, 1.08);
    for (int i = 0; i < 256; ++i) {
      const double value = 255 * std::pow(i / 255.0, gamma);
      channel[static_cast<std::size_t>(i)] = to_byte(((value - 128) * gain + 128 + bias) * tint);
    }
  }
  const auto channels = static_cast<std::size_t>(picture.channels);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = table[i % channels][picture.pixels[i]];
  }
}

void lose_colour(Picture& picture) {
  const Picture grey = to_grey(picture);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = grey.pixels[i / static_cast<std::size_t>(picture.channels)];
  }
}

void cover(Picture& picture, Random& random) {
  const int boxes = 1 + random.below(2);
  for (int k = 0; k < boxes; ++k) {
    const int width = static_cast<int>(picture.width * random.uniform(0.08, 0.35));
    const int height = static_cast<int>(picture.height * random.uniform(0.08, 0.35));
    const int left = random.below(picture.width - width);
    const int top = random.below(picture.height - height);
    std::array<std::uint8_t, 3> colour{};
    for (auto& value : colour) value = static_cast<std::uint8_t>(random.below(256));
    for (int y = top; y < top + height; ++y) {
      std::uint8_t* pixel = picture.row(y) + static_cast<std::size_t>(left) * picture.channels;
      for (int x = 0; x < width * picture.channels; ++x) {
        pixel[x] = colour[static_cast<std::size_t>(x % picture.channels)];
      }
    }
  }
}

}  // namespace

Picture cut(const Picture& picture, const Similarity& crop_from_image, int size, bool grey) {
  Picture crop = warp(picture, crop_from_image, size, size);
  return grey && crop.channels != 1 ? to_grey(crop) : crop;
}

Crop augmented_crop(const Picture& picture, const Keypoints& points, const Scheme& scheme, int size,
                    bool grey, Random& random) {
  const Rect box = bounding_box(points);
  const double reach = random.chance(0.1) ? 60 : 30;
  const double angle = random.uniform(-reach, reach) * kDegree;
  const Similarity crop_from_image = crop_from_box(jittered(box, random), angle, size);
  Crop crop;
  crop.picture = cut(picture, crop_from_image, size, grey);
  crop.angle = -angle;
  crop.box_side = std::max(box.width, box.height) * crop_from_image.scale() / size;
  Keypoints in_crop = transformed(crop_from_image, points);
  if (random.chance(0.5)) {
    crop.picture = mirror_horizontally(crop.picture);
    in_crop = mirrored(scheme, in_crop, size);
    crop.angle = angle;
  }
  crop.points.reserve(in_crop.size());
  for (const Landmark& point : in_crop) {
    crop.points.push_back(unit_from_pixel(point.position, size));
    crop.present.push_back(point.present() ? 1 : 0);
  }
  vary_look(crop.picture, random);
  return crop;
}

void vary_look(Picture& picture, Random& random) {
  if (picture.channels == 3 && random.chance(0.15)) lose_colour(picture);
  vary_light(picture, random);
  if (random.chance(0.2)) picture = gaussian_blur(picture, random.uniform(0.5, 2.0));
  if (random.chance(0.3)) cover(picture, random);
}

}  // namespace facepoint::nn
