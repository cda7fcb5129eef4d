#include "nn/module/batches.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <map>

#include "landmark/metrics.h"

namespace facepoint::nn {
namespace {

// How often an epoch shows each face: twice where its dataset is less than half as large as the
// largest, so that many frames of the same people don't drown a few hundred photos.
std::vector<int> showings(const FaceStore& store) {
  std::map<int, std::size_t> counts;
  std::size_t largest = 0;
  for (const StoredFace& face : store.faces) largest = std::max(largest, ++counts[face.source]);
  std::vector<int> times;
  times.reserve(store.faces.size());
  for (const StoredFace& face : store.faces) {
    times.push_back(2 * counts[face.source] < largest ? 2 : 1);
  }
  return times;
}

// Indices of faces, and from store.faces.size() on of crops without one, shuffled.
std::vector<std::size_t> shuffled_crops(const FaceStore& store, const BatchPlan& plan, int epoch) {
  std::vector<std::size_t> order;
  const std::vector<int> times = showings(store);
  for (std::size_t face = 0; face < times.size(); ++face) {
    order.insert(order.end(), static_cast<std::size_t>(times[face]), face);
  }
  if (plan.no_face) order.insert(order.end(), order.size() / 8, store.faces.size());
  Random random(plan.seed, static_cast<std::uint64_t>(epoch), ~0ULL);
  for (std::size_t i = order.size(); i > 1; --i) {
    std::swap(order[i - 1], order[static_cast<std::size_t>(random.below(static_cast<int>(i)))]);
  }
  return order;
}

std::int64_t batches_of(std::size_t crops, int batch_size) {
  return (static_cast<std::int64_t>(crops) + batch_size - 1) / batch_size;
}

// Errors are judged by the inter-ocular distance, which is small where a face is turned: what is
// lost there counts more.
double weight_of(const Scheme& scheme, const StoredFace& face) {
  constexpr double kFrontal = 0.62;  // inter-ocular distance of a frontal face of side 1
  const auto distance = inter_ocular_distance(scheme, face.points);
  return distance ? std::clamp(kFrontal * face.frame.side / *distance, 0.7, 2.5) : 1;
}

}  // namespace

EpochBatches::EpochBatches(const FaceStore& store, const Scheme& scheme, const BatchPlan& plan,
                           int epoch)
    : store_(store),
      scheme_(scheme),
      plan_(plan),
      epoch_(epoch),
      order_(shuffled_crops(store, plan, epoch)),
      ahead_(batches_of(order_.size(), plan.batch_size),
             [this](std::int64_t number) { return make(number); }) {}

std::int64_t EpochBatches::examples() const { return static_cast<std::int64_t>(order_.size()); }

Batch EpochBatches::make(std::int64_t number) const {
  const std::int64_t first = number * plan_.batch_size;
  const std::int64_t size = std::min<std::int64_t>(plan_.batch_size, examples() - first);
  const std::int64_t points = scheme_.size();
  const std::int64_t bytes = std::int64_t{plan_.crop_size} * plan_.crop_size * (plan_.grey ? 1 : 3);
  Batch batch;
  batch.size = size;
  batch.pixels.resize(static_cast<std::size_t>(size * bytes));
  batch.points.resize(static_cast<std::size_t>(size * points * 2));
  batch.weights.resize(static_cast<std::size_t>(size * points));
  batch.frames.resize(static_cast<std::size_t>(size * 2));
  batch.sources.resize(static_cast<std::size_t>(size));
  batch.mirrored.resize(static_cast<std::size_t>(size));
  batch.faces.resize(static_cast<std::size_t>(size));
  for (std::int64_t slot = 0; slot < size; ++slot) {
    Random random(plan_.seed, static_cast<std::uint64_t>(epoch_),
                  static_cast<std::uint64_t>(first + slot));
    add_crop(batch, slot, order_[static_cast<std::size_t>(first + slot)], random);
  }
  return batch;
}

void EpochBatches::add_crop(Batch& batch, std::int64_t slot, std::size_t index,
                            Random& random) const {
  const auto at = static_cast<std::size_t>(slot);
  const auto put = [&](const Picture& picture) {
    std::memcpy(batch.pixels.data() + at * picture.pixels.size(), picture.pixels.data(),
                picture.pixels.size());
  };
  if (index >= store_.faces.size()) {
    put(no_face_crop(store_, plan_.crop_size, plan_.grey, random));
    return;
  }
  const StoredFace& face = store_.faces[index];
  const Crop crop = augmented_crop(face.picture, face.points, face.frame, scheme_, plan_.crop_size,
                                   plan_.grey, random);
  put(crop.picture);
  batch.faces[at] = 1;
  batch.sources[at] = face.source;
  batch.mirrored[at] = crop.mirrored ? 1 : 0;
  batch.frames[at * 2] = static_cast<float>(std::cos(crop.angle) * crop.box_side);
  batch.frames[at * 2 + 1] = static_cast<float>(std::sin(crop.angle) * crop.box_side);
  const auto points = static_cast<std::size_t>(scheme_.size());
  const double weight = face.weight * weight_of(scheme_, face);
  for (std::size_t p = 0; p < points; ++p) {
    const Point unit = crop.points[p];
    const bool inside = unit.x > 0 && unit.y > 0 && unit.x < 1 && unit.y < 1;
    const bool used = inside && crop.present[p];
    batch.points[(at * points + p) * 2] = used ? static_cast<float>(unit.x) : 0.5F;
    batch.points[(at * points + p) * 2 + 1] = used ? static_cast<float>(unit.y) : 0.5F;
    batch.weights[at * points + p] = used ? static_cast<float>(weight) : 0.0F;
  }
}

}  // namespace facepoint::nn
