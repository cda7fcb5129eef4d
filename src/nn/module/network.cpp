#include "nn/module/network.h"

#include <ATen/autocast_mode.h>

#include <algorithm>
#include <cstring>
#include <unordered_map>

#include "base/error.h"
#include "nn/module/heatmap_reader.h"
#include "nn/module/layers.h"

namespace facepoint::nn {
namespace {

namespace F = torch::nn::functional;
using torch::Tensor;
using torch::indexing::Slice;

// 128 -> 64 -> 32 -> 16 -> 8, and back to 32 with what each resolution knew added.
class HeatmapNet : public Network {
 public:
  explicit HeatmapNet(const NetworkSpec& spec)
      : Network(spec),
        at64_(register_module("at64", ConvNorm(3, spec.width, 3, 2))),
        down32_(register_module("down32", Block(spec.width, 2 * spec.width, 2))),
        down16_(register_module("down16", Block(2 * spec.width, 4 * spec.width, 2))),
        more16_(register_module("more16", Block(4 * spec.width, 4 * spec.width, 1))),
        down8_(register_module("down8", Block(4 * spec.width, 8 * spec.width, 2))),
        more8_(register_module("more8", Block(8 * spec.width, 8 * spec.width, 1))),
        side16_(register_module("side16", ConvNorm(8 * spec.width, 4 * spec.width, 1, 1, false))),
        up16_(register_module("up16", Block(4 * spec.width, 4 * spec.width, 1))),
        side32_(register_module("side32", ConvNorm(4 * spec.width, 2 * spec.width, 1, 1, false))),
        up32_(register_module("up32", Block(2 * spec.width, 2 * spec.width, 1))),
        maps_(register_module(
            "maps", torch::nn::Conv2d(torch::nn::Conv2dOptions(2 * spec.width, spec.points, 1)))),
        face_(register_module("face", torch::nn::Linear(8 * spec.width, 1))),
        source_(register_module(
            "source",
            torch::nn::Linear(8 * spec.width, static_cast<std::int64_t>(spec.sources.size())))),
        error_(register_module("error", torch::nn::Linear(8 * spec.width, spec.points))) {
    const torch::NoGradGuard no_gradient;
    error_->weight.zero_();
    error_->bias.fill_(-4);
    spread_gain_ = register_parameter("spread_gain", torch::ones({spec.points}));
  }

  NetworkOutput forward(const Tensor& pixels) override {
    FloatRunner runner;
    const Features<Tensor> seen = features(runner, pixels);
    const auto type = seen.at32.scalar_type();
    const Tensor maps = torch::conv2d(seen.at32, maps_->weight.to(type), maps_->bias.to(type))
                            .to(torch::kFloat32)
                            .contiguous();
    NetworkOutput output;
    output.log_heatmaps = torch::log_softmax(maps.flatten(2), 2).view(maps.sizes());
    output.heatmaps = output.log_heatmaps.exp();
    output.points = expected_position(output.heatmaps);
    read_whole(seen.at8.to(torch::kFloat32).mean({2, 3}), spread(output.heatmaps.detach()), output);
    return output;
  }

  NetworkOutput predict(const std::uint8_t* pixels, std::int64_t n) override {
    if (!int8_) return Network::predict(pixels, n);
    const int size = spec().input_size();
    NetworkOutput output;
    output.points = torch::empty({n, spec().points, 2});
    Tensor spreads = torch::empty({n, spec().points});
    Tensor whole = torch::empty({n, face_->weight.size(1)});
    for (std::int64_t i = 0; i < n; ++i) {
      const std::size_t row = static_cast<std::size_t>(size) * 3;
      int8_->graph.run(pixels + i * row * size, row);
      read_heatmaps(int8_->graph.map(int8_->maps), spec().points,
                    output.points[i].data_ptr<float>(), spreads[i].data_ptr<float>());
      const std::vector<float> means = int8_->graph.channel_means(int8_->at8);
      std::copy(means.begin(), means.end(), whole[i].data_ptr<float>());
    }
    read_whole(whole, spreads, output);
    return output;
  }

  std::vector<float> activation_ranges(const std::uint8_t* pixels, std::int64_t n) override {
    const torch::NoGradGuard no_gradient;
    constexpr std::int64_t kTogether = 32;
    const std::int64_t bytes = std::int64_t{3} * spec().input_size() * spec().input_size();
    RangeRunner runner;
    for (std::int64_t first = 0; first < n; first += kTogether) {
      runner.rewind();
      features(runner, crops(pixels + first * bytes, std::min(kTogether, n - first)));
    }
    return runner.ranges();
  }

  // Distance, as NME measures it; the maps' cross entropy with a Gaussian; the expected error as
  // that of an exponential distribution (all over faces); whether it is a face, and of which
  // source.
  Tensor loss(const NetworkOutput& output, const LossTarget& target) const override {
    const Tensor wanted = wanted_points(target);
    const Tensor distance = (output.points - wanted).square().sum(2).add(1e-6).sqrt();
    const Tensor gaussian = gaussian_maps(wanted.detach(), output.heatmaps.size(3));
    const Tensor entropy = -(output.log_heatmaps * gaussian).sum({2, 3});
    const Tensor sides = target.frames.norm(2, {1}, true).clamp_min(1e-3);
    const Tensor doubt =
        distance.detach() / sides * torch::exp(-output.log_errors) + output.log_errors;
    const Tensor each = distance * 10 + entropy * 0.25 + doubt * 0.05;
    const Tensor points = (each * target.weights).sum() / target.weights.sum().clamp_min(1);
    const Tensor face = torch::binary_cross_entropy_with_logits(output.face_logits, target.faces);
    const Tensor source = torch::nn::functional::cross_entropy(
        output.source_logits, target.sources, F::CrossEntropyFuncOptions().reduction(torch::kNone));
    return points + face * 0.2 +
           (source * target.faces).sum() / target.faces.sum().clamp_min(1) * 0.05;
  }

  void prepare_for_prediction(const std::vector<float>& ranges) override {
    eval();
    if (ranges.empty() || !Int8Graph::runs_here()) return fold_norms(*this, type());
    const int size = spec().input_size();
    int8_ = std::make_unique<Int8>(Int8{Int8Graph(size, size, ranges), 0, 0});
    Int8Runner runner(int8_->graph);
    const auto seen = features(runner, int8_->graph.pixels());
    int8_->at8 = seen.at8;
    Int8Layer maps = int8_layer(maps_);
    int8_->maps = runner.out(maps, seen.at32);
  }

 private:
  template <class Value>
  struct Features {
    Value at8;   // of the whole crop
    Value at32;  // of its places, with all that is known of the whole
  };
  struct Int8 {
    Int8Graph graph;
    Int8Graph::Value at8;
    Int8Graph::Value maps;
  };

  template <class Runner>
  Features<typename Runner::Value> features(Runner& run, const typename Runner::Value& pixels) {
    const auto at32 = down32_->run(run, run.conv(*at64_, pixels));
    const auto at16 = more16_->run(run, down16_->run(run, at32));
    const auto at8 = more8_->run(run, down8_->run(run, at16));
    const auto up = up16_->run(run, run.add_twice(run.conv(*side16_, at8), at16));
    return {at8, up32_->run(run, run.add_twice(run.conv(*side32_, up), at32))};
  }

  // What the features of the whole crop (n x channels) say. How far off points are is learned from
  // what is seen, without bending what is seen.
  void read_whole(const Tensor& whole, const Tensor& spreads, NetworkOutput& output) {
    output.face_logits = face_->forward(whole).squeeze(1);
    output.source_logits = source_->forward(whole);
    output.log_errors =
        error_->forward(whole.detach()) + spread_gain_ * spreads.clamp_min(0.1).log();
  }

  ConvNorm at64_;
  Block down32_, down16_, more16_, down8_, more8_;
  ConvNorm side16_;
  Block up16_;
  ConvNorm side32_;
  Block up32_;
  torch::nn::Conv2d maps_;
  torch::nn::Linear face_, source_, error_;
  Tensor spread_gain_;
  std::unique_ptr<Int8> int8_;  // once prepared with ranges
};

// Convolutions and products inside run in `type`: float or bfloat16.
class Arithmetic {
 public:
  explicit Arithmetic(torch::ScalarType type) {
    if (type != torch::kBFloat16) return;
    at::autocast::set_autocast_cpu_dtype(torch::kBFloat16);
    at::autocast::set_cpu_enabled(true);
  }
  Arithmetic(const Arithmetic&) = delete;
  Arithmetic& operator=(const Arithmetic&) = delete;
  ~Arithmetic() {
    at::autocast::clear_cache();
    at::autocast::set_cpu_enabled(false);
  }
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
    // He et al. 2015. LibTorch's own start is so small that the first epochs learn the mean shape
    // only.
    const torch::NoGradGuard no_gradient;
    for (const torch::Tensor& weight : parameters()) {
      if (weight.dim() == 4 || (weight.dim() == 2 && weight.size(0) != spec.points * 2)) {
        torch::nn::init::kaiming_normal_(weight, 0, torch::kFanIn, torch::kReLU);
      }
    }
  }

  NetworkOutput forward(const Tensor& pixels) override {
    Tensor out;
    {
      const Arithmetic arithmetic(type());
      out = regressor_->forward(features_->forward(pixels).flatten(1));
    }
    NetworkOutput output;
    out = out.to(torch::kFloat32);
    output.points = out.view({-1, spec().points, 2}).div(kSpread).add(0.5);
    return output;
  }

  Tensor loss(const NetworkOutput& output, const LossTarget& target) const override {
    const Tensor wanted = wanted_points(target);
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

Network::Network(const NetworkSpec& spec) : spec_(spec), type_(fast_type()) {
  mirror_ = torch::tensor(std::vector<std::int64_t>(spec.mirror.begin(), spec.mirror.end()));
  source_offsets_ = register_parameter(
      "source_offsets",
      torch::zeros({static_cast<std::int64_t>(spec.sources.size()), spec.points, 2}));
}

Tensor Network::crops(const std::uint8_t* pixels, std::int64_t n) const {
  const auto type = spec_.arch == "naimish" ? torch::kFloat32 : type_;
  return pixels_tensor(pixels, n, spec_.input_size(), spec_.input_size(), spec_.channels(), type);
}

NetworkOutput Network::predict(const std::uint8_t* pixels, std::int64_t n) {
  return forward(crops(pixels, n));
}

std::vector<float> Network::activation_ranges(const std::uint8_t* /*pixels*/, std::int64_t /*n*/) {
  return {};
}

void Network::prepare_for_prediction(const std::vector<float>& /*ranges*/) { eval(); }

Tensor Network::source_offset(const Tensor& sources, const Tensor& frames,
                              const Tensor& mirrored) const {
  const Tensor flip = torch::tensor({-1.0F, 1.0F});
  const Tensor flipped = source_offsets_.index({Slice(), mirror_}) * flip;
  const Tensor alike = (source_offsets_ + flipped).mul(0.5);  // on both sides of the face
  const Tensor aside = (source_offsets_ - flipped).mul(0.5);
  const Tensor other = torch::arange(alike.size(0)).ne(0).view({-1, 1, 1});
  const auto mixed = [&](const Tensor& offsets) {
    return sources.matmul(offsets.flatten(1)).view({-1, spec_.points, 2});
  };
  const Tensor sign = (1 - 2 * mirrored).view({-1, 1, 1});
  const Tensor offset = mixed(alike * other) + mixed(aside) * sign;
  const Tensor x = offset.select(2, 0);
  const Tensor y = offset.select(2, 1);
  const Tensor cosine = frames.slice(1, 0, 1);
  const Tensor sine = frames.slice(1, 1, 2);
  return torch::stack({x * cosine - y * sine, x * sine + y * cosine}, 2);
}

Tensor Network::wanted_points(const LossTarget& target) const {
  const auto sources = static_cast<std::int64_t>(spec_.sources.size());
  const Tensor one_hot = torch::one_hot(target.sources, sources).to(torch::kFloat32);
  return target.points - source_offset(one_hot, target.frames, target.mirrored);
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

Tensor spread(const Tensor& heatmaps) {
  const auto variance = [&](std::int64_t summed) {
    const Tensor line = heatmaps.sum(summed);
    const Tensor cells = torch::arange(line.size(2)).to(torch::kFloat32);
    const Tensor mean = (line * cells).sum(2, true);
    return (line * (cells - mean).square()).sum(2);
  };
  return (variance(2) + variance(3)).mul(0.5).clamp_min(0).sqrt();
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
  const auto restore = [&](const std::string& name, const Tensor& value) {
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
