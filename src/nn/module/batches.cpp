#include "nn/module/batches.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstring>
#include <numeric>

#include "landmark/metrics.h"

namespace facepoint::nn {
namespace {

std::size_t crops_of_epoch(const FaceStore& store, const BatchPlan& plan) {
  return store.faces.size() + (plan.no_face ? store.faces.size() / 8 : 0);
}

// Errors are judged by the inter-ocular distance, which is small where a face is turned: what is
// lost there counts more.
double weight_of(const Scheme& scheme, const StoredFace& face) {
  constexpr double kFrontal = 0.62;  // inter-ocular distance of a frontal face of side 1
  const auto distance = inter_ocular_distance(scheme, face.points);
  return distance ? std::clamp(kFrontal * face.frame.side / *distance, 0.7, 2.5) : 1;
}

}  // namespace

std::int64_t batches_of_epoch(const FaceStore& store, const BatchPlan& plan) {
  const auto crops = static_cast<std::int64_t>(crops_of_epoch(store, plan));
  return (crops + plan.batch_size - 1) / plan.batch_size;
}

EpochBatches::EpochBatches(const FaceStore& store, const Scheme& scheme, const BatchPlan& plan,
                           int epoch)
    : store_(store), scheme_(scheme), plan_(plan), epoch_(epoch) {
  order_.resize(crops_of_epoch(store, plan));
  std::iota(order_.begin(), order_.end(), std::size_t{0});
  Random random(plan.seed, static_cast<std::uint64_t>(epoch), ~0ULL);
  for (std::size_t i = order_.size(); i > 1; --i) {
    std::swap(order_[i - 1], order_[static_cast<std::size_t>(random.below(static_cast<int>(i)))]);
  }
  prepare();
}

std::int64_t EpochBatches::count() const { return batches_of_epoch(store_, plan_); }
std::int64_t EpochBatches::examples() const { return static_cast<std::int64_t>(order_.size()); }

Batch EpochBatches::next() {
  const auto began = std::chrono::steady_clock::now();
  Batch batch = ahead_.get();
  waited_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  prepare();
  return batch;
}

void EpochBatches::prepare() {
  if (prepared_ == count()) return;
  const std::int64_t number = prepared_++;
  ahead_ = std::async(std::launch::async, [this, number] { return make(number); });
}

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
    add_crop(batch, slot, order_[static_cast<std::size_t>(first + slot)]);
  }
  return batch;
}

void EpochBatches::add_crop(Batch& batch, std::int64_t slot, std::size_t index) const {
  Random random(plan_.seed, static_cast<std::uint64_t>(epoch_), index);
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
