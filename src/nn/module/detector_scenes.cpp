#include "nn/module/detector_scenes.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include "base/error.h"
#include "image/codec.h"
#include "image/process.h"
#include "landmark/mean_shape.h"
#include "nn/module/examples.h"

namespace facepoint::nn {
namespace {

constexpr double kDegree = std::numbers::pi / 180;
constexpr double kSmallestFace = 12;  // pixels a side; smaller ones are neither wanted nor wrong
constexpr double kLargestFace = 250;

double side_of(const Rect& box) { return std::sqrt(std::max(0.0, box.area())); }

Rect shared_area(const Rect& a, const Rect& b) {
  const double left = std::max(a.x, b.x);
  const double top = std::max(a.y, b.y);
  return {left, top, std::max(0.0, std::min(a.x + a.width, b.x + b.width) - left),
          std::max(0.0, std::min(a.y + a.height, b.y + b.height) - top)};
}

Rect box_of_turned(const Similarity& transform, const Rect& box) {
  Keypoints corners;
  for (const Point corner :
       {Point{box.x, box.y}, Point{box.x + box.width, box.y}, Point{box.x, box.y + box.height},
        Point{box.x + box.width, box.y + box.height}}) {
    corners.push_back({transform(corner)});
  }
  return bounding_box(corners);
}

double log_uniform(Random& random, double low, double high) {
  return std::exp(random.uniform(std::log(low), std::log(std::max(low, high))));
}

double random_turn(Random& random) {
  if (random.chance(0.45)) return random.uniform(-12, 12) * kDegree;
  return random.uniform(-55, 55) * kDegree;
}

// A window of the scene that shows part of one picture.
struct Window {
  int left, top, width, height;
  Rect rect() const {
    return {left - 0.5, top - 0.5, static_cast<double>(width), static_cast<double>(height)};
  }
};

class Composer {
 public:
  Composer(const std::vector<ScenePicture>& pictures, Random& random)
      : pictures_(pictures), random_(random) {
    scene_.picture = {kSceneSize, kSceneSize, 3, {}};
    scene_.picture.pixels.resize(scene_.picture.row_bytes() * kSceneSize);
  }

  Scene compose() {
    if (random_.chance(0.5)) {
      show_face({0, 0, kSceneSize, kSceneSize}, false);
    } else {
      mosaic();
    }
    if (random_.chance(0.5)) paste();
    if (random_.chance(0.5)) mirror();
    return std::move(scene_);
  }

 private:
  void mosaic() {
    const int count = 2 + random_.below(3);
    std::vector<int> columns = cuts(count);
    std::vector<int> rows = cuts(count);
    for (int y = 0; y < count; ++y) {
      for (int x = 0; x < count; ++x) {
        const auto column = static_cast<std::size_t>(x);
        const auto row = static_cast<std::size_t>(y);
        show_face({columns[column], rows[row], columns[column + 1] - columns[column],
                   rows[row + 1] - rows[row]},
                  false);
      }
    }
  }

  std::vector<int> cuts(int parts) {
    std::vector<int> at{0};
    const double even = static_cast<double>(kSceneSize) / parts;
    for (int i = 1; i < parts; ++i) {
      at.push_back(static_cast<int>(even * (i + random_.uniform(-0.25, 0.25))));
    }
    at.push_back(kSceneSize);
    return at;
  }

  // Faces cut out with some surroundings, or pieces without a face, so that an edge tells nothing.
  void paste() {
    const int count = 1 + random_.below(5);
    for (int i = 0; i < count; ++i) {
      const int side = static_cast<int>(log_uniform(random_, 24, 150));
      const int width = static_cast<int>(side * random_.uniform(0.8, 1.25));
      const Window window{random_.below(kSceneSize - 12) - width / 4,
                          random_.below(kSceneSize - 12) - side / 4, width, side};
      if (random_.chance(0.65)) {
        show_face(window, true);
      } else {
        show_piece(window);
      }
    }
  }

  const ScenePicture& any_picture() {
    return pictures_[static_cast<std::size_t>(random_.below(static_cast<int>(pictures_.size())))];
  }

  // A face somewhere in the window, at a size that suits it.
  void show_face(const Window& window, bool fills) {
    const ScenePicture& source = any_picture();
    const auto chosen =
        static_cast<std::size_t>(random_.below(static_cast<int>(source.faces.size())));
    const Rect box = bounding_box(source.faces[chosen]);
    const double room = std::min(window.width, window.height);
    // Not much smaller than the picture allows: beyond its edge there is nothing to see.
    const double natural =
        side_of(box) * room / std::max(source.picture.width, source.picture.height);
    const double least = std::max(kSmallestFace + 2, fills ? room * 0.4 : natural * 0.7);
    const double most = std::min(kLargestFace, room * (fills ? 0.85 : 0.95));
    const double wanted = log_uniform(random_, std::min(least, most), most);
    const double scale = wanted / std::max(1.0, side_of(box));
    const double angle = random_turn(random_);
    const auto place = [&](int start, int length) {
      const double middle = start + length / 2.0;
      const double reach = std::max(0.0, (length - wanted) / 2.0);
      return middle + random_.uniform(-reach, reach);
    };
    show(source, window,
         around(box.center(), scale, angle,
                {place(window.left, window.width), place(window.top, window.height)}));
  }

  // A part of a picture that no face touches, if one is found.
  void show_piece(const Window& window) {
    for (int attempt = 0; attempt < 6; ++attempt) {
      const ScenePicture& source = any_picture();
      const double zoom = log_uniform(random_, 0.4, 2.5);
      const Point from{random_.uniform(0, source.picture.width),
                       random_.uniform(0, source.picture.height)};
      const Similarity scene_from_image =
          around(from, zoom, random_turn(random_), window.rect().center());
      const auto touches = [&](const Rect& box) {
        return shared_area(box_of_turned(scene_from_image, box), window.rect()).area() > 0;
      };
      const bool free =
          std::none_of(source.faces.begin(), source.faces.end(),
                       [&](const Keypoints& face) { return touches(bounding_box(face)); }) &&
          std::none_of(source.unknown.begin(), source.unknown.end(), touches);
      if (!free) continue;
      show(source, window, scene_from_image);
      return;
    }
  }

  static Similarity around(Point from, double scale, double angle, Point to) {
    Similarity turn{scale * std::cos(angle), scale * std::sin(angle), 0, 0};
    const Point moved = turn(from);
    turn.tx = to.x - moved.x;
    turn.ty = to.y - moved.y;
    return turn;
  }

  // Draws and keeps account of what is a face where.
  void show(const ScenePicture& source, const Window& window, const Similarity& scene_from_image) {
    const Window seen = clipped(window);
    if (seen.width < 1 || seen.height < 1) return;
    const Similarity window_from_image = compose_shift(scene_from_image, -seen.left, -seen.top);
    const Picture part = warp(source.picture, window_from_image, seen.width, seen.height);
    for (int y = 0; y < seen.height; ++y) {
      std::copy_n(part.row(y), part.row_bytes(),
                  scene_.picture.row(seen.top + y) + std::size_t{3} * seen.left);
    }
    cover(seen.rect());
    for (std::size_t i = 0; i < source.faces.size(); ++i) {
      add_face(bounding_box(transformed(scene_from_image, source.faces[i])),
               source.angles[i] + scene_from_image.angle(), seen.rect());
    }
    for (const Rect& region : source.unknown) {
      add_unknown(shared_area(box_of_turned(scene_from_image, region), seen.rect()));
    }
  }

  static Similarity compose_shift(Similarity transform, double x, double y) {
    transform.tx += x;
    transform.ty += y;
    return transform;
  }

  static Window clipped(const Window& window) {
    const int left = std::max(0, window.left);
    const int top = std::max(0, window.top);
    return {left, top, std::min(kSceneSize, window.left + window.width) - left,
            std::min(kSceneSize, window.top + window.height) - top};
  }

  // What lay where `region` is now can be half hidden (still a face) or more (nobody knows).
  void cover(const Rect& region) {
    constexpr double kStillAFace = 0.3;
    std::erase_if(scene_.faces, [&](const SceneFace& face) {
      const double hidden = shared_area(face.box, region).area() / face.box.area();
      if (hidden <= kStillAFace) return false;
      if (hidden < 0.9) add_unknown(face.box);
      return true;
    });
  }

  void add_face(const Rect& box, double angle, const Rect& window) {
    constexpr double kWhole = 0.65;  // so much of it is seen
    constexpr double kTouched = 0.05;
    const double side = side_of(box);
    if (side < 1) return;
    const double seen = shared_area(box, window).area() / box.area();
    const bool wanted = side >= kSmallestFace && side <= kLargestFace * 1.2;
    if (wanted && seen >= kWhole && window.contains(box.center())) {
      scene_.faces.push_back({box, angle});
    } else if (seen > kTouched) {
      add_unknown(shared_area(box, window));
    }
  }

  void add_unknown(const Rect& region) {
    if (region.area() > 0) scene_.unknown.push_back(region);
  }

  void mirror() {
    scene_.picture = mirror_horizontally(scene_.picture);
    const auto turned = [](const Rect& box) {
      return Rect{kSceneSize - 1 - box.x - box.width, box.y, box.width, box.height};
    };
    for (SceneFace& face : scene_.faces) face = {turned(face.box), -face.angle};
    for (Rect& region : scene_.unknown) region = turned(region);
  }

  const std::vector<ScenePicture>& pictures_;
  Random& random_;
  Scene scene_;
};

std::uint8_t to_byte(double value) {
  return static_cast<std::uint8_t>(std::clamp(value + 0.5, 0.0, 255.0));
}

void vary_light(Picture& picture, Random& random) {
  const bool dark = random.chance(0.15);
  const double gain = dark ? random.uniform(0.15, 0.6) : random.uniform(0.6, 1.4);
  const double bias = dark ? 0 : random.uniform(-40, 40);
  const double pivot = dark ? 0 : 128;
  const double gamma = std::exp(random.uniform(-0.4, 0.4));
  std::array<std::array<std::uint8_t, 256>, 3> table{};
  for (auto& channel : table) {
    const double tint = random.uniform(0.88, 1.12);
    for (int i = 0; i < 256; ++i) {
      const double value = 255 * std::pow(i / 255.0, gamma);
      channel[static_cast<std::size_t>(i)] =
          to_byte(((value - pivot) * gain + pivot + bias) * tint);
    }
  }
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = table[i % 3][picture.pixels[i]];
  }
}

void lose_colour(Picture& picture) {
  const Picture grey = to_grey(picture);
  for (std::size_t i = 0; i < picture.pixels.size(); ++i) {
    picture.pixels[i] = grey.pixels[i / 3];
  }
}

void add_noise(Picture& picture, Random& random) {
  const int reach = 2 + random.below(14);
  for (std::uint8_t& value : picture.pixels) {
    const auto bits = static_cast<int>(random.next() >> 48);
    // The sum of two even ones: nearer the middle more often.
    const int noise = (bits & 255) * reach / 255 + (bits >> 8) * reach / 255 - reach;
    value = static_cast<std::uint8_t>(std::clamp(value + noise, 0, 255));
  }
}

void vary(Picture& picture, Random& random) {
  if (random.chance(0.15)) lose_colour(picture);
  if (random.chance(0.85)) vary_light(picture, random);
  if (random.chance(0.2)) picture = gaussian_blur(picture, random.uniform(0.4, 1.8));
  if (random.chance(0.12)) {
    const int small = static_cast<int>(kSceneSize * random.uniform(0.4, 0.9));
    picture = resize(resize(picture, small, small), kSceneSize, kSceneSize);
  }
  if (random.chance(0.2)) add_noise(picture, random);
  if (random.chance(0.25)) picture = as_jpeg(picture, 15 + random.below(70));
}

}  // namespace

ScenePictures read_scene_pictures(const TrainingSet& set,
                                  const std::vector<TrainingExample>& examples, int longest,
                                  const std::string& stage, JobContext& job) {
  const auto images = by_image(examples);
  const Keypoints mean = mean_shape_of(set);
  ScenePictures result;
  const auto total = static_cast<std::int64_t>(images.size());
  std::int64_t done = 0;
  job.begin_stage(stage, total);
  for (const auto& [path, faces] : images) {
    job.progress(done++, total);
    try {
      const Picture whole = load_picture(path);
      ScenePicture item;
      item.picture = thumbnail(whole, longest);
      const double scale = static_cast<double>(item.picture.width) / whole.width;
      // (p + 0.5) scale - 0.5: pixel centres are integers.
      const Similarity small_from_whole{scale, 0, (scale - 1) / 2, (scale - 1) / 2};
      for (const TrainingExample* face : faces) {
        item.faces.push_back(transformed(small_from_whole, face->points));
        item.angles.push_back(turned_by(mean, item.faces.back()));
      }
      result.pictures.push_back(std::move(item));
    } catch (const Error& error) {
      result.skipped.push_back(path.string() + ": " + error.message());
    }
  }
  job.finish_stage();
  return result;
}

Scene compose_scene(const std::vector<ScenePicture>& pictures, Random& random) {
  Scene scene = Composer(pictures, random).compose();
  vary(scene.picture, random);
  return scene;
}

}  // namespace facepoint::nn
