#include "nn/module/detector_network.h"

#include <algorithm>

#include "nn/module/detector_cells.h"

namespace facepoint::nn {
namespace {

using torch::Tensor;
using torch::indexing::Ellipsis;
using torch::indexing::Slice;

constexpr int kWidth = 48;  // of the levels' common form

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
  torch::nn::Conv2d out(torch::nn::Conv2dOptions(kWidth, kCellValues, 1));
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

template <class Runner>
std::array<typename Runner::Value, 3> DetectorNet::features(Runner& run,
                                                            const typename Runner::Value& pixels) {
  const auto at4 = run.conv(*down4_, run.conv(*stem_, pixels));
  const auto at8 = more8_->run(run, down8_->run(run, at4));
  const auto at16 = down16_->run(run, at8);
  const auto at32 = run.conv(*side32_, more32_->run(run, down32_->run(run, at16)));
  const auto of16 = run.conv(*mix16_, run.add_twice(at32, run.conv(*side16_, at16)));
  const auto of8 = run.conv(*mix8_, run.add_twice(of16, run.conv(*side8_, at8)));
  return {run.conv(*head8_, of8), run.conv(*head16_, of16), run.conv(*head32_, at32)};
}

DetectorOutput DetectorNet::forward(const Tensor& pixels) {
  FloatRunner runner;
  const std::array<Tensor, 3> seen = features(runner, pixels);
  const auto read = [](torch::nn::Conv2d& out, const Tensor& level) {
    const Tensor y = out->forward(level.to(torch::kFloat32));
    return y.permute({0, 2, 3, 1}).flatten(1, 2);  // n x cells x values
  };
  const Tensor all =
      torch::cat({read(out8_, seen[0]), read(out16_, seen[1]), read(out32_, seen[2])}, 1);
  const Tensor cells = cell_tensor(pixels.size(3), pixels.size(2));
  const Tensor stride = columns(cells, 2, 3);
  const Tensor raw = columns(all, 1, 1 + kBoxValues);
  const Tensor centre = columns(cells, 0, 2) + columns(raw, 0, 2) * stride;
  const Tensor half = columns(raw, 2, 4).clamp_max(kLargestLogSide).exp() * stride * 0.5;
  return {all.select(2, 0), torch::cat({centre - half, centre + half}, 2),
          columns(all, 1 + kBoxValues, kCellValues)};
}

void DetectorNet::measure(const Tensor& pixels, RangeRunner& runner) {
  const torch::NoGradGuard no_gradient;
  runner.rewind();
  features(runner, pixels);
}

Int8Detector DetectorNet::int8(int height, int width, const std::vector<float>& ranges) {
  Int8Detector detector{Int8Graph(height, width, ranges), {}};
  Int8Runner runner(detector.graph);
  const auto seen = features(runner, detector.graph.pixels());
  if (int8_outs_.empty()) {
    for (const auto* out : {&out8_, &out16_, &out32_}) int8_outs_.push_back(int8_layer(*out));
  }
  for (std::size_t i = 0; i < seen.size(); ++i) {
    detector.levels[i] = runner.out(int8_outs_[i], seen[i]);
  }
  return detector;
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
