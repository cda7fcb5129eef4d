#include "nn/module/augment.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>
#include <numbers>

#include "image/process.h"

namespace facepoint::nn {
namespace {

constexpr double kDegree = std::numbers::pi / 180;

std::uint8_t to_byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

// The labels' frame as a first pass of the network (mostly) or a detector (now and then) sees it.
FaceFrame jittered(const FaceFrame& frame, Random& random) {
  const bool bad = random.chance(0.25);
  const double reach = (bad ? 0.18 : 0.06) * frame.side;
  const double zoom = std::exp(random.uniform(-1, 1) * (bad ? 0.28 : 0.12));
  const double turn = random.chance(0.06) ? 75 : (bad ? 35 : 15);
  return {frame.center + Point{random.uniform(-reach, reach), random.uniform(-reach, reach)},
          frame.side * zoom, frame.angle + random.uniform(-turn, turn) * kDegree};
}

void vary_light(Picture& picture, Random& random) {
  std::array<std::array<std::uint8_t, 256>, 3> table{};
  const bool dark = random.chance(0.08);
  const double gain = dark ? random.uniform(0.15, 0.6) : random.uniform(0.65, 1.35);
  const double bias = dark ? random.uniform(-70, -30) : random.uniform(-35, 35);
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

// As a small or strongly compressed picture of the face would look.
void lose_detail(Picture& picture, Random& random) {
  const int side = picture.width;
  const int small = static_cast<int>(side * random.uniform(0.2, 0.7));
  picture = resize(resize(picture, small, small), side, side);
}

void add_noise(Picture& picture, Random& random) {
  const double reach = random.uniform(4, 24);
  for (std::uint8_t& value : picture.pixels) {
    value = to_byte(value + random.uniform(-reach, reach));
  }
}

// Boxes of one colour, or of another part of the picture: hands, hair, someone's shoulder.
void cover(Picture& picture, Random& random) {
  const int boxes = 1 + random.below(2);
  for (int k = 0; k < boxes; ++k) {
    const int width = static_cast<int>(picture.width * random.uniform(0.08, 0.4));
    const int height = static_cast<int>(picture.height * random.uniform(0.08, 0.4));
    const int left = random.below(picture.width - width);
    const int top = random.below(picture.height - height);
    if (random.chance(0.5)) {
      const int from_left = random.below(picture.width - width);
      const int from_top = random.below(picture.height - height);
      const Picture whole = picture;
      const auto channels = static_cast<std::size_t>(picture.channels);
      for (int y = 0; y < height; ++y) {
        std::memcpy(picture.row(top + y) + static_cast<std::size_t>(left) * channels,
                    whole.row(from_top + y) + static_cast<std::size_t>(from_left) * channels,
                    static_cast<std::size_t>(width) * channels);
      }
      continue;
    }
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

Crop augmented_crop(const Picture& picture, const Keypoints& points, const FaceFrame& frame,
                    const Scheme& scheme, int size, bool grey, Random& random) {
  const FaceFrame seen = jittered(frame, random);
  const Similarity crop_from_image = crop_from_frame(seen, size);
  // Half of the crops are stretched or squeezed across: heads of other shapes and turns.
  const double stretch = random.chance(0.5) ? std::exp(random.uniform(-0.16, 0.16)) : 1;
  const int width = static_cast<int>(std::lround(size / stretch));
  Similarity part_from_image = crop_from_image;
  part_from_image.tx += (width - size) / 2.0;
  Crop crop;
  crop.picture = resize(warp(picture, part_from_image, width, size), size, size);
  if (grey && crop.picture.channels != 1) crop.picture = to_grey(crop.picture);
  // Where the face's x axis goes.
  const double turn = frame.angle - seen.angle;
  const Point axis = Point{std::cos(turn) * size / width, std::sin(turn)} *
                     (frame.side * crop_from_image.scale() / size);
  crop.angle = std::atan2(axis.y, axis.x);
  crop.box_side = std::hypot(axis.x, axis.y);
  Keypoints in_crop = transformed(part_from_image, points);
  for (Landmark& point : in_crop) {
    point.position.x = (point.position.x + 0.5) * size / width - 0.5;
  }
  if (random.chance(0.5)) {
    crop.picture = mirror_horizontally(crop.picture);
    in_crop = mirrored(scheme, in_crop, size);
    crop.angle = -crop.angle;
    crop.mirrored = true;
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
  if (random.chance(0.15)) picture = gaussian_blur(picture, random.uniform(0.5, 2.0));
  if (random.chance(0.2)) lose_detail(picture, random);
  if (random.chance(0.12)) add_noise(picture, random);
  if (random.chance(0.3)) cover(picture, random);
}

}  // namespace facepoint::nn
