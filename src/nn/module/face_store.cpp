#include "nn/module/face_store.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "base/error.h"
#include "image/codec.h"
#include "image/process.h"
#include "landmark/mean_shape.h"
#include "nn/module/examples.h"

namespace facepoint::nn {
namespace {

// Side of what is kept around a face, in longer sides of its box: room for jitter and rotation.
constexpr double kKept = 2.3;
// Shrunk so that a plain crop is this many times the network's size.
constexpr double kDetail = 1.15;

struct Part {
  Picture picture;
  Similarity part_from_image;
};

// `region` clipped to the picture, shrunk by `scale` (never enlarged).
Part take(const Picture& picture, const Rect& region, double scale) {
  const int left = std::clamp(static_cast<int>(std::floor(region.x)), 0, picture.width - 1);
  const int top = std::clamp(static_cast<int>(std::floor(region.y)), 0, picture.height - 1);
  const int right =
      std::clamp(static_cast<int>(std::ceil(region.x + region.width)), left + 1, picture.width);
  const int bottom =
      std::clamp(static_cast<int>(std::ceil(region.y + region.height)), top + 1, picture.height);
  Part part;
  Picture& cut_out = part.picture;
  cut_out.width = right - left;
  cut_out.height = bottom - top;
  cut_out.channels = picture.channels;
  cut_out.pixels.resize(cut_out.row_bytes() * static_cast<std::size_t>(cut_out.height));
  for (int y = 0; y < cut_out.height; ++y) {
    std::memcpy(cut_out.row(y),
                picture.row(y + top) + static_cast<std::size_t>(left) * picture.channels,
                cut_out.row_bytes());
  }
  part.part_from_image = {1, 0, static_cast<double>(-left), static_cast<double>(-top)};
  if (scale < 1) {
    // (p + 0.5) scale - 0.5: pixel centres are integers.
    const Similarity shrink{scale, 0, (scale - 1) / 2, (scale - 1) / 2};
    cut_out =
        warp(cut_out, shrink, std::max(1, static_cast<int>(std::lround(cut_out.width * scale))),
             std::max(1, static_cast<int>(std::lround(cut_out.height * scale))));
    part.part_from_image = compose(shrink, part.part_from_image);
  }
  return part;
}

Rect square_around(Point center, double side) {
  return {center.x - side / 2, center.y - side / 2, side, side};
}

StoredFace store_face(const Picture& picture, const TrainingExample& example,
                      const FaceReading& reading) {
  const Rect box = bounding_box(example.points);
  const double side = std::max({box.width, box.height, 1.0});
  const double scale = reading.crop_size * kDetail / (side * kCropMargin);
  Part part = take(picture, square_around(box.center(), side * kKept), scale);
  Keypoints points = transformed(part.part_from_image, example.points);
  const FaceFrame frame = frame_of(points, turned_by(reading.mean_shape, points));
  return {
      std::move(part.picture),       std::move(points), frame, example.source, example.weight, 0,
      part.part_from_image.inverse()};
}

// Tries a few places; a picture filled by its face has none.
void collect_background(const Picture& picture, const std::vector<Rect>& faces, int crop_size,
                        Random& random, std::vector<Picture>& out) {
  const int longest = std::min(picture.width, picture.height);
  for (int attempt = 0; attempt < 8; ++attempt) {
    const double side = longest * random.uniform(0.2, 0.7);
    const Rect region{random.uniform(0, picture.width - side),
                      random.uniform(0, picture.height - side), side, side};
    const bool free = std::all_of(faces.begin(), faces.end(), [&](const Rect& face) {
      return intersection_over_union(region, face) < 0.1 && !face.contains(region.center());
    });
    if (!free) continue;
    out.push_back(take(picture, region, crop_size / side).picture);
    return;
  }
}

}  // namespace

FaceStore read_faces(const std::vector<TrainingExample>& examples, const FaceReading& reading,
                     const std::string& stage, JobContext& job) {
  const auto images = by_image(examples);
  FaceStore store;
  const auto total = static_cast<std::int64_t>(images.size());
  std::int64_t done = 0;
  job.begin_stage(stage, total);
  for (const auto& [path, faces] : images) {
    job.progress(done++, total);
    try {
      const Picture picture = load_picture(path);
      std::vector<Rect> boxes;
      for (const TrainingExample* example : faces) {
        store.faces.push_back(store_face(picture, *example, reading));
        store.faces.back().example = static_cast<std::size_t>(example - examples.data());
        boxes.push_back(bounding_box(example->points));
      }
      Random random(0, 0, static_cast<std::uint64_t>(done));
      if (reading.backgrounds) {
        collect_background(picture, boxes, reading.crop_size, random, store.backgrounds);
      }
    } catch (const Error& error) {
      store.skipped.push_back(path.string() + ": " + error.message());
    }
  }
  job.finish_stage();
  return store;
}

FaceFrame frame_as_detected(const FaceStore& store, std::size_t index) {
  Random random(0, 0, index);
  constexpr double kShift = 0.05;  // of the side
  constexpr double kZoom = 0.08;
  constexpr double kTurn = 0.1;  // radians
  const FaceFrame& frame = store.faces[index].frame;
  const Point shift{random.uniform(-kShift, kShift), random.uniform(-kShift, kShift)};
  return {frame.center + shift * frame.side, frame.side * std::exp(random.uniform(-kZoom, kZoom)),
          frame.angle + random.uniform(-kTurn, kTurn)};
}

std::vector<FaceInput> inputs_as_detected(const FaceStore& store) {
  std::vector<FaceInput> inputs;
  inputs.reserve(store.faces.size());
  for (std::size_t i = 0; i < store.faces.size(); ++i) {
    const FaceFrame seen = frame_as_detected(store, i);
    const Rect box = square_around(seen.center, seen.side);
    inputs.push_back({&store.faces[i].picture, box, seen.angle});
  }
  return inputs;
}

Picture no_face_crop(const FaceStore& store, int size, bool grey, Random& random) {
  const bool part = store.backgrounds.empty() || random.chance(0.35);
  const Picture* picture = nullptr;
  Rect box;
  if (part) {
    const auto index = static_cast<std::size_t>(random.below(static_cast<int>(store.faces.size())));
    const StoredFace& face = store.faces[index];
    const Rect whole = bounding_box(face.points);
    const double side = std::max(whole.width, whole.height) * random.uniform(0.2, 0.38);
    picture = &face.picture;
    box = square_around(
        {whole.x + random.uniform(0, whole.width), whole.y + random.uniform(0, whole.height)},
        side);
  } else {
    const auto index =
        static_cast<std::size_t>(random.below(static_cast<int>(store.backgrounds.size())));
    picture = &store.backgrounds[index];
    box = square_around({picture->width / 2.0, picture->height / 2.0},
                        picture->width / kCropMargin * random.uniform(0.6, 1.1));
  }
  Picture crop =
      cut(*picture, crop_from_frame(frame_of(box, random.uniform(-0.5, 0.5)), size), size, grey);
  if (random.chance(0.5)) crop = mirror_horizontally(crop);
  vary_look(crop, random);
  return crop;
}

}  // namespace facepoint::nn
