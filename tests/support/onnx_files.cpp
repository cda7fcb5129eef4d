#include "support/onnx_files.h"

#include <onnx/onnx_pb.h>

#include <cmath>

namespace facepoint::test {
namespace {

using Values = std::vector<float>;
using Shape = std::vector<std::int64_t>;

// Of one output of a cell: how the means of the three input channels and a constant make it up.
struct Mixture {
  std::array<float, 3> channels{};
  float constant = 0;
};

Mixture constant(double value) { return {{}, static_cast<float>(value)}; }

class OnnxWriter {
 public:
  OnnxWriter(std::int64_t height, std::int64_t width) {
    model_.set_ir_version(7);
    model_.add_opset_import()->set_version(13);
    graph().set_name("test");
    declare(*graph().add_input(), "input", {1, 3, height, width});
  }

  // A convolution whose kernels are its strides: n x mixtures x cells. Then n cells after another,
  // `columns` values a row: 1 x rows x columns, or rows x columns unless `batched`.
  std::string rows(int stride, const std::vector<Mixture>& mixtures, std::int64_t columns,
                   bool batched) {
    Values weights, biases;
    for (const Mixture& mixture : mixtures) {
      for (const float channel : mixture.channels) {
        weights.insert(weights.end(), static_cast<std::size_t>(stride) * stride,
                       channel / static_cast<float>(stride * stride));
      }
      biases.push_back(mixture.constant);
    }
    const auto count = static_cast<std::int64_t>(mixtures.size());
    const std::string cells = node(
        "Conv", {"input", floats({count, 3, stride, stride}, weights), floats({count}, biases)},
        {{"kernel_shape", {stride, stride}}, {"strides", {stride, stride}}});
    const std::string last = node("Transpose", {cells}, {{"perm", {0, 2, 3, 1}}});
    return node("Reshape", {last, integers(batched ? Shape{1, -1, columns} : Shape{-1, columns})});
  }

  std::string node(const std::string& op, const std::vector<std::string>& inputs,
                   const std::vector<std::pair<std::string, Shape>>& attributes = {}) {
    onnx::NodeProto& node = *graph().add_node();
    const std::string output = "value" + std::to_string(graph().node_size());
    node.set_name(op + "_" + std::to_string(graph().node_size()));
    node.set_op_type(op);
    for (const std::string& input : inputs) node.add_input(input);
    node.add_output(output);
    for (const auto& [name, numbers] : attributes) {
      onnx::AttributeProto& attribute = *node.add_attribute();
      attribute.set_name(name);
      const bool list = name != "axis";
      attribute.set_type(list ? onnx::AttributeProto::INTS : onnx::AttributeProto::INT);
      if (!list) attribute.set_i(numbers.front());
      for (const std::int64_t number : numbers) {
        if (list) attribute.add_ints(number);
      }
    }
    return output;
  }

  void output(const std::string& name, const std::string& value) {
    for (auto& each : *graph().mutable_node()) {
      if (each.output(0) == value) each.set_output(0, name);
    }
    declare(*graph().add_output(), name, {});
  }

  std::string bytes() const { return model_.SerializeAsString(); }

 private:
  onnx::GraphProto& graph() { return *model_.mutable_graph(); }

  static void declare(onnx::ValueInfoProto& info, const std::string& name, const Shape& shape) {
    info.set_name(name);
    auto& type = *info.mutable_type()->mutable_tensor_type();
    type.set_elem_type(onnx::TensorProto::FLOAT);
    type.mutable_shape();  // OpenCV wants one, also without sides
    for (const std::int64_t side : shape) {
      auto& dimension = *type.mutable_shape()->add_dim();
      if (side > 0) dimension.set_dim_value(side);
    }
  }
  std::string floats(const Shape& shape, const Values& values) {
    onnx::TensorProto& tensor = constant(shape, onnx::TensorProto::FLOAT);
    for (const float value : values) tensor.add_float_data(value);
    return tensor.name();
  }
  std::string integers(const Shape& values) {
    onnx::TensorProto& tensor =
        constant({static_cast<std::int64_t>(values.size())}, onnx::TensorProto::INT64);
    for (const std::int64_t value : values) tensor.add_int64_data(value);
    return tensor.name();
  }
  onnx::TensorProto& constant(const Shape& shape, int type) {
    onnx::TensorProto& tensor = *graph().add_initializer();
    tensor.set_name("constant" + std::to_string(graph().initializer_size()));
    tensor.set_data_type(type);
    for (const std::int64_t side : shape) tensor.add_dims(side);
    return tensor;
  }

  onnx::ModelProto model_;
};

constexpr std::array<int, 3> kStrides{8, 16, 32};

// 1 where all is the level's colour (red, green, blue), 0 or less elsewhere. `blue_first` from 0 to
// 255, else from -1 to 1.
Mixture colour(std::size_t level, bool blue_first) {
  Mixture mixture{{-1, -1, -1}, 0};
  mixture.channels[blue_first ? 2 - level : level] = 1;
  for (float& channel : mixture.channels) channel /= blue_first ? 255.0F : 2.0F;
  if (!blue_first)
    mixture.constant = -0.5F;  // the sum of the halves is 1 less for two than for one
  return mixture;
}

std::vector<Mixture> landmarks_of(const KnownFace& face, Point from, double unit) {
  std::vector<Mixture> values;
  for (const Point& point : face.landmarks) {
    values.push_back(constant((point.x - from.x) / unit));
    values.push_back(constant((point.y - from.y) / unit));
  }
  return values;
}

}  // namespace

std::string yunet_file(const KnownFace& face) {
  OnnxWriter file(640, 640);  // declared, and yet it takes any
  for (std::size_t i = 0; i < kStrides.size(); ++i) {
    const int stride = kStrides[i];
    const std::string end = "_" + std::to_string(stride);
    const std::vector<Mixture> box{constant(0.5), constant(0.5), constant(std::log(face.width)),
                                   constant(std::log(face.height))};
    file.output("cls" + end, file.rows(stride, {colour(i, true)}, 1, true));
    file.output("obj" + end, file.rows(stride, {colour(i, true)}, 1, true));
    file.output("bbox" + end, file.rows(stride, box, 4, true));
    file.output("kps" + end, file.rows(stride, landmarks_of(face, {}, 1), 10, true));
  }
  return file.bytes();
}

std::string old_yunet_file(const KnownFace& face) {
  OnnxWriter file(120, 160);
  const std::array<int, 4> strides{8, 16, 32, 64};
  const std::array<std::vector<double>, 4> sides{
      {{10, 16, 24}, {32, 48}, {64, 96}, {128, 192, 256}}};
  std::vector<std::string> loc, conf, iou;
  for (std::size_t i = 0; i < strides.size(); ++i) {
    const int stride = strides[i];
    std::vector<Mixture> values, chances, fits;
    for (std::size_t k = 0; k < sides[i].size(); ++k) {
      const double side = sides[i][k] / stride;  // in strides, as everything here
      values.insert(values.end(),
                    {constant(0), constant(0), constant(std::log(face.width / side) / 0.1),
                     constant(std::log(face.height / side) / 0.2)});
      const auto points = landmarks_of(face, {0.5, 0.5}, 0.1 * side);
      values.insert(values.end(), points.begin(), points.end());
      const bool answers = k == 0 && i < kStrides.size();
      chances.insert(chances.end(), {constant(0), answers ? colour(i, true) : constant(0)});
      fits.push_back(answers ? constant(1.5) : constant(-1));  // clamped to 1 and 0
    }
    loc.push_back(file.rows(stride, values, 14, false));
    conf.push_back(file.rows(stride, chances, 2, false));
    iou.push_back(file.rows(stride, fits, 1, false));
  }
  file.output("loc", file.node("Concat", loc, {{"axis", {0}}}));
  file.output("conf", file.node("Concat", conf, {{"axis", {0}}}));
  file.output("iou", file.node("Concat", iou, {{"axis", {0}}}));
  return file.bytes();
}

std::string scrfd_file(const KnownFace& face, const ScrfdOptions& options) {
  OnnxWriter file(options.size, options.size);
  int number = 443;
  const auto give = [&](const std::string& name, int stride, const std::string& value) {
    const std::string known = name + "_" + std::to_string(stride);
    file.output(options.named ? known : std::to_string(number++), value);
  };
  // The first of a cell's two anchors is silent.
  const auto twice = [](const std::vector<Mixture>& silent, const std::vector<Mixture>& values) {
    std::vector<Mixture> both = silent;
    both.insert(both.end(), values.begin(), values.end());
    return both;
  };
  for (std::size_t i = 0; i < kStrides.size(); ++i) {
    give("score", kStrides[i],
         file.rows(kStrides[i], twice({constant(0)}, {colour(i, false)}), 1, options.batched));
  }
  const double x = face.width / 2;
  const double y = face.height / 2;
  const std::vector<Mixture> box{constant(x), constant(y), constant(x), constant(y)};
  for (const int stride : kStrides) {
    give("bbox", stride, file.rows(stride, twice({4, constant(1)}, box), 4, options.batched));
  }
  for (const int stride : kStrides) {
    if (!options.landmarks) break;
    give("kps", stride,
         file.rows(stride, twice({10, constant(1)}, landmarks_of(face, {}, 1)), 10,
                   options.batched));
  }
  return file.bytes();
}

std::string one_operator_file(const std::string& op, const std::string& output) {
  OnnxWriter file(0, 0);
  file.output(output, file.node(op, {"input"}));
  return file.bytes();
}

}  // namespace facepoint::test
