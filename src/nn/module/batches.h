// Training batches, prepared by one background thread while the network works on the one before.
// What a batch holds depends on (seed, epoch, number) alone.
#pragma once

#include <cstdint>
#include <vector>

#include "nn/module/ahead.h"
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

  std::int64_t count() const { return ahead_.count(); }  // batches of an epoch
  std::int64_t examples() const;                         // crops of an epoch
  Batch next() { return ahead_.next(); }                 // `count()` times
  double seconds_waited() const { return ahead_.seconds_waited(); }

 private:
  Batch make(std::int64_t number) const;
  void add_crop(Batch& batch, std::int64_t slot, std::size_t index, Random& random) const;

  const FaceStore& store_;
  const Scheme& scheme_;
  BatchPlan plan_;
  int epoch_;
  std::vector<std::size_t> order_;  // of each crop's face; store_.faces.size(): without one
  Ahead<Batch> ahead_;
};

}  // namespace facepoint::nn
