// The two architectures behind one type, and their loss. LibTorch; one thread at a time.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <string>
#include <vector>

#include "nn/training.h"
#include "nn/weights_file.h"

namespace facepoint::nn {

// Everything needed to build a network; kept in the weights file's header.
struct NetworkSpec {
  std::string arch;  // "heatmap", "naimish"
  int points = 68;
  int width = kDefaultWidth;         // heatmap: channels of its finest level
  std::vector<std::string> sources;  // datasets, each with a labelling convention of its own
  std::vector<int> mirror;           // Scheme::mirror

  int input_size() const { return arch == "naimish" ? 224 : 128; }
  bool grey() const { return arch == "naimish"; }
  int channels() const { return grey() ? 1 : 3; }
};

// Undefined where an architecture has none.
struct NetworkOutput {
  torch::Tensor points;         // n x points x 2, unit coordinates of the crop (nn/module/crop.h)
  torch::Tensor heatmaps;       // n x points x h x w, each sums to 1
  torch::Tensor log_heatmaps;   // their logarithm
  torch::Tensor log_errors;     // n x points: logarithm of the expected distance, in box sides
  torch::Tensor face_logits;    // n
  torch::Tensor source_logits;  // n x sources: whose labelling convention this looks like
};

struct LossTarget {
  torch::Tensor points;    // n x points x 2, unit coordinates
  torch::Tensor weights;   // n x points
  torch::Tensor frames;    // n x 2, see Batch
  torch::Tensor sources;   // n, int64
  torch::Tensor mirrored;  // n, 1 or 0
  torch::Tensor faces;     // n, 1 or 0
};

class Network : public torch::nn::Module {
 public:
  explicit Network(const NetworkSpec& spec);
  // `n` crops of spec().input_size() a side, a byte a channel, as forward() takes them. The pixels
  // are copied.
  torch::Tensor crops(const std::uint8_t* pixels, std::int64_t n) const;
  // `pixels`: n x channels x size x size as crops() gives them.
  virtual NetworkOutput forward(const torch::Tensor& pixels) = 0;
  // Of `n` crops as crops() takes them, once prepared; without heatmaps.
  virtual NetworkOutput predict(const std::uint8_t* pixels, std::int64_t n);
  virtual torch::Tensor loss(const NetworkOutput& output, const LossTarget& target) const = 0;
  // The largest magnitudes that these crops give the values inside; empty where the architecture is
  // not computed in 8 bits. The network must be in eval mode.
  virtual std::vector<float> activation_ranges(const std::uint8_t* pixels, std::int64_t n);
  // For good: makes predict() faster and training impossible. With `ranges` (see above) it computes
  // in 8 bits where the processor can.
  virtual void prepare_for_prediction(const std::vector<float>& ranges);
  // What separates a source's labels from the reference: where source 0 would put them if it
  // treated both sides of a face alike (labels made by machine may all lie a pixel to one side,
  // which a network trained with mirror images can't learn otherwise). `sources` (n x sources, sums
  // to 1) mixes the sources' learned offsets; the face's frame (n x 2, see Batch) turns and scales
  // them; `mirrored` (n, 1 or 0) says which crops are mirror images. n x points x 2, unit
  // coordinates.
  torch::Tensor source_offset(const torch::Tensor& sources, const torch::Tensor& frames,
                              const torch::Tensor& mirrored) const;
  const NetworkSpec& spec() const { return spec_; }
  // fast_type() of nn/module/layers.h unless told otherwise.
  void compute_in(torch::ScalarType type) { type_ = type; }

 protected:
  torch::ScalarType type() const { return type_; }
  torch::Tensor wanted_points(const LossTarget& target) const;

 private:
  NetworkSpec spec_;
  torch::ScalarType type_;
  torch::Tensor mirror_;          // int64
  torch::Tensor source_offsets_;  // sources x points x 2, in box sides
};

// Throws Error(kUnsupported) for an unknown architecture, naming the known ones. Weights are drawn
// from torch's generator.
std::shared_ptr<Network> make_network(const NetworkSpec& spec);

// Expectation of the position under each map: n x points x h x w -> n x points x 2, unit
// coordinates (Nibali et al. 2018, DSNT).
torch::Tensor expected_position(const torch::Tensor& heatmaps);
// Gaussians of one cell's deviation around `points`, normalised over the map.
torch::Tensor gaussian_maps(const torch::Tensor& points, std::int64_t size);
// Standard deviation of the position under each map, in cells: n x points.
torch::Tensor spread(const torch::Tensor& heatmaps);

// Parameters and buffers by name. `half`: tensors of two and more dimensions as f16, which halves
// the file and costs far less than labels are exact.
std::vector<StoredTensor> stored_state(const torch::nn::Module& module, bool half);
// Throws Error(kDamaged) when names or shapes differ.
void restore_state(torch::nn::Module& module, const std::vector<StoredTensor>& tensors,
                   const std::string& context);

}  // namespace facepoint::nn
