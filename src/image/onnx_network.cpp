#include "image/onnx_network.h"

#include <onnx/onnx_pb.h>

#include <algorithm>
#include <limits>
#include <opencv2/core/utils/logger.hpp>
#include <opencv2/dnn.hpp>
#include <set>
#include <utility>

#include "base/error.h"

namespace facepoint {

struct OnnxNetwork::Body {
  cv::dnn::Net net;
  std::string context;
  std::vector<int> input_shape;
  std::vector<std::string> output_names;
};

namespace {

// What OpenCV threw, without where in its sources.
std::string reason(const cv::Exception& error) { return error.err.substr(0, error.err.find('\n')); }

onnx::ModelProto parsed(std::string_view bytes, const std::string& context) {
  onnx::ModelProto model;
  const bool whole = bytes.size() <= std::numeric_limits<int>::max() &&
                     model.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()));
  if (!whole || model.graph().node_size() == 0 || model.graph().output_size() == 0) {
    throw Error(ErrorCode::kDamaged,
                "this is no ONNX file, or a part of one is missing; get it again", context);
  }
  return model;
}

// Older files list their weights among the inputs.
std::vector<int> declared_input(const onnx::GraphProto& graph, const std::string& context) {
  std::set<std::string> weights;
  for (const auto& each : graph.initializer()) weights.insert(each.name());
  for (const auto& input : graph.input()) {
    if (weights.count(input.name()) > 0) continue;
    std::vector<int> shape;
    for (const auto& side : input.type().tensor_type().shape().dim()) {
      shape.push_back(static_cast<int>(std::max<std::int64_t>(0, side.dim_value())));
    }
    return shape;
  }
  throw Error(ErrorCode::kDamaged, "this ONNX file has no input; get it again", context);
}

}  // namespace

OnnxNetwork::OnnxNetwork(std::string_view bytes, std::string context)
    : body_(std::make_unique<Body>()) {
  // What OpenCV would print is in the errors that it throws.
  cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
  body_->context = std::move(context);
  const onnx::ModelProto model = parsed(bytes, body_->context);
  body_->input_shape = declared_input(model.graph(), body_->context);
  for (const auto& output : model.graph().output()) body_->output_names.push_back(output.name());
  try {
    body_->net = cv::dnn::readNetFromONNX(bytes.data(), bytes.size());
  } catch (const cv::Exception& error) {
    throw Error(ErrorCode::kUnsupported,
                "OpenCV can't load this network (" + reason(error) +
                    "); export it again with simpler operators and a fixed input size",
                body_->context);
  }
  body_->net.setPreferableBackend(cv::dnn::DNN_BACKEND_OPENCV);
  body_->net.setPreferableTarget(cv::dnn::DNN_TARGET_CPU);
}

OnnxNetwork::OnnxNetwork(OnnxNetwork&&) noexcept = default;
OnnxNetwork::~OnnxNetwork() = default;

const std::vector<int>& OnnxNetwork::input_shape() const { return body_->input_shape; }
const std::vector<std::string>& OnnxNetwork::output_names() const { return body_->output_names; }

std::vector<FloatTensor> OnnxNetwork::run(const FloatTensor& input) {
  std::vector<FloatTensor> outputs;
  try {
    body_->net.setInput(cv::Mat(input.shape, CV_32F, const_cast<float*>(input.values.data())));
    std::vector<cv::Mat> mats;
    body_->net.forward(mats, body_->output_names);
    for (const cv::Mat& mat : mats) {
      const cv::Mat plain = mat.isContinuous() ? mat : mat.clone();
      CV_Assert(plain.type() == CV_32F);
      FloatTensor& output = outputs.emplace_back();
      for (int i = 0; i < plain.dims; ++i) output.shape.push_back(plain.size[i]);
      const auto* values = plain.ptr<float>();
      output.values.assign(values, values + plain.total());
    }
  } catch (const cv::Exception& error) {
    throw Error(ErrorCode::kUnsupported,
                "OpenCV can't run this network (" + reason(error) +
                    "); export it again with simpler operators and a fixed input size",
                body_->context);
  }
  return outputs;
}

}  // namespace facepoint
