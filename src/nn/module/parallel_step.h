// One training step's gradients, a part of the batch on each processor: two halves in two threads
// of one core each are nearly twice as fast as one whole in two threads. LibTorch; the trainer's
// thread.
#pragma once

#include <torch/torch.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

namespace facepoint::nn {

class ParallelStep {
 public:
  using Module = std::shared_ptr<torch::nn::Module>;
  // Mean loss of examples `first` to `last` - 1 by the worker's module.
  using Loss =
      std::function<torch::Tensor(std::size_t worker, std::int64_t first, std::int64_t last)>;

  // One of an architecture for each worker. The first is the one that is trained, the others share
  // its weights from now on; statistics of batch norm are those of the first's part.
  explicit ParallelStep(std::vector<Module> modules);

  // Sets the gradients of the trained module's parameters to those of the mean loss; that loss.
  double gradients(std::int64_t examples, const Loss& loss);

 private:
  struct Part;
  Part part_of(std::size_t worker, std::int64_t examples, std::int64_t parts,
               const Loss& loss) const;

  std::vector<Module> modules_;
};

// `make()` for each worker but the first, which is `network`.
template <class Net, class Make>
std::vector<std::shared_ptr<Net>> with_copies(std::shared_ptr<Net> network, int workers,
                                              const Make& make) {
  std::vector<std::shared_ptr<Net>> all{std::move(network)};
  while (static_cast<int>(all.size()) < workers) all.push_back(make());
  return all;
}

// Rows from `first` on of values that hold rows of the shape's further dimensions.
template <class Value>
torch::Tensor rows(const std::vector<Value>& values, std::int64_t first,
                   std::vector<std::int64_t> shape, torch::ScalarType type) {
  std::int64_t row = 1;
  for (std::size_t i = 1; i < shape.size(); ++i) row *= shape[i];
  auto* start = const_cast<Value*>(values.data()) + first * row;
  return torch::from_blob(start, std::move(shape), type);
}

}  // namespace facepoint::nn
