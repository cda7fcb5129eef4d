#include "nn/module/network.h"

#include <gtest/gtest.h>

#include <cmath>
#include <utility>

#include "base/error.h"
#include "nn/module/batch_loss.h"
#include "nn/module/layers.h"
#include "nn/module/model_file.h"
#include "nn/module/parallel_step.h"
#include "support/temp_dir.h"

namespace facepoint::nn {
namespace {

NetworkSpec spec_of(const std::string& arch, std::vector<std::string> sources = {"a"}) {
  const SchemeLibrary library(test::source_dir() / "assets/schemes");
  NetworkSpec spec;
  spec.arch = arch;
  spec.sources = std::move(sources);
  spec.mirror = library.get("ibug68").mirror;
  return spec;
}

std::int64_t weights_of(const Network& network) {
  std::int64_t count = 0;
  for (const auto& parameter : network.parameters()) count += parameter.numel();
  return count;
}

TEST(SoftArgmax, OfAGaussianIsItsCentre) {
  const torch::Tensor points = torch::tensor({{{0.31F, 0.62F}, {0.5F, 0.5F}}});
  const torch::Tensor maps = gaussian_maps(points, 32);
  EXPECT_TRUE(torch::allclose(maps.sum({2, 3}), torch::ones({1, 2})));
  EXPECT_TRUE(torch::allclose(expected_position(maps), points, 0, 1e-4));
}

TEST(SoftArgmax, OfOneHotCellIsTheCellsCentre) {
  torch::Tensor maps = torch::zeros({1, 1, 4, 4});
  maps[0][0][1][3] = 1;
  EXPECT_TRUE(torch::equal(expected_position(maps), torch::tensor({{{0.875F, 0.375F}}})));
}

TEST(Spread, IsTheDeviationOfATrainingTargetAndGrowsWithTheMap) {
  const torch::Tensor sharp = gaussian_maps(torch::full({1, 1, 2}, 0.5), 32);
  const torch::Tensor flat = torch::full({1, 1, 32, 32}, 1.0 / 1024);
  EXPECT_NEAR(spread(sharp).item<double>(), 1, 0.01);
  EXPECT_NEAR(spread(flat).item<double>(), std::sqrt((32 * 32 - 1) / 12.0), 0.01);
}

TEST(Network, HeatmapFitsAFileOfTenMegabytesAsHalfFloats) {
  const auto network = make_network(spec_of("heatmap"));
  EXPECT_GT(weights_of(*network), 1'000'000);
  EXPECT_LT(weights_of(*network), 5'000'000);
}

TEST(Network, NaimishHasTheOriginalsTwentyMillionWeights) {
  // Convolutions 832 + 18,496 + 73,856 + 295,168 + 131,584, fully connected 18,875,392 + 524,800 +
  // 69,768, and one source's offsets.
  EXPECT_EQ(weights_of(*make_network(spec_of("naimish"))), 19'989'896 + 68 * 2);
}

TEST(Network, OfUnknownArchitectureNamesTheKnownOnes) {
  try {
    make_network(spec_of("resnet"));
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("heatmap, naimish"), std::string::npos);
  }
}

TEST(Network, GivesPointsInsideTheCropAndMapsThatSumToOne) {
  const torch::NoGradGuard no_gradient;
  const auto network = make_network(spec_of("heatmap"));
  network->eval();
  const NetworkOutput output = network->forward(torch::randn({2, 3, 128, 128}));
  EXPECT_EQ(output.points.sizes(), (c10::IntArrayRef{2, 68, 2}));
  EXPECT_GT(output.points.min().item<double>(), 0);
  EXPECT_LT(output.points.max().item<double>(), 1);
  EXPECT_TRUE(torch::allclose(output.heatmaps.sum({2, 3}), torch::ones({2, 68}), 1e-4));
  EXPECT_EQ(output.face_logits.sizes(), (c10::IntArrayRef{2}));
}

torch::Tensor offset_gradient(const Network& network) {
  return network.named_parameters()["source_offsets"].grad();
}

// Labels of two sources, all a tenth of a crop left of where the network sees the points on one
// side of the face; the gradient of the loss says what of that an offset takes up.
LossTarget shifted_target(std::vector<float> mirrored) {
  LossTarget target;
  target.points = torch::full({2, 68, 2}, 0.5);
  target.points.select(2, 0).slice(1, 0, 8).sub_(0.1);
  target.weights = torch::ones({2, 68});
  target.frames = torch::tensor({{0.7F, 0.0F}, {0.7F, 0.0F}});
  target.sources = torch::tensor({std::int64_t{0}, std::int64_t{1}});
  target.mirrored = torch::tensor(mirrored);
  target.faces = torch::ones({2});
  return target;
}

TEST(Network, LearnsWhatASourceDoesDifferentlyAndOfTheReferenceOnlyWhatItDoesToOneSide) {
  const auto network = make_network(spec_of("naimish", {"a", "b"}));
  NetworkOutput output;
  output.points = torch::full({2, 68, 2}, 0.5);
  network->loss(output, shifted_target({0, 0})).backward();
  const torch::Tensor gradient = offset_gradient(*network);
  // Source b: the jaw's left side only. Source a: half of it, and half on the other side.
  EXPECT_GT(gradient[1][0][0].item<double>(), 0);
  EXPECT_NEAR(gradient[1][16][0].item<double>(), 0, 1e-9);
  EXPECT_NEAR(gradient[0][0][0].item<double>(), gradient[1][0][0].item<double>() / 2, 1e-6);
  EXPECT_NEAR(gradient[0][16][0].item<double>(), gradient[0][0][0].item<double>(), 1e-9);
  EXPECT_EQ(gradient[1][8][0].item<double>(), 0);
}

TEST(Network, TakesAMirrorImagesOffsetFromTheOtherSide) {
  const auto network = make_network(spec_of("naimish", {"a", "b"}));
  NetworkOutput output;
  output.points = torch::full({2, 68, 2}, 0.5);
  network->loss(output, shifted_target({1, 1})).backward();
  const torch::Tensor gradient = offset_gradient(*network);
  EXPECT_NEAR(gradient[1][0][0].item<double>(), 0, 1e-9);
  EXPECT_LT(gradient[1][16][0].item<double>(), 0);
}

TEST(ModelFile, PredictsAfterReadingWhatItPredictedBeforeWriting) {
  const torch::NoGradGuard no_gradient;
  const test::TempDir folder;
  LoadedModel model;
  model.network = make_network(spec_of("heatmap", {"a", "b", "c"}));
  model.network->eval();
  model.info.scheme = "ibug68";
  model.info.card = R"({"seed":1})";
  model.mean_shape = make_keypoints({{0, 0.25}, {-0.5, 0.125}});
  model.calibration.knots = {{0.25, 0.5}, {0.5, 0.75}};
  test::write_text(folder / "m.fpm", encode_model(model));
  const LoadedModel read = load_model_file(folder / "m.fpm");
  EXPECT_EQ(read.info.arch, "heatmap");
  EXPECT_EQ(read.info.scheme, "ibug68");
  EXPECT_EQ(read.info.name, "m");
  EXPECT_EQ(read.info.card, R"({"seed":1})");
  EXPECT_EQ(read.info.sources, (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(read.mean_shape, model.mean_shape);
  EXPECT_EQ(read.calibration.knots, model.calibration.knots);
  const torch::Tensor pixels = torch::randn({1, 3, 128, 128});
  const torch::Tensor before = model.network->forward(pixels).points;
  const torch::Tensor after = read.network->forward(pixels).points;
  // Half a thousandth of a crop: what half floats cost.
  EXPECT_LT((before - after).abs().max().item<double>(), 5e-4);
}

TEST(Network, PreparedForPredictionPlacesPointsWhereItDidBefore) {
  const torch::NoGradGuard no_gradient;
  const auto network = make_network(spec_of("heatmap"));
  network->train();
  for (int i = 0; i < 4; ++i) network->forward(torch::randn({4, 3, 128, 128}));
  network->eval();
  const torch::Tensor pixels = torch::randn({2, 3, 128, 128});
  const torch::Tensor before = network->forward(pixels).points;
  network->prepare_for_prediction({});
  const torch::Tensor after = network->forward(pixels.to(fast_type())).points;
  // Two thousandths of a crop: what numbers of eight binary digits cost.
  EXPECT_LT((before - after).abs().max().item<double>(), 2e-3);
}

// Each part has its own batch statistics, so two workers are the mean of the two halves.
TEST(ParallelStep, OfTwoWorkersIsTheMeanOfTheHalves) {
  const auto network = make_network(spec_of("heatmap"));
  network->train();
  const auto batch_of = [&](std::int64_t first, std::int64_t size) {
    Batch batch;
    batch.size = size;
    for (std::int64_t i = first; i < first + size; ++i) {
      for (int k = 0; k < 128 * 128 * 3; ++k) {
        batch.pixels.push_back(static_cast<std::uint8_t>((k * (i + 3)) % 251));
      }
      for (int k = 0; k < 68 * 2; ++k)
        batch.points.push_back(0.3F + 0.002F * static_cast<float>(k));
      batch.weights.insert(batch.weights.end(), 68, 1.0F);
      batch.frames.insert(batch.frames.end(), {0.7F, 0.0F});
      batch.sources.push_back(0);
      batch.mirrored.push_back(0);
      batch.faces.push_back(1);
    }
    return batch;
  };
  const auto gradient = [&](const Batch& batch, int workers) {
    const auto copies =
        with_copies(network, workers, [] { return make_network(spec_of("heatmap")); });
    ParallelStep step({copies.begin(), copies.end()});
    step.gradients(batch.size, [&](std::size_t worker, std::int64_t first, std::int64_t last) {
      return batch_loss(*copies[worker], batch, first, last);
    });
    return network->named_parameters()["maps.weight"].grad().clone();
  };
  const torch::Tensor halves = (gradient(batch_of(0, 2), 1) + gradient(batch_of(2, 2), 1)).mul(0.5);
  const torch::Tensor together = gradient(batch_of(0, 4), 2);
  EXPECT_GT(halves.abs().max().item<double>(), 0);
  EXPECT_LT((halves - together).abs().max().item<double>(),
            0.02 * halves.abs().max().item<double>());
}

TEST(ModelFile, WhoseTensorsDontFitIsDamaged) {
  const test::TempDir folder;
  LoadedModel model;
  model.network = make_network(spec_of("heatmap"));
  WeightsFile file = decode_weights(encode_model(model), "model", "m");
  file.tensors.pop_back();
  test::write_text(folder / "m.fpm", encode_weights(file));
  try {
    load_model_file(folder / "m.fpm");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kDamaged);
  }
}

}  // namespace
}  // namespace facepoint::nn
