#include "nn/module/detector_predict.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

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

int padded(double side) {
  return static_cast<int>(std::ceil(std::max(1.0, std::round(side)) / kCellMultiple)) *
         kCellMultiple;
}

Picture in_colour(const Picture& grey) {
  Picture colour{grey.width, grey.height, 3, {}};
  colour.pixels.reserve(grey.pixels.size() * 3);
  for (const std::uint8_t value : grey.pixels) colour.pixels.insert(colour.pixels.end(), 3, value);
  return colour;
}

class NetworkDetector : public FaceDetector {
 public:
  NetworkDetector(std::shared_ptr<DetectorNet> network, int threads, double min_score)
      : network_(std::move(network)), threads_(threads), min_score_(min_score) {
    network_->eval();
    fold_norms(*network_, fast_type());
  }

  std::string name() const override { return "cnn"; }

  std::vector<Detection> detect(const Picture& picture) override {
    if (picture.empty()) return {};
    if (picture.channels == 1) return detect(in_colour(picture));
    limit_threads(threads_);
    std::vector<Detection> found;
    for (const double scale : scales_for(picture)) look(picture, scale, found);
    return merge_detections(std::move(found), kSameFace);
  }

 private:
  void look(const Picture& picture, double scale, std::vector<Detection>& found) {
    const torch::InferenceMode inference;
    // (p + 0.5) scale - 0.5: pixel centres are integers.
    const Similarity scaled_from_image{scale, 0, (scale - 1) / 2, (scale - 1) / 2};
    const Picture scaled = warp(picture, scaled_from_image, padded(picture.width * scale),
                                padded(picture.height * scale));
    const DetectorOutput output = network_->forward(pixels_tensor(
        scaled.pixels.data(), 1, scaled.height, scaled.width, scaled.channels, fast_type()));
    const torch::Tensor scores = torch::sigmoid(output.logits[0]).contiguous();
    const torch::Tensor boxes = output.boxes[0].contiguous();
    const torch::Tensor turns = output.turns[0].contiguous();
    const auto score = scores.accessor<float, 1>();
    const auto box = boxes.accessor<float, 2>();
    const auto turn = turns.accessor<float, 2>();
    const Similarity image_from_scaled = scaled_from_image.inverse();
    for (std::int64_t i = 0; i < score.size(0); ++i) {
      if (score[i] < min_score_) continue;
      const Point low = image_from_scaled({box[i][0], box[i][1]});
      const Point high = image_from_scaled({box[i][2], box[i][3]});
      found.push_back({{low.x, low.y, high.x - low.x, high.y - low.y},
                       score[i],
                       std::atan2(turn[i][1], turn[i][0])});
    }
  }

  std::shared_ptr<DetectorNet> network_;
  int threads_;
  double min_score_;
};

}  // namespace

std::unique_ptr<FaceDetector> make_detector(const std::filesystem::path& weights, int threads) {
  limit_threads(threads);
  const std::string context = weights.string();
  const WeightsFile file = decode_weights(read_file(weights), kKind, context);
  auto network = std::make_shared<DetectorNet>();
  restore_state(*network, file.tensors, context);
  return std::make_unique<NetworkDetector>(std::move(network), threads, kDetectorMinScore);
}

std::unique_ptr<FaceDetector> make_detector(const DetectorNet& network, int threads,
                                            double min_score) {
  auto copy = std::make_shared<DetectorNet>();
  restore_state(*copy, stored_state(network, false), "a copy");
  return std::make_unique<NetworkDetector>(std::move(copy), threads, min_score);
}

std::string encode_detector(const DetectorNet& network, const std::string& card) {
  const Json header = {{"card", card.empty() ? Json::object() : Json::parse(card)}};
  return encode_weights({kKind, header.dump(), stored_state(network, true)});
}

}  // namespace facepoint::nn
