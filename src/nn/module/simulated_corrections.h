// Faces in the middle of being corrected, to train the network that corrects: a person sets some of
// the worst points while the others follow by the linear model. LibTorch; const, any thread. All
// positions in unit coordinates of the crops.
#pragma once

#include <functional>
#include <vector>

#include "landmark/correction_model.h"
#include "nn/module/batches.h"
#include "nn/module/corrector_network.h"
#include "nn/module/model_file.h"
#include "nn/module/random.h"

namespace facepoint::nn {

// What the base makes of a batch's crops.
struct CorrectionStart {
  torch::Tensor points;  // n x points x 2, as its proposals
  torch::Tensor offset;  // the part of these that is the convention of the source it takes them for
  torch::Tensor truth;   // n x points x 2
  torch::Tensor weights;                            // n x points
  torch::Tensor sides;                              // n, of the faces
  std::vector<std::vector<double>> expected_error;  // of each face's points
};
// Of crops `first` and on, `n` of them, whose pixels these are.
CorrectionStart start_of(const LoadedModel& base, const Batch& batch, const torch::Tensor& pixels,
                         std::int64_t first, std::int64_t n);

// What the network is told of these crops, and what it should answer. All is in the convention of
// the base's reference: what it takes for a source's own is subtracted.
struct CorrectionBatch {
  CorrectionHints hints;
  torch::Tensor wanted;   // n x points x 2
  torch::Tensor weights;  // n x points: 0 for set points
  torch::Tensor sides;    // n
};
// `linear`: of all faces, see CorrectionModel::of_face. `random_of`: for each crop, by its place in
// `start`.
CorrectionBatch simulated_corrections(const CorrectionStart& start, const CorrectionModel& linear,
                                      const std::function<Random(std::int64_t)>& random_of);

Keypoints keypoints_of(const torch::Tensor& units);  // points x 2, contiguous

}  // namespace facepoint::nn
