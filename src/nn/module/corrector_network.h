// The network that places a face's points anew where a person has set some of them: a heatmap
// network (nn/module/network.h) that beside the crop is shown, as maps, where points were set and
// where the others are expected since (as interactive segmentation is shown clicks: Sofiiuk et al.
// 2021, "Reviving Iterative Training with Mask Guidance for Interactive Segmentation"). LibTorch;
// one thread at a time.
#pragma once

#include <torch/torch.h>

#include "nn/module/layers.h"
#include "nn/module/network.h"

namespace facepoint::nn {

// What is known beside the picture, in unit coordinates of the crop.
struct CorrectionHints {
  torch::Tensor set;       // n x points x 2; read only where set
  torch::Tensor is_set;    // n x points, 1 or 0
  torch::Tensor expected;  // n x points x 2; of set points where they were set
  torch::Tensor left;      // n x points: CorrectionModel::deviation_left
};

class CorrectorNetImpl : public torch::nn::Module {
 public:
  CorrectorNetImpl(int points, int width);

  // `pixels`: n x 3 x 128 x 128 as pixels_tensor() gives them. Points, maps and log errors (in
  // longer sides of the face's box); set points are found like all others.
  NetworkOutput forward(const torch::Tensor& pixels, const CorrectionHints& hints);
  // Mean over the points of `weights` (n x points) above 0; `sides`: n, longer side of the face's
  // box in unit coordinates. Points further off than a person lets pass count more.
  static torch::Tensor loss(const NetworkOutput& output, const torch::Tensor& wanted,
                            const torch::Tensor& weights, const torch::Tensor& sides);
  // Takes over what the layers of a heatmap network know; hints say nothing at first.
  void start_from(const Network& network);

 private:
  ConvNorm at64_;
  Block down32_, down16_, more16_, down8_, more8_;
  ConvNorm side16_;
  Block up16_;
  ConvNorm side32_;
  Block up32_;
  torch::nn::Conv2d maps_;
  torch::nn::Linear error_;
  torch::nn::Conv2d hint_features_;  // maps of set and of expected points -> channels at 32 x 32
  torch::nn::Conv2d hint_maps_;      // the same -> the points' own maps
  torch::Tensor spread_gain_;
  // How much is made of where points are expected, and how much more once what is set tells of
  // them.
  torch::Tensor trust_;
  torch::Tensor trust_told_;
};
TORCH_MODULE(CorrectorNet);

}  // namespace facepoint::nn
