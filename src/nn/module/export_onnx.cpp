// ExportGraph as an ONNX file: its operators are ONNX's own.
#include <onnx/checker.h>
#include <onnx/onnx_pb.h>

#include "base/error.h"
#include "nn/module/export_graph.h"

namespace facepoint::nn {
namespace {

constexpr int kIrVersion = 7;  // what ONNX 1.8 and later read
constexpr int kOpset = 13;

void declare(onnx::ValueInfoProto& info, const std::string& name,
             const std::vector<std::int64_t>& sides) {
  info.set_name(name);
  onnx::TypeProto::Tensor& type = *info.mutable_type()->mutable_tensor_type();
  type.set_elem_type(onnx::TensorProto::FLOAT);
  type.mutable_shape()->add_dim()->set_dim_param("n");
  for (const std::int64_t side : sides) type.mutable_shape()->add_dim()->set_dim_value(side);
}

void store(onnx::TensorProto& out, const std::string& name, const torch::Tensor& value) {
  out.set_name(name);
  out.set_data_type(value.scalar_type() == torch::kInt64 ? onnx::TensorProto::INT64
                                                         : onnx::TensorProto::FLOAT);
  for (const std::int64_t side : value.sizes()) out.add_dims(side);
  out.set_raw_data(value.data_ptr(), value.nbytes());
}

void set_text(onnx::NodeProto& node, const char* name, const char* text) {
  onnx::AttributeProto& attribute = *node.add_attribute();
  attribute.set_name(name);
  attribute.set_type(onnx::AttributeProto::STRING);
  attribute.set_s(text);
}

// Whether ONNX wants a list for it, also of one number.
bool is_list(const std::string& attribute) {
  return attribute != "axis" && attribute != "keepdims" && attribute != "transB";
}

void add_node(onnx::GraphProto& graph, const ExportNode& from) {
  onnx::NodeProto& node = *graph.add_node();
  node.set_name(from.output);
  node.set_op_type(from.op);
  for (const std::string& input : from.inputs) node.add_input(input);
  node.add_output(from.output);
  for (const auto& [name, numbers] : from.attributes) {
    onnx::AttributeProto& attribute = *node.add_attribute();
    attribute.set_name(name);
    attribute.set_type(is_list(name) ? onnx::AttributeProto::INTS : onnx::AttributeProto::INT);
    if (!is_list(name)) attribute.set_i(numbers.front());
    for (const std::int64_t number : numbers) {
      if (is_list(name)) attribute.add_ints(number);
    }
  }
  if (from.op == "Resize") {  // each pixel four times
    set_text(node, "mode", "nearest");
    set_text(node, "coordinate_transformation_mode", "asymmetric");
    set_text(node, "nearest_mode", "floor");
  }
}

}  // namespace

std::string onnx_of(const ExportGraph& graph) {
  onnx::ModelProto model;
  model.set_ir_version(kIrVersion);
  model.set_producer_name("facepoint");
  model.add_opset_import()->set_version(kOpset);
  onnx::GraphProto& body = *model.mutable_graph();
  body.set_name("facepoint");
  declare(*body.add_input(), kExportInput, {graph.channels, graph.input_size, graph.input_size});
  for (const auto& [name, value] : graph.constants) store(*body.add_initializer(), name, value);
  for (const ExportNode& node : graph.nodes) add_node(body, node);
  for (const ExportOutput& output : graph.outputs) {
    declare(*body.add_output(), output.name, output.shape);
  }
  for (const auto& [key, text] : graph.notes) {
    onnx::StringStringEntryProto& entry = *model.add_metadata_props();
    entry.set_key(key);
    entry.set_value(text);
  }
  onnx::checker::check_model(model);
  return model.SerializeAsString();
}

}  // namespace facepoint::nn
