#include "nn/module/batch_loss.h"

#include "nn/module/parallel_step.h"

namespace facepoint::nn {

torch::Tensor batch_loss(Network& network, const Batch& batch, std::int64_t first,
                         std::int64_t last) {
  const NetworkSpec& spec = network.spec();
  const std::int64_t n = last - first;
  LossTarget target;
  target.points = rows(batch.points, first, {n, spec.points, 2}, torch::kFloat32);
  target.weights = rows(batch.weights, first, {n, spec.points}, torch::kFloat32);
  target.frames = rows(batch.frames, first, {n, 2}, torch::kFloat32);
  target.sources = rows(batch.sources, first, {n}, torch::kInt64);
  target.mirrored = rows(batch.mirrored, first, {n}, torch::kFloat32);
  target.faces = rows(batch.faces, first, {n}, torch::kFloat32);
  const std::int64_t bytes = std::int64_t{spec.input_size()} * spec.input_size() * spec.channels();
  const torch::Tensor pixels = network.crops(batch.pixels.data() + first * bytes, n);
  return network.loss(network.forward(pixels), target);
}

}  // namespace facepoint::nn
