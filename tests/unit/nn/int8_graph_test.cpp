#include "nn/module/int8_graph.h"

#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "drawn_set.h"
#include "image/codec.h"
#include "landmark/metrics.h"
#include "nn/detector.h"
#include "nn/module/detector_network.h"
#include "nn/module/detector_predict.h"
#include "nn/module/heatmap_reader.h"
#include "nn/module/layers.h"
#include "nn/module/model_file.h"
#include "nn/module/network.h"
#include "nn/module/predict.h"
#include "nn/runtime.h"

namespace facepoint::nn {
namespace {

using torch::Tensor;

constexpr int kSide = 32;

// Something of everything that the networks are made of.
struct Layers {
  ConvNorm first{3, 16, 3, 2};
  Block block{16, 16, 1};
  Block smaller{16, 32, 2};
  ConvNorm side{32, 16, 1, 1, false};
  Block last{16, 16, 1};

  template <class Runner>
  typename Runner::Value run(Runner& run, const typename Runner::Value& pixels) {
    const auto fine = block->run(run, run.conv(*first, pixels));
    const auto coarse = smaller->run(run, fine);
    return last->run(run, run.add_twice(run.conv(*side, coarse), fine));
  }
};

class InEightBits : public testing::Test {
 protected:
  void SetUp() override {
    if (!Int8Graph::runs_here()) GTEST_SKIP() << "this processor has no AVX2";
    torch::manual_seed(1);
    const torch::NoGradGuard no_gradient;
    for (const auto& module : modules()) {
      for (auto& item : module->named_parameters()) {
        if (item.key().find("norm") != std::string::npos) item.value().uniform_(0.2, 1);
      }
      module->eval();
    }
    pixels_ = torch::randint(0, 256, {1, kSide, kSide, 3}, torch::kUInt8);
  }
  std::vector<std::shared_ptr<torch::nn::Module>> modules() {
    return {layers_.first.ptr(), layers_.block.ptr(), layers_.smaller.ptr(), layers_.side.ptr(),
            layers_.last.ptr()};
  }
  Tensor in_floats() {
    return pixels_tensor(pixels_.data_ptr<std::uint8_t>(), 1, kSide, kSide, 3, torch::kFloat32);
  }
  std::vector<float> ranges() {
    const torch::NoGradGuard no_gradient;
    RangeRunner runner;
    layers_.run(runner, in_floats());
    return runner.ranges();
  }
  void run(Int8Graph& graph) {
    graph.run(pixels_.data_ptr<std::uint8_t>(), std::size_t{kSide} * 3);
  }

  Layers layers_;
  Tensor pixels_;  // 1 x side x side x 3
};

TEST_F(InEightBits, ANetworkSaysWhatItSaysInFloats) {
  const torch::NoGradGuard no_gradient;
  torch::nn::Conv2d out(torch::nn::Conv2dOptions(16, 5, 1));
  FloatRunner floats;
  const Tensor features = layers_.run(floats, in_floats());
  const Tensor wanted = out->forward(features)[0];

  Int8Graph graph(kSide, kSide, ranges());
  Int8Runner runner(graph);
  const auto value = layers_.run(runner, graph.pixels());
  Int8Layer read = int8_layer(out);
  const auto map_value = graph.out(read, value);
  run(graph);
  const FloatMap map = graph.map(map_value);
  ASSERT_EQ(map.height, kSide / 2);
  ASSERT_EQ(map.width, kSide / 2);
  ASSERT_EQ(map.channels, 8);
  const double range = (wanted.max() - wanted.min()).item<double>();
  double difference = 0;
  for (int y = 0; y < map.height; ++y) {
    for (int x = 0; x < map.width; ++x) {
      const float* cell = map.values + (y * map.width + x) * map.channels;
      for (int c = 0; c < 5; ++c) difference += std::abs(cell[c] - wanted[c][y][x].item<double>());
      EXPECT_EQ(cell[5], 0);
    }
  }
  EXPECT_LT(difference / (5 * map.height * map.width), 0.02 * range);

  const std::vector<float> means = graph.channel_means(value);
  for (int c = 0; c < 16; ++c) {
    EXPECT_NEAR(means[c], features[0][c].mean().item<double>(),
                0.02 * features.max().item<double>());
  }
}

TEST_F(InEightBits, APictureGivesTheSameAfterAnother) {
  Int8Graph graph(kSide, kSide, ranges());
  Int8Runner runner(graph);
  const auto value = layers_.run(runner, graph.pixels());
  run(graph);
  const std::vector<float> first = graph.channel_means(value);
  const std::vector<std::uint8_t> black(std::size_t{kSide} * kSide * 3, 0);
  graph.run(black.data(), std::size_t{kSide} * 3);
  EXPECT_NE(graph.channel_means(value), first);
  run(graph);
  EXPECT_EQ(graph.channel_means(value), first);
}

TEST_F(InEightBits, ANetworkWithoutAllItsRangesIsRefused) {
  std::vector<float> few = ranges();
  few.pop_back();
  Int8Graph graph(kSide, kSide, few);
  Int8Runner runner(graph);
  EXPECT_THROW(layers_.run(runner, graph.pixels()), Error);
}

TEST_F(InEightBits, MapsAreReadAsTheyAreInTraining) {
  torch::manual_seed(2);
  const int points = 11;
  const Tensor logits = torch::randn({1, points, 12, 16}) * 4;
  const Tensor chances = torch::softmax(logits.flatten(2), 2).view(logits.sizes());
  const Tensor padded = torch::zeros({12, 16, 16});
  padded.slice(2, 0, points).copy_(logits[0].permute({1, 2, 0}));
  std::vector<float> positions(points * 2);
  std::vector<float> spreads(points);
  read_heatmaps({padded.data_ptr<float>(), 12, 16, 16}, points, positions.data(), spreads.data());
  const Tensor wanted = expected_position(chances)[0];
  const Tensor wanted_spreads = spread(chances)[0];
  for (int p = 0; p < points; ++p) {
    EXPECT_NEAR(positions[2 * p], wanted[p][0].item<double>(), 1e-5);
    EXPECT_NEAR(positions[2 * p + 1], wanted[p][1].item<double>(), 1e-5);
    EXPECT_NEAR(spreads[p], wanted_spreads[p].item<double>(), 1e-3);
  }
}

TEST_F(InEightBits, TheShippedModelPlacesPointsWhereItsFloatsDo) {
  LoadedModel model = load_model_file(default_model());
  ASSERT_FALSE(model.activation_ranges.empty()) << "it would predict with floats";
  LoadedModel in_floats = load_model_file(default_model());
  in_floats.activation_ranges.clear();
  const auto quick = make_predictor(std::move(model), 1);
  const auto exact = make_predictor(std::move(in_floats), 1);
  const TrainingSet set = test::drawn_training_set(12, 4);
  for (const TrainingExample& example : set.train) {
    const Picture picture = load_picture(example.image);
    const std::vector<FaceInput> faces{{&picture, bounding_box(example.points)}};
    const FacePrediction got = quick->predict(faces, false).front();
    const FacePrediction wanted = exact->predict(faces, false).front();
    const double side = box_side(example.points).value();
    EXPECT_LT(mean_distance(got.points, wanted.points).value(), 0.01 * side);
    EXPECT_NEAR(got.score, wanted.score, 0.02);
    for (std::size_t p = 0; p < got.error.size(); ++p) {
      EXPECT_NEAR(got.error[p], wanted.error[p], 0.01 * side);
    }
  }
}

TEST_F(InEightBits, TheShippedDetectorFindsWhatItsFloatsFind) {
  const auto quick = make_detector(default_detector(), 1);
  const auto network = std::make_shared<DetectorNet>();
  read_detector(default_detector(), *network);
  const auto exact = make_detector(*network, 1, kDetectorMinScore);
  const TrainingSet set = test::drawn_training_set(12, 4);
  for (const TrainingExample& example : set.train) {
    const Picture picture = load_picture(example.image);
    const std::vector<Detection> got = quick->detect(picture);
    const std::vector<Detection> wanted = exact->detect(picture);
    ASSERT_FALSE(wanted.empty());
    ASSERT_EQ(got.size(), wanted.size());
    EXPECT_GT(intersection_over_union(got[0].box, wanted[0].box), 0.9);
    EXPECT_NEAR(got[0].score, wanted[0].score, 0.1);
    EXPECT_NEAR(got[0].angle, wanted[0].angle, 0.1);
  }
}

}  // namespace
}  // namespace facepoint::nn
