#include "nn/module/int8_graph.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <dnnl.hpp>
#include <list>
#include <string>
#include <unordered_map>
#include <utility>

#include "base/error.h"

namespace facepoint::nn {
namespace {

using Type = dnnl::memory::data_type;
using Tag = dnnl::memory::format_tag;

// Where a processor adds pairs of 8-bit products in 16 bits (all before VNNI), two products of an
// unsigned byte with 64 are the most that fits; with smaller weights every processor gives the same
// sums. oneDNN itself sees to signed activations.
constexpr float kLargestWeight = 64;
constexpr float kLargestWeightOfSigned = 127;
// What a byte of a picture stands for: (byte - 127.5) * 4 / 255. Beyond its edge is 0.
constexpr float kPixelScale = 4.0F / 255;
constexpr float kPixelMiddle = 127.5F;
constexpr std::uint8_t kBeyondEdge = 128;
constexpr int kFloatMultiple = 8;

dnnl::engine& processor() {
  static dnnl::engine engine(dnnl::engine::kind::cpu, 0);
  return engine;
}

struct Tensor {
  Type type = Type::u8;
  float scale = 1;  // of one step
  int channels = 0;
  int height = 0;
  int width = 0;
  dnnl::memory memory;

  std::size_t cells() const { return static_cast<std::size_t>(height) * width; }
};

dnnl::memory::desc form_of(const Tensor& tensor) {
  return {{1, tensor.channels, tensor.height, tensor.width}, tensor.type, Tag::nhwc};
}

template <class T>
T* data(const Tensor& tensor) {
  return static_cast<T*>(tensor.memory.get_data_handle());
}

// oneDNN's first choice on AVX-512 is no quicker at batches of one than its second, but takes three
// times as long to make, and a detector wants its convolutions for pictures of many sizes.
void choose_quickly_made(dnnl::convolution_forward::primitive_desc& chosen) {
  const auto slowly_made = [&] {
    const std::string name = chosen.impl_info_str();
    return name.starts_with("brg") && name.find("amx") == std::string::npos;
  };
  while (slowly_made() && chosen.next_impl()) {
  }
}

std::int8_t rounded(float value, float largest) {
  return static_cast<std::int8_t>(std::lrint(std::clamp(value, -largest, largest)));
}

// One row of cells: out = round((coarse of half the cell + fine) / step), each in its own steps.
template <class Coarse, class Fine>
void add_row(const Coarse* coarse, float coarse_step, const Fine* fine, float fine_step,
             std::int8_t* out, int width, int channels) {
  for (int x = 0; x < width; ++x) {
    const Coarse* from = coarse + static_cast<std::ptrdiff_t>(x / 2) * channels;
    for (int c = 0; c < channels; ++c) {
      const float sum =
          static_cast<float>(from[c]) * coarse_step + static_cast<float>(fine[c]) * fine_step;
      const float whole = sum + (sum < 0 ? -0.5F : 0.5F);
      out[c] = static_cast<std::int8_t>(
          static_cast<std::int32_t>(std::min(127.0F, std::max(-127.0F, whole))));
    }
    fine += channels;
    out += channels;
  }
}

template <class Coarse, class Fine>
void add_maps(const Tensor& coarse, const Tensor& fine, const Tensor& out) {
  const float coarse_step = coarse.scale / out.scale;
  const float fine_step = fine.scale / out.scale;
  const int channels = out.channels;
  for (int y = 0; y < out.height; ++y) {
    const auto row = static_cast<std::ptrdiff_t>(y) * out.width * channels;
    add_row(data<Coarse>(coarse) + static_cast<std::ptrdiff_t>(y / 2) * coarse.width * channels,
            coarse_step, data<Fine>(fine) + row, fine_step, data<std::int8_t>(out) + row, out.width,
            channels);
  }
}

}  // namespace

// A layer's weights in integers, once for unsigned and once for signed activations.
class RoundedWeights {
 public:
  struct Form {
    int channels;  // of the output, at least the layer's own: the rest is zero
    bool of_signed;
    std::vector<std::int8_t> weights;
    std::vector<float> steps;  // by output channel
    std::vector<float> sums;   // of the weights as they were, likewise
    std::vector<std::pair<dnnl::memory::desc, dnnl::memory>> packed;
  };

  Form& form(const Int8Layer& layer, int channels, bool of_signed) {
    for (Form& each : forms_) {
      if (each.channels == channels && each.of_signed == of_signed) return each;
    }
    forms_.push_back(rounded_form(layer, channels, of_signed));
    return forms_.back();
  }

  // As a convolution wants them.
  static dnnl::memory packed(Form& form, const dnnl::memory::dims& shape,
                             const dnnl::memory::desc& wanted, dnnl::stream& stream) {
    for (const auto& [desc, memory] : form.packed) {
      if (desc == wanted) return memory;
    }
    dnnl::memory plain({shape, Type::s8, Tag::oihw}, processor(), form.weights.data());
    dnnl::memory memory(wanted, processor());
    dnnl::reorder(plain, memory).execute(stream, plain, memory);
    stream.wait();
    form.packed.emplace_back(wanted, memory);
    return memory;
  }

 private:
  static Form rounded_form(const Int8Layer& layer, int channels, bool of_signed) {
    const float largest = of_signed ? kLargestWeightOfSigned : kLargestWeight;
    const std::size_t per_channel =
        static_cast<std::size_t>(layer.in) * layer.kernel * layer.kernel;
    Form form{channels, of_signed, {}, {}, {}, {}};
    form.weights.assign(per_channel * channels, 0);
    for (int o = 0; o < layer.out; ++o) {
      const float* from = layer.weights.data() + o * per_channel;
      float most = 1e-12F;
      float sum = 0;
      for (std::size_t i = 0; i < per_channel; ++i) {
        most = std::max(most, std::abs(from[i]));
        sum += from[i];
      }
      const float step = most / largest;
      for (std::size_t i = 0; i < per_channel; ++i) {
        form.weights[o * per_channel + i] = rounded(from[i] / step, largest);
      }
      form.steps.push_back(step);
      form.sums.push_back(sum);
    }
    return form;
  }

  std::list<Form> forms_;
};

struct Int8Graph::Impl {
  std::vector<float> ranges;
  std::size_t next_range = 0;
  std::vector<Tensor> tensors;
  std::vector<std::function<void()>> steps;
  dnnl::stream stream{processor()};

  float range() {
    if (next_range == ranges.size()) {
      throw Error(ErrorCode::kInternal, "a network has more activations than measured ranges");
    }
    return std::max(ranges[next_range++], 1e-6F);
  }

  Value add(Tensor tensor) {
    tensor.memory = dnnl::memory(form_of(tensor), processor());
    tensors.push_back(std::move(tensor));
    return static_cast<Value>(tensors.size()) - 1;
  }

  // `summed`: what lies where `to` will, to be added; null: nothing.
  void add_conv(Int8Layer& layer, Value from, Value to, const Tensor* summed);
};

void Int8Graph::Impl::add_conv(Int8Layer& layer, Value from, Value to, const Tensor* summed) {
  const Tensor& x = tensors[static_cast<std::size_t>(from)];
  const Tensor& y = tensors[static_cast<std::size_t>(to)];
  const bool of_picture = from == 0;
  if (!layer.rounded) layer.rounded = std::make_shared<RoundedWeights>();
  RoundedWeights::Form& rounded = layer.rounded->form(layer, y.channels, x.type == Type::s8);
  std::vector<float> bias(static_cast<std::size_t>(y.channels), 0);
  std::vector<float> output_scales(bias.size(), 1);
  for (std::size_t o = 0; o < rounded.steps.size(); ++o) {
    const float step = rounded.steps[o] * x.scale;  // of the sum of products
    const float offset = of_picture ? -kPixelMiddle * kPixelScale * rounded.sums[o] : 0;
    bias[o] = (layer.bias[o] + offset) / step;
    output_scales[o] = step / y.scale;
  }
  dnnl::primitive_attr attributes;
  attributes.set_output_scales(2, output_scales);
  if (summed != nullptr) {
    dnnl::post_ops sum;
    sum.append_sum(summed->scale / y.scale, 0, summed->type);
    attributes.set_post_ops(sum);
  }

  // The picture brings its border along.
  const int before = of_picture ? 0 : layer.kernel / 2;
  const int after = of_picture || layer.stride == 2 ? 0 : layer.kernel / 2;
  const dnnl::memory::dims shape{y.channels, layer.in, layer.kernel, layer.kernel};
  const dnnl::convolution_forward::desc description(
      dnnl::prop_kind::forward_inference, dnnl::algorithm::convolution_direct, form_of(x),
      {shape, Type::s8, Tag::any}, {{y.channels}, Type::f32, Tag::x}, form_of(y),
      {layer.stride, layer.stride}, {before, before}, {after, after});
  dnnl::convolution_forward::primitive_desc chosen(description, attributes, processor());
  choose_quickly_made(chosen);
  const dnnl::convolution_forward convolution(chosen);
  dnnl::memory kept_bias(chosen.bias_desc(), processor());
  std::memcpy(kept_bias.get_data_handle(), bias.data(), bias.size() * sizeof(float));
  const std::unordered_map<int, dnnl::memory> arguments{
      {DNNL_ARG_SRC, x.memory},
      {DNNL_ARG_WEIGHTS, RoundedWeights::packed(rounded, shape, chosen.weights_desc(), stream)},
      {DNNL_ARG_BIAS, kept_bias},
      {DNNL_ARG_DST, y.memory}};
  steps.emplace_back([this, convolution, arguments] { convolution.execute(stream, arguments); });
}

bool Int8Graph::runs_here() {
#if defined(__x86_64__)
  return __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0;
#else
  return false;
#endif
}

Int8Graph::Int8Graph(int height, int width, std::vector<float> ranges)
    : impl_(std::make_unique<Impl>()) {
  impl_->ranges = std::move(ranges);
  // A row above and a column to the left; the first layer's stride of 2 looks at no other border.
  Tensor pixels{Type::u8, kPixelScale, 3, height + 1, width + 1, {}};
  const Value value = impl_->add(pixels);
  Tensor& kept = impl_->tensors[static_cast<std::size_t>(value)];
  std::memset(kept.memory.get_data_handle(), kBeyondEdge, kept.cells() * 3);
}

Int8Graph::Int8Graph(Int8Graph&&) noexcept = default;
Int8Graph::~Int8Graph() = default;

Int8Graph::Value Int8Graph::conv(Int8Layer& layer, Value x, std::optional<Value> added) {
  const Tensor from = impl_->tensors[static_cast<std::size_t>(x)];
  const float range = impl_->range();
  Tensor y = from;
  if (x == pixels()) y = {Type::u8, 1, 3, from.height - 1, from.width - 1, {}};
  y.type = layer.relu ? Type::u8 : Type::f32;
  y.scale = layer.relu ? range / 255 : 1;
  y.channels = layer.out;
  y.height /= layer.stride;
  y.width /= layer.stride;
  if (!added) {
    const Value to = impl_->add(y);
    impl_->add_conv(layer, x, to, nullptr);
    return to;
  }
  // In place: the sum's memory becomes the output's, in other steps.
  const Tensor summed = impl_->tensors[static_cast<std::size_t>(*added)];
  y.memory = dnnl::memory(form_of(y), processor(), summed.memory.get_data_handle());
  impl_->tensors.push_back(y);
  const auto to = static_cast<Value>(impl_->tensors.size()) - 1;
  impl_->add_conv(layer, x, to, &summed);
  return to;
}

Int8Graph::Value Int8Graph::add_twice(Value coarse, Value fine) {
  Tensor sum = impl_->tensors[static_cast<std::size_t>(fine)];
  sum.type = Type::s8;
  sum.scale = impl_->range() / 127;
  const Value to = impl_->add(sum);
  const Tensor a = impl_->tensors[static_cast<std::size_t>(coarse)];
  const Tensor b = impl_->tensors[static_cast<std::size_t>(fine)];
  const Tensor out = impl_->tensors[static_cast<std::size_t>(to)];
  if (a.type == Type::f32) {
    impl_->steps.emplace_back([a, b, out] { add_maps<float, std::uint8_t>(a, b, out); });
  } else {
    impl_->steps.emplace_back([a, b, out] { add_maps<std::uint8_t, float>(a, b, out); });
  }
  return to;
}

Int8Graph::Value Int8Graph::out(Int8Layer& layer, Value x) {
  Tensor y = impl_->tensors[static_cast<std::size_t>(x)];
  y.type = Type::f32;
  y.scale = 1;
  y.channels = (layer.out + kFloatMultiple - 1) / kFloatMultiple * kFloatMultiple;
  const Value to = impl_->add(y);
  impl_->add_conv(layer, x, to, nullptr);
  return to;
}

void Int8Graph::run(const std::uint8_t* bytes, std::size_t row_bytes) {
  const Tensor& picture = impl_->tensors.front();
  const std::size_t row = static_cast<std::size_t>(picture.width) * 3;
  std::uint8_t* to = data<std::uint8_t>(picture) + row + 3;
  for (int y = 0; y + 1 < picture.height; ++y) {
    std::memcpy(to + row * y, bytes + row_bytes * y, row - 3);
  }
  for (const auto& step : impl_->steps) step();
}

FloatMap Int8Graph::map(Value value) const {
  const Tensor& tensor = impl_->tensors[static_cast<std::size_t>(value)];
  return {data<float>(tensor), tensor.height, tensor.width, tensor.channels};
}

std::vector<float> Int8Graph::channel_means(Value value) const {
  const Tensor& tensor = impl_->tensors[static_cast<std::size_t>(value)];
  const auto* from = data<std::uint8_t>(tensor);
  std::vector<std::uint32_t> sums(static_cast<std::size_t>(tensor.channels), 0);
  for (std::size_t cell = 0; cell < tensor.cells(); ++cell) {
    for (std::uint32_t& sum : sums) sum += *from++;
  }
  std::vector<float> means;
  means.reserve(sums.size());
  for (const std::uint32_t sum : sums) {
    means.push_back(static_cast<float>(sum) * tensor.scale / static_cast<float>(tensor.cells()));
  }
  return means;
}

}  // namespace facepoint::nn
