// Training batches, prepared by one background thread while the network works on the one before.
// What a batch holds depends on (seed, epoch, number) alone.
#pragma once

#include <cstdint>
#include <future>
#include <vector>

#include "nn/module/face_store.h"

namespace facepoint::nn {

// `n` crops; pixels n x size x size x channels bytes.
struct Batch {
  std::vector<std::uint8_t> pixels;
  std::vector<float> points;   // n x points x 2, unit coordinates
  std::vector<float> weights;  // n x points; 0: no loss (absent, outside the crop, no face)
  std::vector<float> frames;   // n x 2: x axis of the face's frame, length box side; see Crop
  std::vector<std::int64_t> sources;  // n
  std::vector<float> mirrored;        // n; 1: a mirror image
  std::vector<float> faces;           // n; 1 face, 0 none
  std::int64_t size = 0;
};

struct BatchPlan {
  int batch_size = 32;
  int crop_size = 128;
  bool grey = false;
  bool no_face = true;  // one crop in nine without a face
  std::uint64_t seed = 1;
};

class EpochBatches {
 public:
  EpochBatches(const FaceStore& store, const Scheme& scheme, const BatchPlan& plan, int epoch);
  EpochBatches(const EpochBatches&) = delete;
  EpochBatches& operator=(const EpochBatches&) = delete;
  ~EpochBatches() = default;  // waits for the batch in work

  std::int64_t count() const;     // batches of an epoch
  std::int64_t examples() const;  // crops of an epoch
  Batch next();                   // `count()` times
  double seconds_waited() const { return waited_; }

 private:
  Batch make(std::int64_t number) const;
  void add_crop(Batch& batch, std::int64_t slot, std::size_t index) const;
  void prepare();

  const FaceStore& store_;
  const Scheme& scheme_;
  BatchPlan plan_;
  int epoch_;
  std::vector<std::size_t> order_;  // faces first, then no-face crops, shuffled
  std::int64_t prepared_ = 0;
  double waited_ = 0;
  std::future<Batch> ahead_;
};

std::int64_t batches_of_epoch(const FaceStore& store, const BatchPlan& plan);

}  // namespace facepoint::nn
