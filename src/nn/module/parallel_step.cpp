#include "nn/module/parallel_step.h"

#include <algorithm>
#include <future>

#include "nn/module/layers.h"
#include "nn/module/threads.h"

namespace facepoint::nn {
namespace {

using torch::Tensor;

struct Part {
  double loss = 0;
  std::vector<Tensor> gradients;  // as parameters(); undefined where the loss doesn't depend on one
};

template <class Value>
Tensor rows(const std::vector<Value>& values, std::int64_t first, std::vector<std::int64_t> shape,
            torch::ScalarType type) {
  std::int64_t row = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) row *= shape[i];
  auto* start = const_cast<Value*>(values.data()) + first * row;
  return torch::from_blob(start, std::move(shape), type);
}

// Of crops `first` to `last`, weighted by their share of the batch.
Part part_of(Network& network, const Batch& batch, std::int64_t first, std::int64_t last) {
  limit_threads(1);
  const NetworkSpec& spec = network.spec();
  const std::int64_t n = last - first;
  LossTarget target;
  target.points = rows(batch.points, first, {n, spec.points, 2}, torch::kFloat32);
  target.weights = rows(batch.weights, first, {n, spec.points}, torch::kFloat32);
  target.frames = rows(batch.frames, first, {n, 2}, torch::kFloat32);
  target.sources = rows(batch.sources, first, {n}, torch::kInt64);
  target.mirrored = rows(batch.mirrored, first, {n}, torch::kFloat32);
  target.faces = rows(batch.faces, first, {n}, torch::kFloat32);
  const std::int64_t size = spec.input_size();
  const std::int64_t channels = spec.grey() ? 1 : 3;
  const auto type = spec.arch == "naimish" ? torch::kFloat32 : fast_type();
  const Tensor pixels = pixels_tensor(batch.pixels.data() + first * size * size * channels, n, size,
                                      size, channels, type);
  const double share = static_cast<double>(n) / static_cast<double>(batch.size);
  const Tensor loss = network.loss(network.forward(pixels), target) * share;
  Part part;
  part.gradients = torch::autograd::grad({loss}, network.parameters(), {}, false, false, true);
  part.loss = loss.item<double>();
  return part;
}

}  // namespace

ParallelStep::ParallelStep(std::shared_ptr<Network> network, int workers) {
  copies_.push_back(std::move(network));
  for (int i = 1; i < workers; ++i) {
    copies_.push_back(make_network(copies_.front()->spec()));
    const std::vector<Tensor> shared = copies_.front()->parameters();
    std::vector<Tensor> own = copies_.back()->parameters();
    for (std::size_t p = 0; p < own.size(); ++p) own[p].set_data(shared[p].detach());
    copies_.back()->train();
  }
}

double ParallelStep::gradients(const Batch& batch) {
  const auto parts = std::min<std::int64_t>(static_cast<std::int64_t>(copies_.size()), batch.size);
  const auto compute = [&](std::int64_t i) {
    return part_of(*copies_[static_cast<std::size_t>(i)], batch, batch.size * i / parts,
                   batch.size * (i + 1) / parts);
  };
  std::vector<std::future<Part>> others;
  for (std::int64_t i = 1; i < parts; ++i) {
    others.push_back(std::async(std::launch::async, compute, i));
  }
  Part sum = compute(0);
  for (auto& other : others) {
    const Part part = other.get();
    sum.loss += part.loss;
    for (std::size_t p = 0; p < sum.gradients.size(); ++p) {
      if (!part.gradients[p].defined()) continue;
      sum.gradients[p] =
          sum.gradients[p].defined() ? sum.gradients[p] + part.gradients[p] : part.gradients[p];
    }
  }
  std::vector<Tensor> parameters = copies_.front()->parameters();
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    parameters[p].mutable_grad() = sum.gradients[p];
  }
  return sum.loss;
}

}  // namespace facepoint::nn
