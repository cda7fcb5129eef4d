#include "nn/module/network.h"

#include <cstring>
#include <unordered_map>

#include "base/error.h"

namespace facepoint::nn {
namespace {

namespace F = torch::nn::functional;
using torch::Tensor;
using torch::indexing::Slice;

torch::nn::Conv2d conv(int in, int out, int kernel, int stride = 1) {
  return torch::nn::Conv2d(
      torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(false));
}

Tensor twice_as_large(const Tensor& x) {
  return F::interpolate(
      x, F::InterpolateFuncOptions().scale_factor(std::vector<double>{2, 2}).mode(torch::kNearest));
}

// Two 3x3 convolutions with batch norm, and the input added where shapes allow. Plain ones: on a
// CPU they cost less time per accuracy than separable ones, which are bound by memory.
class BlockImpl : public torch::nn::Module {
 public:
  BlockImpl(int in, int out, int stride)
      : skip_(in == out && stride == 1),
        conv1_(register_module("conv1", conv(in, out, 3, stride))),
        norm1_(register_module("norm1", torch::nn::BatchNorm2d(out))),
        conv2_(register_module("conv2", conv(out, out, 3))),
        norm2_(register_module("norm2", torch::nn::BatchNorm2d(out))) {}

  Tensor forward(const Tensor& x) {
    Tensor y = norm1_->forward(conv1_->forward(x)).relu_();
    y = norm2_->forward(conv2_->forward(y));
    if (skip_) y = y + x;
    return y.relu_();
  }

 private:
  bool skip_;
  torch::nn::Conv2d conv1_;
  torch::nn::BatchNorm2d norm1_;
  torch::nn::Conv2d conv2_;
  torch::nn::BatchNorm2d norm2_;
};
TORCH_MODULE(Block);

// 128 -> 64 -> 32 -> 16 -> 8, and back to 32 with what each resolution knew added.
class HeatmapNet : public Network {
 public:
  explicit HeatmapNet(const NetworkSpec& spec)
      : Network(spec),
        stem_(register_module("stem", conv(3, 24, 3, 2))),
        stem_norm_(register_module("stem_norm", torch::nn::BatchNorm2d(24))),
        down32_(register_module("down32", Block(24, 48, 2))),
        down16_(register_module("down16", Block(48, 96, 2))),
        more16_(register_module("more16", Block(96, 96, 1))),
        down8_(register_module("down8", Block(96, 192, 2))),
        more8_(register_module("more8", Block(192, 192, 1))),
        side16_(register_module("side16", conv(192, 96, 1))),
        up16_(register_module("up16", Block(96, 96, 1))),
        side32_(register_module("side32", conv(96, 48, 1))),
        up32_(register_module("up32", Block(48, 48, 1))),
        head_(register_module("head",
                              torch::nn::Conv2d(torch::nn::Conv2dOptions(48, spec.points, 1)))),
        face_(register_module("face", torch::nn::Linear(192, 1))) {}

  NetworkOutput forward(const Tensor& pixels) override {
    const Tensor x = pixels.sub(0.5).mul(4);
    const Tensor at64 = stem_norm_->forward(stem_->forward(x)).relu_();
    const Tensor at32 = down32_->forward(at64);
    const Tensor at16 = more16_->forward(down16_->forward(at32));
    const Tensor at8 = more8_->forward(down8_->forward(at16));
    Tensor y = up16_->forward(twice_as_large(side16_->forward(at8)) + at16);
    y = up32_->forward(twice_as_large(side32_->forward(y)) + at32);
    const Tensor maps = head_->forward(y).contiguous();
    NetworkOutput output;
    output.heatmaps = torch::softmax(maps.flatten(2), 2).view(maps.sizes());
    output.points = expected_position(output.heatmaps);
    output.face_logits = face_->forward(at8.mean({2, 3})).squeeze(1);
    return output;
  }

  // Distance, as NME measures it, and the shape of the maps (Jensen-Shannon divergence from a
  // Gaussian; Nibali et al. 2018), both over faces; and whether it is a face, over all.
  Tensor loss(const NetworkOutput& output, const LossTarget& target) const override {
    const Tensor wanted = target.points - source_offset(target);
    const Tensor distance = (output.points - wanted).square().sum(2).add(1e-6).sqrt();
    const Tensor gaussian = gaussian_maps(wanted.detach(), output.heatmaps.size(3));
    const Tensor middle = (output.heatmaps + gaussian).mul(0.5).add(1e-12).log();
    const Tensor divergence = (output.heatmaps * (output.heatmaps.add(1e-12).log() - middle) +
                               gaussian * (gaussian.add(1e-12).log() - middle))
                                  .sum({2, 3})
                                  .mul(0.5);
    const Tensor each = distance * 10 + divergence;
    const Tensor points = (each * target.weights).sum() / target.weights.sum().clamp_min(1);
    const Tensor face = torch::binary_cross_entropy_with_logits(output.face_logits, target.faces);
    return points + face * 0.2;
  }

 private:
  torch::nn::Conv2d stem_;
  torch::nn::BatchNorm2d stem_norm_;
  Block down32_, down16_, more16_, down8_, more8_;
  torch::nn::Conv2d side16_;
  Block up16_;
  torch::nn::Conv2d side32_;
  Block up32_;
  torch::nn::Conv2d head_;
  torch::nn::Linear face_;
};

// The original project's network (after Agarwal et al. 2017, "Facial Key Points Detection using
// Deep Convolutional Neural Network - NaimishNet"), with one output a coordinate.
class NaimishNet : public Network {
 public:
  explicit NaimishNet(const NetworkSpec& spec) : Network(spec) {
    const int widths[] = {1, 32, 64, 128, 256, 512};
    const int kernels[] = {5, 3, 3, 3, 1};
    for (int i = 0; i < 5; ++i) {
      features_->push_back(torch::nn::Conv2d(widths[i], widths[i + 1], kernels[i]));
      features_->push_back(torch::nn::ReLU(torch::nn::ReLUOptions(true)));
      features_->push_back(torch::nn::MaxPool2d(2));
    }
    register_module("features", features_);
    regressor_ = torch::nn::Sequential(
        torch::nn::Linear(512 * 6 * 6, 1024), torch::nn::ReLU(torch::nn::ReLUOptions(true)),
        torch::nn::Dropout(0.25), torch::nn::Linear(1024, 512),
        torch::nn::ReLU(torch::nn::ReLUOptions(true)), torch::nn::Dropout(0.25),
        torch::nn::Linear(512, spec.points * 2));
    register_module("regressor", regressor_);
  }

  NetworkOutput forward(const Tensor& pixels) override {
    const Tensor features = features_->forward(pixels.sub(0.5).mul(2)).flatten(1);
    const Tensor out = regressor_->forward(features);
    NetworkOutput output;
    output.points = out.view({-1, spec().points, 2}).div(kSpread).add(0.5);
    return output;
  }

  Tensor loss(const NetworkOutput& output, const LossTarget& target) const override {
    const Tensor wanted = target.points - source_offset(target);
    const Tensor each =
        torch::smooth_l1_loss(output.points * kSpread, wanted * kSpread, at::Reduction::None)
            .mean(2);
    return (each * target.weights).sum() / target.weights.sum().clamp_min(1);
  }

 private:
  static constexpr double kSpread = 4;  // unit coordinates to outputs of about -2 to 2
  torch::nn::Sequential features_, regressor_{nullptr};
};

torch::ScalarType scalar_type(const std::string& type) {
  if (type == "f16") return torch::kFloat16;
  if (type == "i64") return torch::kInt64;
  if (type == "u8") return torch::kUInt8;
  return torch::kFloat32;
}

StoredTensor stored(const std::string& name, const Tensor& value, bool half) {
  StoredTensor out{name, "f32", value.sizes().vec(), {}};
  Tensor plain = value.detach();
  if (plain.scalar_type() == torch::kInt64) {
    out.type = "i64";
  } else if (half && plain.dim() > 1) {
    out.type = "f16";
    plain = plain.to(torch::kFloat16);
  }
  plain = plain.contiguous();
  out.bytes.assign(static_cast<const char*>(plain.data_ptr()), plain.nbytes());
  return out;
}

}  // namespace

Network::Network(const NetworkSpec& spec) : spec_(spec) {
  mirror_ = torch::tensor(std::vector<std::int64_t>(spec.mirror.begin(), spec.mirror.end()));
  source_offsets_ =
      register_parameter("source_offsets", torch::zeros({spec.sources, spec.points, 2}));
}

Tensor Network::source_offset(const LossTarget& target) const {
  const Tensor flipped = source_offsets_.index({Slice(), mirror_}) * torch::tensor({-1.0F, 1.0F});
  const Tensor other = (target.sources != 0).to(torch::kFloat32).view({-1, 1, 1});
  const Tensor offset = (source_offsets_ + flipped).mul(0.5).index({target.sources}) * other;
  const Tensor x = offset.select(2, 0);
  const Tensor y = offset.select(2, 1);
  const Tensor cosine = target.frames.index({Slice(), Slice(0, 1)});
  const Tensor sine = target.frames.index({Slice(), Slice(1, 2)});
  return torch::stack({x * cosine - y * sine, x * sine + y * cosine}, 2);
}

std::shared_ptr<Network> make_network(const NetworkSpec& spec) {
  if (spec.arch == "heatmap") return std::make_shared<HeatmapNet>(spec);
  if (spec.arch == "naimish") return std::make_shared<NaimishNet>(spec);
  throw Error(ErrorCode::kUnsupported,
              "unknown architecture '" + spec.arch + "'; known are: heatmap, naimish");
}

Tensor expected_position(const Tensor& heatmaps) {
  const auto at = [](std::int64_t size) { return (torch::arange(size) + 0.5).div(size); };
  const Tensor x = (heatmaps.sum(2) * at(heatmaps.size(3))).sum(2);
  const Tensor y = (heatmaps.sum(3) * at(heatmaps.size(2))).sum(2);
  return torch::stack({x, y}, 2);
}

Tensor gaussian_maps(const Tensor& points, std::int64_t size) {
  const Tensor cells = torch::arange(size).to(torch::kFloat32);
  const Tensor at = (points * size - 0.5).unsqueeze(3);  // n x points x 2 x 1
  const Tensor one = torch::softmax((cells - at).square().mul(-0.5), 3);
  return one.select(2, 1).unsqueeze(3) * one.select(2, 0).unsqueeze(2);
}

Tensor peakedness(const Tensor& heatmaps) {
  const Tensor center = expected_position(heatmaps);
  const auto spread = [&](std::int64_t summed, std::int64_t axis) {
    const Tensor line = heatmaps.sum(summed);
    const std::int64_t size = line.size(2);
    const Tensor cells = torch::arange(size).to(torch::kFloat32);
    const Tensor at = (center.select(2, axis) * size - 0.5).unsqueeze(2);
    return (line * (cells - at).square()).sum(2);
  };
  return torch::reciprocal((spread(2, 0) + spread(3, 1)).mul(0.5).clamp_min(1));
}

std::vector<StoredTensor> stored_state(const torch::nn::Module& module, bool half) {
  std::vector<StoredTensor> out;
  for (const auto& item : module.named_parameters()) {
    out.push_back(stored(item.key(), item.value(), half));
  }
  for (const auto& item : module.named_buffers()) {
    out.push_back(stored(item.key(), item.value(), half));
  }
  return out;
}

void restore_state(torch::nn::Module& module, const std::vector<StoredTensor>& tensors,
                   const std::string& context) {
  const torch::NoGradGuard no_gradient;
  std::unordered_map<std::string, const StoredTensor*> by_name;
  for (const StoredTensor& tensor : tensors) by_name[tensor.name] = &tensor;
  const auto restore = [&](const std::string& name, Tensor value) {
    const auto found = by_name.find(name);
    if (found == by_name.end() || value.sizes() != c10::IntArrayRef(found->second->shape)) {
      throw Error(ErrorCode::kDamaged, "the weights don't fit their architecture at '" + name + "'",
                  context);
    }
    const StoredTensor& from = *found->second;
    const Tensor read = torch::empty(from.shape, scalar_type(from.type));
    std::memcpy(read.data_ptr(), from.bytes.data(), from.bytes.size());
    value.copy_(read);
  };
  for (const auto& item : module.named_parameters()) restore(item.key(), item.value());
  for (const auto& item : module.named_buffers()) restore(item.key(), item.value());
}

}  // namespace facepoint::nn
