// The detector's network and its loss: a small residual network read at three resolutions, each
// helped by the coarser one (Lin et al. 2017), every cell saying whether a face's middle is there,
// its box and its turn (after Tian et al. 2019, FCOS). LibTorch; one thread at a time.
#pragma once

#include <torch/torch.h>

#include <array>
#include <vector>

#include "nn/module/detector_cells.h"
#include "nn/module/layers.h"

namespace facepoint::nn {

struct DetectorOutput {
  torch::Tensor logits;  // n x cells, in the order of cells_of
  torch::Tensor boxes;   // n x cells x 4: left, top, right, bottom in pixels
  torch::Tensor turns;   // n x cells x 2: cosine and sine, not normed
};

struct DetectorTarget {
  torch::Tensor kind;   // n x cells, see CellTargets
  torch::Tensor boxes;  // n x cells x 4
  torch::Tensor turns;  // n x cells x 2
};

// The network in 8 bits, for pictures of one size.
struct Int8Detector {
  Int8Graph graph;
  std::array<Int8Graph::Value, kCellLevels.size()> levels;  // kCellValues a cell
};

class DetectorNet : public torch::nn::Module {
 public:
  DetectorNet();
  // `pixels` as pixels_tensor (nn/module/layers.h) makes them, sides multiples of kCellMultiple.
  DetectorOutput forward(const torch::Tensor& pixels);
  // Adds the magnitudes that these pixels give the values inside; in eval mode.
  void measure(const torch::Tensor& pixels, RangeRunner& runner);
  // Sides are multiples of kCellMultiple; `ranges` as measured. Weights must not change any more.
  Int8Detector int8(int height, int width, const std::vector<float>& ranges);

 private:
  // What the three levels see, finest first.
  template <class Runner>
  std::array<typename Runner::Value, 3> features(Runner& run, const typename Runner::Value& pixels);

  ConvNorm stem_, down4_;
  Block down8_, more8_, down16_, down32_, more32_;
  ConvNorm side8_, side16_, side32_, mix8_, mix16_;
  // A level's own, since its features have their own statistics.
  ConvNorm head8_, head16_, head32_;
  torch::nn::Conv2d out8_{nullptr}, out16_{nullptr}, out32_{nullptr};
  std::vector<Int8Layer> int8_outs_;  // once asked for
};

// A cell's score should be the overlap of its box with the face's, zero where there is none
// (quality focal loss, Li et al. 2020); boxes by their overlap (generalised, Rezatofighi et al.
// 2019).
torch::Tensor detector_loss(const DetectorOutput& output, const DetectorTarget& target);

// Row-wise overlaps of boxes given by their sides.
torch::Tensor box_overlap(const torch::Tensor& a, const torch::Tensor& b);

}  // namespace facepoint::nn
