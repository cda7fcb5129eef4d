// ExportGraph as a TorchScript module: a line of source an operator, constants as its buffers.
#include <torch/script.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <sstream>
#include <unordered_set>

#include "base/error.h"
#include "nn/module/export_graph.h"

namespace facepoint::nn {
namespace {

std::string list_of(const std::vector<std::int64_t>& numbers) {
  std::string text = "[";
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(numbers[i]);
  }
  return text + "]";
}

// Writes the right-hand side for one node at a time.
class Expressions {
 public:
  explicit Expressions(const ExportGraph& graph) {
    for (const auto& [name, value] : graph.constants) constants_.emplace(name, value);
  }

  std::string of(const ExportNode& node) const {
    const std::string& op = node.op;
    const auto in = [&](std::size_t i) { return name_of(node.inputs.at(i)); };
    const auto numbers = [&](const char* key) { return node.attributes.at(key); };
    if (op == "Add") return in(0) + " + " + in(1);
    if (op == "Sub") return in(0) + " - " + in(1);
    if (op == "Mul") return in(0) + " * " + in(1);
    if (op == "Relu") return call("relu", {in(0)});
    if (op == "Exp") return call("exp", {in(0)});
    if (op == "Log") return call("log", {in(0)});
    if (op == "Sigmoid") return call("sigmoid", {in(0)});
    if (op == "MatMul") return call("matmul", {in(0), in(1)});
    if (op == "Gemm") return call("linear", {in(0), in(1), in(2)});
    if (op == "GlobalAveragePool") return call("mean", {in(0), "[2, 3]", "True"});
    if (op == "Resize") return call("upsample_nearest2d", {in(0), "None", "[2.0, 2.0]"});
    if (op == "MaxPool") return call("max_pool2d", {in(0), list_of(numbers("kernel_shape"))});
    if (op == "Softmax") return call("softmax", {in(0), std::to_string(numbers("axis").front())});
    if (op == "ReduceMax" || op == "ReduceMin") {
      return call(
          op == "ReduceMax" ? "amax" : "amin",
          {in(0), list_of(numbers("axes")), numbers("keepdims").front() ? "True" : "False"});
    }
    if (op == "Conv") {
      const std::vector<std::int64_t> pads = numbers("pads");
      return call("conv2d", {in(0), in(1), in(2), list_of(numbers("strides")),
                             list_of({pads.at(0), pads.at(1)})});
    }
    if (op == "Reshape") {
      const torch::Tensor& shape = constants_.at(node.inputs.at(1));
      const auto* sides = shape.data_ptr<std::int64_t>();
      return call("reshape", {in(0), list_of({sides, sides + shape.numel()})});
    }
    throw Error(ErrorCode::kInternal, "no TorchScript for the operator " + op);
  }

 private:
  std::string name_of(const std::string& value) const {
    return constants_.count(value) > 0 ? "self." + value : value;
  }
  static std::string call(const std::string& function, const std::vector<std::string>& arguments) {
    std::string text = "torch." + function + "(";
    for (std::size_t i = 0; i < arguments.size(); ++i) {
      text += (i == 0 ? "" : ", ") + arguments[i];
    }
    return text + ")";
  }

  std::unordered_map<std::string, torch::Tensor> constants_;
};

std::string source_of(const ExportGraph& graph) {
  const Expressions expressions(graph);
  std::ostringstream source;
  source << "def forward(self, " << kExportInput << ": Tensor) -> Dict[str, Tensor]:\n";
  for (const ExportNode& node : graph.nodes) {
    source << "    " << node.output << " = " << expressions.of(node) << "\n";
  }
  source << "    return {";
  for (std::size_t i = 0; i < graph.outputs.size(); ++i) {
    const std::string& name = graph.outputs[i].name;
    source << (i == 0 ? "" : ", ") << '"' << name << "\": " << name;
  }
  source << "}\n";
  return source.str();
}

}  // namespace

std::string torchscript_of(const ExportGraph& graph) {
  torch::jit::Module module("Facepoint");
  for (const auto& [name, value] : graph.constants) {
    // Shapes are literals in the source.
    if (value.scalar_type() != torch::kInt64) module.register_buffer(name, value);
  }
  module.define(source_of(graph));
  module.eval();
  nlohmann::ordered_json notes;
  for (const auto& [key, text] : graph.notes) notes[key] = text;
  std::ostringstream out;
  module.save(out, {{kExportNotes, notes.dump(2)}});
  return out.str();
}

}  // namespace facepoint::nn
