#include "nn/module/detector_predict.h"

#include <algorithm>
#include <cmath>
#include <list>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "image/process.h"
#include "nn/detector.h"
#include "nn/module/detector_cells.h"
#include "nn/module/detector_network.h"
#include "nn/module/network.h"
#include "nn/module/threads.h"
#include "nn/weights_file.h"

namespace facepoint::nn {
namespace {

using Json = nlohmann::json;

constexpr const char* kKind = "detector";
constexpr const char* kRanges = "activation_ranges";

// How a picture is scaled before the network looks at it.
constexpr double kLongest = 1024;     // larger pictures are shrunk to it
constexpr double kHalvedAbove = 400;  // and looked at in half the size as well: a face that fills
                                      // it is larger than any in training
constexpr double kSameFace = 0.45;    // detections that overlap more are one

std::vector<double> scales_for(const Picture& picture) {
  const double longest = std::max(picture.width, picture.height);
  std::vector<double> scales{std::min(1.0, kLongest / longest)};
  while (longest * scales.back() > kHalvedAbove) scales.push_back(scales.back() / 2);
  return scales;
}

// Few different sizes, since each wants a graph of its own.
int padded(double side) {
  const double multiple = side <= 512 ? 64 : 128;
  static_assert(64 % kCellMultiple == 0);
  return static_cast<int>(std::ceil(std::max(1.0, std::round(side)) / multiple) * multiple);
}

// A picture as the network sees it.
struct Scaled {
  Picture picture;
  Similarity from_image;
};

Scaled scaled_by(double scale, const Picture& picture) {
  const int width = padded(picture.width * scale);
  const int height = padded(picture.height * scale);
  if (scale == 1) return {extend(picture, width, height), {}};
  // (p + 0.5) scale - 0.5: pixel centres are integers.
  const Similarity from_image{scale, 0, (scale - 1) / 2, (scale - 1) / 2};
  return {warp(picture, from_image, width, height), from_image};
}

torch::Tensor pixels_of(const Picture& picture) {
  return pixels_tensor(picture.pixels.data(), 1, picture.height, picture.width, picture.channels,
                       fast_type());
}

Picture in_colour(const Picture& grey) {
  Picture colour{grey.width, grey.height, 3, {}};
  colour.pixels.reserve(grey.pixels.size() * 3);
  for (const std::uint8_t value : grey.pixels) colour.pixels.insert(colour.pixels.end(), 3, value);
  return colour;
}

// One cell's box in the picture that the network saw, and its turn.
Detection detection_at(const Cell& cell, const float* values, double score) {
  const auto side = [&](double logarithm) {
    return std::exp(std::min<double>(logarithm, kLargestLogSide)) * cell.stride;
  };
  const double width = side(values[3]);
  const double height = side(values[4]);
  const double x = cell.x + static_cast<double>(values[1]) * cell.stride;
  const double y = cell.y + static_cast<double>(values[2]) * cell.stride;
  return {{x - width / 2, y - height / 2, width, height}, score, std::atan2(values[6], values[5])};
}

class NetworkDetector : public FaceDetector {
 public:
  // With `ranges` it computes in 8 bits where the processor can.
  NetworkDetector(std::shared_ptr<DetectorNet> network, std::vector<float> ranges, int threads,
                  double min_score)
      : network_(std::move(network)),
        ranges_(std::move(ranges)),
        threads_(threads),
        min_score_(min_score) {
    network_->eval();
    if (!Int8Graph::runs_here()) ranges_.clear();
    if (ranges_.empty()) fold_norms(*network_, fast_type());
  }

  std::string name() const override { return "cnn"; }

  std::vector<Detection> detect(const Picture& picture) override {
    if (picture.empty()) return {};
    if (picture.channels == 1) return detect(in_colour(picture));
    limit_threads(threads_);
    std::vector<Detection> found;
    for (const double scale : scales_for(picture)) {
      const Scaled scaled = scaled_by(scale, picture);
      const Similarity image_from_scaled = scaled.from_image.inverse();
      for (Detection& each :
           ranges_.empty() ? look(scaled.picture) : look_in_8_bits(scaled.picture)) {
        const Rect box = each.box;
        const Point low = image_from_scaled({box.x, box.y});
        const Point high = image_from_scaled({box.x + box.width, box.y + box.height});
        each.box = {low.x, low.y, high.x - low.x, high.y - low.y};
        found.push_back(each);
      }
    }
    return merge_detections(std::move(found), kSameFace);
  }

 private:
  std::vector<Detection> look(const Picture& picture) {
    const torch::InferenceMode inference;
    const DetectorOutput output = network_->forward(pixels_of(picture));
    const torch::Tensor scores = torch::sigmoid(output.logits[0]).contiguous();
    const torch::Tensor boxes = output.boxes[0].contiguous();
    const torch::Tensor turns = output.turns[0].contiguous();
    const auto score = scores.accessor<float, 1>();
    const auto box = boxes.accessor<float, 2>();
    const auto turn = turns.accessor<float, 2>();
    std::vector<Detection> found;
    for (std::int64_t i = 0; i < score.size(0); ++i) {
      if (score[i] < min_score_) continue;
      found.push_back({{box[i][0], box[i][1], box[i][2] - box[i][0], box[i][3] - box[i][1]},
                       score[i],
                       std::atan2(turn[i][1], turn[i][0])});
    }
    return found;
  }

  std::vector<Detection> look_in_8_bits(const Picture& picture) {
    Int8Detector& detector = graph_for(picture.height, picture.width);
    detector.graph.run(picture.pixels.data(), static_cast<std::size_t>(picture.width) * 3);
    const std::vector<Cell> cells = cells_of(picture.width, picture.height);
    const double least = std::log(min_score_ / (1 - min_score_));
    std::vector<Detection> found;
    std::size_t first = 0;
    for (const Int8Graph::Value level : detector.levels) {
      const FloatMap map = detector.graph.map(level);
      const std::size_t count = static_cast<std::size_t>(map.height) * map.width;
      for (std::size_t i = 0; i < count; ++i) {
        const float* values = map.values + i * map.channels;
        if (values[0] < least) continue;
        found.push_back(
            detection_at(cells[first + i], values, 1 / (1 + std::exp(-double{values[0]}))));
      }
      first += count;
    }
    return found;
  }

  // Those used last are kept: building one takes longer than running it.
  Int8Detector& graph_for(int height, int width) {
    constexpr std::size_t kMostGraphs = 64;
    const auto fits = [&](const SizedGraph& each) {
      return each.height == height && each.width == width;
    };
    const auto known = std::find_if(graphs_.begin(), graphs_.end(), fits);
    if (known != graphs_.end()) {
      graphs_.splice(graphs_.begin(), graphs_, known);
    } else {
      graphs_.push_front({height, width, network_->int8(height, width, ranges_)});
      if (graphs_.size() > kMostGraphs) graphs_.pop_back();
    }
    return graphs_.front().detector;
  }

  struct SizedGraph {
    int height;
    int width;
    Int8Detector detector;
  };

  std::shared_ptr<DetectorNet> network_;
  std::vector<float> ranges_;
  std::list<SizedGraph> graphs_;  // used last first
  int threads_;
  double min_score_;
};

}  // namespace

void read_detector(const std::filesystem::path& weights, DetectorNet& network) {
  const std::string context = weights.string();
  restore_state(network, decode_weights(read_file(weights), kKind, context).tensors, context);
}

std::unique_ptr<FaceDetector> make_detector(const std::filesystem::path& weights, int threads) {
  limit_threads(threads);
  const std::string context = weights.string();
  const WeightsFile file = decode_weights(read_file(weights), kKind, context);
  auto network = std::make_shared<DetectorNet>();
  restore_state(*network, file.tensors, context);
  std::vector<float> ranges;
  try {
    // Files of earlier versions have none.
    ranges = Json::parse(file.header).value(kRanges, ranges);
  } catch (const Json::exception&) {
    throw Error(ErrorCode::kDamaged, "the detector's header can't be read; train it again",
                context);
  }
  return std::make_unique<NetworkDetector>(std::move(network), std::move(ranges), threads,
                                           kDetectorMinScore);
}

std::unique_ptr<FaceDetector> make_detector(const DetectorNet& network, int threads,
                                            double min_score) {
  auto copy = std::make_shared<DetectorNet>();
  restore_state(*copy, stored_state(network, false), "a copy");
  return std::make_unique<NetworkDetector>(std::move(copy), std::vector<float>{}, threads,
                                           min_score);
}

std::vector<float> detector_ranges(DetectorNet& network, const std::vector<Picture>& pictures) {
  network.eval();
  RangeRunner runner;
  for (const Picture& picture : pictures) {
    for (const double scale : scales_for(picture)) {
      network.measure(pixels_of(scaled_by(scale, picture).picture), runner);
    }
  }
  return runner.ranges();
}

std::string encode_detector(const DetectorNet& network, const std::vector<float>& ranges,
                            const std::string& card) {
  const Json header = {{kRanges, ranges},
                       {"card", card.empty() ? Json::object() : Json::parse(card)}};
  return encode_weights({kKind, header.dump(), stored_state(network, true)});
}

}  // namespace facepoint::nn
