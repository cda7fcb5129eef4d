#include "nn/module/export_model.h"

#include <torch/script.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <sstream>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "image/onnx_network.h"
#include "image/process.h"
#include "nn/module/augment.h"
#include "nn/module/crop.h"
#include "nn/module/export_graph.h"
#include "nn/module/predict.h"
#include "nn/module/random.h"
#include "nn/module/threads.h"

namespace facepoint::nn {
namespace {

constexpr int kCrops = 8;

// The exported file at work: one tensor for each of the graph's outputs.
using Exported = std::function<std::vector<FloatTensor>(const FloatTensor& pixels)>;

Exported loaded_torchscript(const std::string& bytes, const ExportGraph& graph) {
  std::istringstream in(bytes);
  torch::jit::Module module = torch::jit::load(in);
  std::vector<std::string> names;
  for (const ExportOutput& output : graph.outputs) names.push_back(output.name);
  return [module, names](const FloatTensor& pixels) mutable {
    const torch::NoGradGuard no_gradient;
    const std::vector<std::int64_t> shape(pixels.shape.begin(), pixels.shape.end());
    const torch::Tensor input = torch::from_blob(const_cast<float*>(pixels.values.data()), shape);
    const auto found = module.forward({input}).toGenericDict();
    std::vector<FloatTensor> outputs;
    for (const std::string& name : names) {
      const torch::Tensor value = found.at(name).toTensor().contiguous();
      const auto* values = value.data_ptr<float>();
      outputs.push_back({{}, {values, values + value.numel()}});
    }
    return outputs;
  };
}

Exported loaded_onnx(const std::string& bytes, const std::string& context) {
  const auto network = std::make_shared<OnnxNetwork>(bytes, context);
  return [network](const FloatTensor& pixels) { return network->run(pixels); };
}

// Something like a face: a light oval with the mean shape's points as dark spots, so that the
// network's answers are about as large as in use. Its points' box has half of the side.
Picture drawn_face(const Keypoints& shape) {
  constexpr int kSide = 256;
  const auto at = [](Point unit) {
    return Point{(unit.x + 1) * kSide / 2, (unit.y + 1) * kSide / 2};
  };
  Picture face{kSide, kSide, 3, {}};
  for (int y = 0; y < kSide; ++y) {
    for (int x = 0; x < kSide; ++x) {
      const Point here{static_cast<double>(x), static_cast<double>(y)};
      double light = distance(here, at({0, 0})) < 0.32 * kSide ? 1 : 0.3;
      for (const Landmark& spot : shape) {
        const double away = distance(here, at(spot.position)) / (0.01 * kSide);
        light *= 1 - 0.3 * std::exp(-away * away / 2);
      }
      for (const double tint : {230.0, 190.0, 160.0}) {
        face.pixels.push_back(static_cast<std::uint8_t>(tint * light));
      }
    }
  }
  return face;
}

// That face, each time placed, turned and lit otherwise.
std::vector<Picture> crops_for(const LoadedModel& model) {
  const NetworkSpec& spec = model.network->spec();
  const Picture face = drawn_face(model.mean_shape);
  const double middle = face.width / 2.0;
  std::vector<Picture> crops;
  for (int i = 0; i < kCrops; ++i) {
    Random random(1, 0, static_cast<std::uint64_t>(i));
    const double side = middle * random.uniform(0.85, 1.2);
    const FaceFrame frame{
        {middle + random.uniform(-0.08, 0.08) * side, middle + random.uniform(-0.08, 0.08) * side},
        side,
        random.uniform(-0.3, 0.3)};
    const int size = spec.input_size();
    crops.push_back(adjust(cut(face, crop_from_frame(frame, size), size, spec.grey()),
                           random.uniform(0.6, 1.2), random.uniform(-20, 20)));
  }
  return crops;
}

// n x channels x size x size.
FloatTensor pixels_of(std::span<const Picture> crops) {
  const Picture& first = crops.front();
  FloatTensor pixels{{static_cast<int>(crops.size()), first.channels, first.height, first.width},
                     {}};
  for (const Picture& crop : crops) {
    for (int channel = 0; channel < crop.channels; ++channel) {
      for (auto i = static_cast<std::size_t>(channel); i < crop.pixels.size();
           i += static_cast<std::size_t>(crop.channels)) {
        pixels.values.push_back(crop.pixels[i]);
      }
    }
  }
  return pixels;
}

// What facepoint itself predicts, with floats as the exported network: the crop is the picture, and
// its frame the whole of it.
std::vector<FacePrediction> predicted(LoadedModel model, const std::vector<Picture>& crops,
                                      int threads) {
  const double size = model.network->spec().input_size();
  const double side = size / kCropMargin;
  const double corner = (size - 1 - side) / 2;
  std::vector<FaceInput> inputs;
  inputs.reserve(crops.size());
  for (const Picture& crop : crops) inputs.push_back({&crop, {corner, corner, side, side}, 0});
  return make_exact_predictor(std::move(model), threads)->predict(inputs, false);
}

void compare(const std::vector<FloatTensor>& got, std::span<const FacePrediction> wanted,
             const std::string& context, ExportReport& report) {
  const auto differ = [&](std::size_t output, std::size_t i, double value, double& largest) {
    const std::vector<float>& values = got.at(output).values;
    double difference = i < values.size() ? std::abs(values[i] - value) : NAN;
    if (std::isnan(difference)) difference = std::numeric_limits<double>::infinity();
    largest = std::max(largest, difference);
  };
  std::size_t point = 0;
  for (std::size_t face = 0; face < wanted.size(); ++face) {
    for (std::size_t p = 0; p < wanted[face].points.size(); ++p, ++point) {
      const Point position = wanted[face].points[p].position;
      differ(0, 2 * point, position.x, report.point_difference);
      differ(0, 2 * point + 1, position.y, report.point_difference);
      if (got.size() > 1) differ(1, point, wanted[face].error[p], report.error_difference);
    }
    if (got.size() > 2) differ(2, face, wanted[face].score, report.score_difference);
  }
  constexpr double kPixels = 0.01;
  if (report.point_difference <= kPixels && report.error_difference <= kPixels &&
      report.score_difference <= 0.001) {
    return;
  }
  throw Error(ErrorCode::kInternal,
              "the exported network places points up to " +
                  std::to_string(report.point_difference) +
                  " pixels from where facepoint does; nothing was written",
              context);
}

}  // namespace

ExportReport export_model_file(const ExportOptions& options) {
  limit_threads(options.threads);
  LoadedModel model = load_model_file(options.weights);
  const ExportGraph graph = export_graph(model);
  const std::vector<Picture> crops = crops_for(model);
  const std::vector<FacePrediction> wanted = predicted(std::move(model), crops, options.threads);

  const std::string context = options.output.string();
  const bool onnx = options.format == ExportFormat::kOnnx;
  const std::string bytes = onnx ? onnx_of(graph) : torchscript_of(graph);
  const Exported exported = onnx ? loaded_onnx(bytes, context) : loaded_torchscript(bytes, graph);
  ExportReport report{graph.channels, graph.input_size, {}, 0, digest_of(bytes)};
  compare(exported(pixels_of(crops)), wanted, context, report);
  for (std::size_t i = 0; i < crops.size(); ++i) {
    compare(exported(pixels_of({&crops[i], 1})), {&wanted[i], 1}, context, report);
  }
  write_file_atomically(options.output, bytes);
  if (digest_of(read_file(options.output)) != report.digest) {
    throw Error(ErrorCode::kUnreadable, "the file was not written as it should be; try again",
                context);
  }
  for (const ExportOutput& output : graph.outputs) report.outputs.push_back(output.name);
  report.bytes = static_cast<std::int64_t>(bytes.size());
  report.crops = kCrops;
  return report;
}

}  // namespace facepoint::nn
