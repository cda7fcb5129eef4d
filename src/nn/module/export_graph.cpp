#include "nn/module/export_graph.h"

#include <cmath>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/error.h"

namespace facepoint::nn {
namespace {

using torch::Tensor;
using Shape = std::vector<std::int64_t>;

// Adds operators to a graph; a value is known by its name.
class Builder {
 public:
  explicit Builder(const LoadedModel& model) : spec_(model.network->spec()) {
    for (const auto& item : model.network->named_parameters()) state_[item.key()] = item.value();
    for (const auto& item : model.network->named_buffers()) state_[item.key()] = item.value();
    graph_.channels = spec_.channels();
    graph_.input_size = spec_.input_size();
  }

  ExportGraph graph() && { return std::move(graph_); }
  const Tensor& state(const std::string& name) const { return state_.at(name); }

  std::string constant(const std::string& name, const Tensor& value) {
    graph_.constants.emplace_back(name, value.detach().contiguous());
    return name;
  }
  std::string node(const std::string& op, const std::vector<std::string>& inputs,
                   const std::map<std::string, Shape>& attributes = {}) {
    std::string output = "v" + std::to_string(graph_.nodes.size() + 1);
    graph_.nodes.push_back({op, inputs, output, attributes});
    return output;
  }
  void output(const std::string& name, const std::string& value, const Shape& shape) {
    for (ExportNode& each : graph_.nodes) {
      if (each.output == value) each.output = name;
    }
    graph_.outputs.push_back({name, shape});
  }

  std::string scaled(const std::string& x, double factor) {
    return node("Mul", {x, number(factor)});
  }
  std::string plus(const std::string& x, double term) { return node("Add", {x, number(term)}); }
  std::string reshape(const std::string& x, const Shape& shape) {
    const std::string name = "shape" + std::to_string(graph_.constants.size());
    return node("Reshape", {x, constant(name, torch::tensor(shape))});
  }
  // x . weight' + bias, as a linear layer.
  std::string linear(const std::string& x, const std::string& name, const Tensor& weight,
                     const Tensor& bias) {
    return node("Gemm", {x, constant(name + "_weight", weight), constant(name + "_bias", bias)},
                {{"transB", {1}}});
  }
  std::string linear(const std::string& x, const std::string& layer) {
    return linear(x, valid(layer), state(layer + ".weight"), state(layer + ".bias"));
  }
  std::string conv(const std::string& x, const std::string& name, const Tensor& weight,
                   const Tensor& bias, std::int64_t stride, std::int64_t padding) {
    return node("Conv", {x, constant(name + "_weight", weight), constant(name + "_bias", bias)},
                {{"kernel_shape", {weight.size(2), weight.size(3)}},
                 {"strides", {stride, stride}},
                 {"pads", {padding, padding, padding, padding}}});
  }
  std::string conv(const std::string& x, const std::string& layer) {
    return conv(x, valid(layer), state(layer + ".weight"), state(layer + ".bias"), 1, 0);
  }
  // ConvNorm of nn/module/layers.h.
  std::string conv_norm(const std::string& x, const std::string& layer, int stride, bool relu) {
    static const double kEpsilon = torch::nn::BatchNorm2dOptions(1).eps();
    const Tensor& weight = state(layer + ".weight");
    const Tensor scale =
        state(layer + ".norm.weight") / (state(layer + ".norm.running_var") + kEpsilon).sqrt();
    const Tensor bias = state(layer + ".norm.bias") - state(layer + ".norm.running_mean") * scale;
    const std::string y =
        conv(x, valid(layer), weight * scale.view({-1, 1, 1, 1}), bias, stride, weight.size(2) / 2);
    return relu ? node("Relu", {y}) : y;
  }
  // Block of nn/module/layers.h.
  std::string block(const std::string& x, const std::string& layer, int stride) {
    const Tensor& weight = state(layer + ".first.weight");
    std::string y = conv_norm(x, layer + ".first", stride, true);
    y = conv_norm(y, layer + ".second", 1, false);
    if (stride == 1 && weight.size(0) == weight.size(1)) y = node("Add", {y, x});
    return node("Relu", {y});
  }
  std::string twice_as_large(const std::string& x) {
    if (twice_.empty()) twice_ = constant("twice", torch::tensor({1.0F, 1.0F, 2.0F, 2.0F}));
    return node("Resize", {x, "", twice_});
  }

 private:
  static std::string valid(std::string layer) {
    for (char& each : layer) {
      if (each == '.') each = '_';
    }
    return layer;
  }
  std::string number(double value) {
    return constant("number" + std::to_string(graph_.constants.size()),
                    torch::full({1}, value, torch::kFloat32));
  }

  const NetworkSpec& spec_;
  std::unordered_map<std::string, Tensor> state_;
  ExportGraph graph_;
  std::string twice_;
};

// Pixels as pixels_tensor() gives them, but from floats.
std::string normalised(Builder& b) { return b.plus(b.scaled(kExportInput, 4 / 255.0), -2); }

// The longer side of the points' box (n x points x 2 -> n x 1).
std::string longer_side(Builder& b, const std::string& points) {
  const std::map<std::string, Shape> along{{"axes", {1}}, {"keepdims", {0}}};
  const std::string high = b.node("ReduceMax", {points}, along);
  const std::string low = b.node("ReduceMin", {points}, along);
  return b.node("ReduceMax", {b.node("Sub", {high, low})}, {{"axes", {1}}, {"keepdims", {1}}});
}

// n x 1 -> n x columns.
std::string repeated(Builder& b, const std::string& x, const std::string& name,
                     std::int64_t columns) {
  return b.linear(x, name, torch::ones({columns, 1}), torch::zeros({columns}));
}

// Calibration is linear between its knots, so it is a sum of rectified lines: at each knot the
// slope changes. n x points -> n x points.
std::string calibrated(Builder& b, const std::string& x, const Calibration& calibration,
                       std::int64_t points) {
  if (calibration.knots.empty()) return x;
  std::vector<double> at{0};
  for (const auto& knot : calibration.knots) at.push_back(knot.first);
  const auto knots = static_cast<std::int64_t>(at.size());
  at.push_back(at.back() * 2);
  std::vector<float> starts, changes;
  double slope = 0;
  for (std::size_t i = 0; i + 1 < at.size(); ++i) {
    const double next = at[i + 1] > at[i]
                            ? (calibration(at[i + 1]) - calibration(at[i])) / (at[i + 1] - at[i])
                            : slope;
    starts.push_back(static_cast<float>(-at[i]));
    changes.push_back(static_cast<float>(next - slope));
    slope = next;
  }
  const std::string each = b.reshape(x, {-1, 1});
  const std::string lines = b.node(
      "Relu",
      {b.linear(each, "calibration_starts", torch::ones({knots, 1}), torch::tensor(starts))});
  const std::string sum =
      b.linear(lines, "calibration_slopes", torch::tensor(changes).view({1, knots}),
               torch::full({1}, calibration(0), torch::kFloat32));
  return b.reshape(sum, {-1, points});
}

struct Seen {
  std::string cells;   // n x points x 2: expected positions in cells, from the crop's middle
  std::string spread;  // n x points: logarithm of the variance of a coordinate, in cells^2
};

// Softmax over each map and moments of the position under it, as expected_position and spread.
Seen moments(Builder& b, const std::string& maps, std::int64_t points, std::int64_t size) {
  constexpr double kSmallest = 0.1 * 0.1;  // as HeatmapNet::forward
  const std::string chances =
      b.node("Softmax", {b.reshape(maps, {-1, points, size * size})}, {{"axis", {2}}});
  const Tensor line = torch::arange(size).to(torch::kFloat32) - (size - 1) / 2.0;
  const Tensor at = torch::stack({line.repeat({size}), line.repeat_interleave(size)}, 1);
  Seen seen;
  seen.cells = b.node("MatMul", {chances, b.constant("cell_positions", at)});
  const std::string squares =
      b.node("MatMul", {chances, b.constant("cell_squares", at.square().sum(1, true))});
  const std::string square = b.node("MatMul", {b.node("Mul", {seen.cells, seen.cells}),
                                               b.constant("sum_of_two", torch::ones({2, 1}))});
  const std::string variance = b.scaled(b.node("Sub", {squares, square}), 0.5);
  // max(variance, smallest), since OpenCV reads no Clip whose bound is an input.
  const std::string clipped = b.plus(b.node("Relu", {b.plus(variance, -kSmallest)}), kSmallest);
  seen.spread = b.reshape(b.node("Log", {clipped}), {-1, points});
  return seen;
}

// What read_out() of predict.cpp adds for the labelling convention that a face looks like, in sides
// of its box: n x (points x 2).
std::string convention(Builder& b, const LoadedModel& model, const std::string& whole) {
  const std::string sources = b.node("Softmax", {b.linear(whole, "source")}, {{"axis", {1}}});
  const auto count = static_cast<std::int64_t>(model.network->spec().sources.size());
  const Tensor frames = torch::tensor({{1.0F, 0.0F}}).repeat({count, 1});
  const Tensor offsets =
      model.network->source_offset(torch::eye(count), frames, torch::zeros({count})).flatten(1);
  return b.node("MatMul", {sources, b.constant("source_offsets", offsets)});
}

// HeatmapNet of nn/module/network.cpp.
void heatmap(Builder& b, const LoadedModel& model) {
  const std::int64_t points = model.network->spec().points;
  const double size = model.network->spec().input_size();
  const std::string at32 = b.block(b.conv_norm(normalised(b), "at64", 2, true), "down32", 2);
  const std::string at16 = b.block(b.block(at32, "down16", 2), "more16", 1);
  const std::string at8 = b.block(b.block(at16, "down8", 2), "more8", 1);
  std::string y = b.twice_as_large(b.conv_norm(at8, "side16", 1, false));
  y = b.block(b.node("Add", {y, at16}), "up16", 1);
  y = b.twice_as_large(b.conv_norm(y, "side32", 1, false));
  y = b.block(b.node("Add", {y, at32}), "up32", 1);
  constexpr std::int64_t kCells = 32;
  const Seen seen = moments(b, b.conv(y, "maps"), points, kCells);
  const std::string whole =
      b.reshape(b.node("GlobalAveragePool", {at8}), {-1, b.state("face.weight").size(1)});

  const std::string plain = b.plus(b.scaled(seen.cells, size / kCells), (size - 1) / 2);
  const std::string side = longer_side(b, plain);
  const std::string offset = b.node(
      "Mul", {convention(b, model, whole), repeated(b, side, "side_a_coordinate", points * 2)});
  b.output("points", b.node("Add", {plain, b.reshape(offset, {-1, points, 2})}), {points, 2});

  const Tensor gains = torch::diag(b.state("spread_gain") * 0.5);  // a variance's logarithm: half
  const std::string log_error =
      b.node("Add", {b.linear(whole, "error"),
                     b.linear(seen.spread, "spread_gain", gains, torch::zeros({points}))});
  const std::string error = calibrated(b, b.node("Exp", {log_error}), model.calibration, points);
  b.output("expected_error", b.node("Mul", {error, repeated(b, side, "side_a_point", points)}),
           {points});
  b.output("face_score", b.reshape(b.node("Sigmoid", {b.linear(whole, "face")}), {-1}), {});
}

// NaimishNet of nn/module/network.cpp, whose layers are numbered with those that have no weights.
void naimish(Builder& b, const LoadedModel& model) {
  const NetworkSpec& spec = model.network->spec();
  std::string x = normalised(b);
  for (const char* layer :
       {"features.0", "features.3", "features.6", "features.9", "features.12"}) {
    x = b.node("MaxPool", {b.node("Relu", {b.conv(x, layer)})},
               {{"kernel_shape", {2, 2}}, {"strides", {2, 2}}});
  }
  x = b.reshape(x, {-1, b.state("regressor.0.weight").size(1)});
  x = b.node("Relu", {b.linear(x, "regressor.0")});
  x = b.node("Relu", {b.linear(x, "regressor.3")});
  x = b.reshape(b.linear(x, "regressor.6"), {-1, spec.points, 2});
  constexpr double kSpread = 4;  // of NaimishNet
  const double size = spec.input_size();
  b.output("points", b.plus(b.scaled(x, size / kSpread), (size - 1) / 2), {spec.points, 2});
}

std::vector<std::pair<std::string, std::string>> notes_of(const LoadedModel& model) {
  const NetworkSpec& spec = model.network->spec();
  const std::string side = std::to_string(spec.input_size());
  const auto card = nlohmann::json::parse(model.info.card.empty() ? "{}" : model.info.card);
  const auto licence = card.find("licence");
  return {
      {"producer", "facepoint"},
      {"model", model.info.name},
      {"architecture", spec.arch},
      {"scheme", model.info.scheme},
      {"weights_digest", "xxh3-128:" + model.info.digest},
      {"input", "pixels: float, n x " + std::to_string(spec.channels()) + " x " + side + " x " +
                    side + ", " + (spec.grey() ? "grey (BT.601)" : "R, G, B") +
                    ", 0 to 255, an upright face whose points' box has 1/1.4 of the side"},
      {"output",
       "points: x, y in pixels of the input, pixel centres are integers; expected_error: "
       "in the same pixels; face_score: 0 to 1"},
      {"licence", licence != card.end() && licence->is_string()
                      ? licence->get<std::string>()
                      : "The weights are as free as the data they were trained on, named in the "
                        "card: beyond research, ask its owners."},
      {"card", card.dump()}};
}

}  // namespace

ExportGraph export_graph(const LoadedModel& model) {
  const torch::NoGradGuard no_gradient;
  Builder builder(model);
  const std::string& arch = model.network->spec().arch;
  if (arch == "heatmap") {
    heatmap(builder, model);
  } else if (arch == "naimish") {
    naimish(builder, model);
  } else {
    throw Error(ErrorCode::kUnsupported,
                "the architecture '" + arch + "' can't be exported; heatmap and naimish can",
                model.info.name);
  }
  ExportGraph graph = std::move(builder).graph();
  graph.notes = notes_of(model);
  return graph;
}

}  // namespace facepoint::nn
