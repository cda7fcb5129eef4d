#include "nn/module/detector_network.h"

#include <algorithm>

#include "nn/module/detector_cells.h"

namespace facepoint::nn {
namespace {

using torch::Tensor;
using torch::indexing::Ellipsis;
using torch::indexing::Slice;

constexpr int kWidth = 48;  // of the levels' common form
constexpr int kOutputs = 1 + kBoxValues + kTurnValues;

Tensor columns(const Tensor& values, std::int64_t first, std::int64_t last) {
  return values.index({Ellipsis, Slice(first, last)});
}

// Area that two boxes share, their union, and the area of the smallest box around both.
struct Areas {
  Tensor shared, together, around;
};

Areas areas_of(const Tensor& a, const Tensor& b) {
  const auto area = [](const Tensor& low, const Tensor& high) {
    return (high - low).clamp_min(0).prod(-1);
  };
  const Tensor a_low = columns(a, 0, 2);
  const Tensor a_high = columns(a, 2, 4);
  const Tensor b_low = columns(b, 0, 2);
  const Tensor b_high = columns(b, 2, 4);
  Areas areas;
  areas.shared = area(torch::maximum(a_low, b_low), torch::minimum(a_high, b_high));
  areas.together = area(a_low, a_high) + area(b_low, b_high) - areas.shared;
  areas.around = area(torch::minimum(a_low, b_low), torch::maximum(a_high, b_high));
  return areas;
}

// Cell middles and strides as a tensor: cells x 3.
Tensor cell_tensor(std::int64_t width, std::int64_t height) {
  const std::vector<Cell> cells = cells_of(static_cast<int>(width), static_cast<int>(height));
  std::vector<float> values;
  values.reserve(cells.size() * 3);
  for (const Cell& cell : cells) {
    values.push_back(static_cast<float>(cell.x));
    values.push_back(static_cast<float>(cell.y));
    values.push_back(static_cast<float>(cell.stride));
  }
  return torch::tensor(values).view({-1, 3});
}

torch::nn::Conv2d output_layer() {
  const torch::NoGradGuard no_gradient;
  torch::nn::Conv2d out(torch::nn::Conv2dOptions(kWidth, kOutputs, 1));
  out->weight.normal_(0, 0.01);
  out->bias.zero_();
  out->bias[0] = -4.6;  // one cell in a hundred is a face's: keeps the first steps quiet
  out->bias[3] = 1.3;   // faces of about four cells
  out->bias[4] = 1.3;
  out->bias[5] = 1;  // upright
  return out;
}

}  // namespace

DetectorNet::DetectorNet()
    : stem_(register_module("stem", ConvNorm(3, 16, 3, 2))),
      down4_(register_module("down4", ConvNorm(16, 32, 3, 2))),
      down8_(register_module("down8", Block(32, 48, 2))),
      more8_(register_module("more8", Block(48, 48, 1))),
      down16_(register_module("down16", Block(48, 64, 2))),
      down32_(register_module("down32", Block(64, 64, 2))),
      more32_(register_module("more32", Block(64, 64, 1))),
      side8_(register_module("side8", ConvNorm(48, kWidth, 1, 1, false))),
      side16_(register_module("side16", ConvNorm(64, kWidth, 1, 1, false))),
      side32_(register_module("side32", ConvNorm(64, kWidth, 1))),
      mix8_(register_module("mix8", ConvNorm(kWidth, kWidth, 3))),
      mix16_(register_module("mix16", ConvNorm(kWidth, kWidth, 3))),
      head8_(register_module("head8", ConvNorm(kWidth, kWidth, 3))),
      head16_(register_module("head16", ConvNorm(kWidth, kWidth, 3))),
      head32_(register_module("head32", ConvNorm(kWidth, kWidth, 3))),
      out8_(register_module("out8", output_layer())),
      out16_(register_module("out16", output_layer())),
      out32_(register_module("out32", output_layer())) {}

DetectorOutput DetectorNet::forward(const Tensor& pixels) {
  const Tensor at8 = more8_->forward(down8_->forward(down4_->forward(stem_->forward(pixels))));
  const Tensor at16 = down16_->forward(at8);
  const Tensor at32 = side32_->forward(more32_->forward(down32_->forward(at16)));
  const Tensor of16 = mix16_->forward(side16_->forward(at16) + twice_as_large(at32));
  const Tensor of8 = mix8_->forward(side8_->forward(at8) + twice_as_large(of16));
  const auto read = [](ConvNorm& head, torch::nn::Conv2d& out, const Tensor& features) {
    const Tensor y = out->forward(head->forward(features).to(torch::kFloat32));
    return y.permute({0, 2, 3, 1}).flatten(1, 2);  // n x cells x values
  };
  const Tensor all = torch::cat(
      {read(head8_, out8_, of8), read(head16_, out16_, of16), read(head32_, out32_, at32)}, 1);
  const Tensor cells = cell_tensor(pixels.size(3), pixels.size(2));
  const Tensor stride = columns(cells, 2, 3);
  const Tensor raw = columns(all, 1, 1 + kBoxValues);
  const Tensor centre = columns(cells, 0, 2) + columns(raw, 0, 2) * stride;
  // No face is larger than e^4 cells; without a limit a stray cell overflows.
  const Tensor half = columns(raw, 2, 4).clamp_max(4).exp() * stride * 0.5;
  return {all.select(2, 0), torch::cat({centre - half, centre + half}, 2),
          columns(all, 1 + kBoxValues, kOutputs)};
}

Tensor box_overlap(const Tensor& a, const Tensor& b) {
  const Areas areas = areas_of(a, b);
  return areas.shared / areas.together.clamp_min(1e-6);
}

Tensor detector_loss(const DetectorOutput& output, const DetectorTarget& target) {
  const Tensor face = target.kind == 1;
  const Tensor wanted_boxes = target.boxes.index({face});
  const Areas areas = areas_of(output.boxes.index({face}), wanted_boxes);
  const Tensor overlap = areas.shared / areas.together.clamp_min(1e-6);
  const Tensor empty_part = (areas.around - areas.together) / areas.around.clamp_min(1e-6);
  const double faces = std::max<double>(1, static_cast<double>(overlap.size(0)));
  const Tensor box_loss = (1 - overlap + empty_part).sum() / faces;

  Tensor wanted = torch::zeros_like(output.logits);
  wanted.index_put_({face}, overlap.detach());
  const Tensor known = (target.kind >= 0).to(torch::kFloat32);
  const Tensor off = (torch::sigmoid(output.logits) - wanted).abs().square();
  const Tensor entropy =
      torch::binary_cross_entropy_with_logits(output.logits, wanted, {}, {}, at::Reduction::None);
  const Tensor score_loss = (off * entropy * known).sum() / faces;

  const Tensor turn_loss =
      (output.turns.index({face}) - target.turns.index({face})).square().sum() / faces;
  return score_loss + box_loss * 2 + turn_loss * 0.2;
}

}  // namespace facepoint::nn
