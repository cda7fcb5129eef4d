#include "nn/module/parallel_step.h"

#include <algorithm>
#include <future>

#include "nn/module/threads.h"

namespace facepoint::nn {

using torch::Tensor;

struct ParallelStep::Part {
  double loss = 0;
  std::vector<Tensor> gradients;  // as parameters(); undefined where the loss doesn't depend on one
};

ParallelStep::ParallelStep(std::vector<Module> modules) : modules_(std::move(modules)) {
  const std::vector<Tensor> shared = modules_.front()->parameters();
  for (std::size_t i = 1; i < modules_.size(); ++i) {
    std::vector<Tensor> own = modules_[i]->parameters();
    for (std::size_t p = 0; p < own.size(); ++p) own[p].set_data(shared[p].detach());
    modules_[i]->train();
  }
}

// Weighted by its share of the examples.
ParallelStep::Part ParallelStep::part_of(std::size_t worker, std::int64_t examples,
                                         std::int64_t parts, const Loss& loss) const {
  limit_threads(1);
  const auto number = static_cast<std::int64_t>(worker);
  const std::int64_t first = examples * number / parts;
  const std::int64_t last = examples * (number + 1) / parts;
  const double share = static_cast<double>(last - first) / static_cast<double>(examples);
  const Tensor value = loss(worker, first, last) * share;
  Part part;
  part.gradients =
      torch::autograd::grad({value}, modules_[worker]->parameters(), {}, false, false, true);
  part.loss = value.item<double>();
  return part;
}

double ParallelStep::gradients(std::int64_t examples, const Loss& loss) {
  const auto parts = std::min<std::int64_t>(static_cast<std::int64_t>(modules_.size()), examples);
  std::vector<std::future<Part>> others;
  for (std::size_t worker = 1; worker < static_cast<std::size_t>(parts); ++worker) {
    others.push_back(std::async(std::launch::async, [this, worker, examples, parts, &loss] {
      return part_of(worker, examples, parts, loss);
    }));
  }
  Part sum = part_of(0, examples, parts, loss);
  for (auto& other : others) {
    const Part part = other.get();
    sum.loss += part.loss;
    for (std::size_t p = 0; p < sum.gradients.size(); ++p) {
      if (!part.gradients[p].defined()) continue;
      sum.gradients[p] =
          sum.gradients[p].defined() ? sum.gradients[p] + part.gradients[p] : part.gradients[p];
    }
  }
  std::vector<Tensor> parameters = modules_.front()->parameters();
  for (std::size_t p = 0; p < parameters.size(); ++p) {
    parameters[p].mutable_grad() = sum.gradients[p];
  }
  return sum.loss;
}

}  // namespace facepoint::nn
