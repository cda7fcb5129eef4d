#include "nn/module/winograd.h"

#include <gtest/gtest.h>
#include <torch/torch.h>

#include "nn/module/layers.h"

namespace facepoint::nn {
namespace {

struct Shape {
  std::int64_t n, in, out, height, width;
};

class Winograd : public testing::TestWithParam<Shape> {
 protected:
  void SetUp() override {
    if (!WinogradWeights::suits(8, 16)) GTEST_SKIP() << "this processor has no AVX2";
  }
};

TEST_P(Winograd, GivesWhatTheConvolutionGives) {
  const Shape shape = GetParam();
  torch::manual_seed(3);
  const auto form = torch::MemoryFormat::ChannelsLast;
  const auto x = torch::randn({shape.n, shape.in, shape.height, shape.width}).contiguous(form);
  const auto weight = torch::randn({shape.out, shape.in, 3, 3}).div_(3 * std::sqrt(shape.in));
  const auto bias = torch::randn({shape.out});
  const auto added = torch::randn({shape.n, shape.out, shape.height, shape.width}).contiguous(form);
  const auto wanted = torch::conv2d(x, weight, bias, 1, 1);
  const WinogradWeights weights(weight.data_ptr<float>(), static_cast<int>(shape.in),
                                static_cast<int>(shape.out));
  auto y = torch::empty_like(added, added.options(), form);
  const auto run = [&](const float* plus, bool relu) {
    convolve(weights, {shape.n, shape.height, shape.width}, x.data_ptr<float>(),
             bias.data_ptr<float>(), plus, relu, y.data_ptr<float>());
    return y;
  };
  EXPECT_TRUE(torch::allclose(run(nullptr, false), wanted, 1e-4, 1e-4));
  EXPECT_TRUE(torch::allclose(run(nullptr, true), wanted.relu(), 1e-4, 1e-4));
  EXPECT_TRUE(
      torch::allclose(run(added.data_ptr<float>(), true), (wanted + added).relu(), 1e-4, 1e-4));
}

// Whole tiles, tiles that reach beyond the border, less than a tile, and more tiles than are taken
// together.
INSTANTIATE_TEST_SUITE_P(Shapes, Winograd,
                         testing::Values(Shape{1, 8, 16, 4, 4}, Shape{2, 48, 64, 7, 10},
                                         Shape{3, 64, 48, 1, 2}, Shape{5, 16, 32, 12, 12}));

TEST(Winograd, RefusesChannelsThatDontFillItsRegisters) {
  EXPECT_FALSE(WinogradWeights::suits(3, 16));
  EXPECT_FALSE(WinogradWeights::suits(8, 24));
}

TEST(Layers, FoldingABlockKeepsWhatItComputes) {
  torch::manual_seed(5);
  const torch::InferenceMode inference;
  Block block(16, 16, 1);
  block->eval();
  for (auto& buffer : block->named_buffers()) {
    if (buffer.key().find("running") != std::string::npos) buffer.value().uniform_(0.5, 1.5);
  }
  const auto x = torch::randn({2, 16, 9, 6}).contiguous(torch::MemoryFormat::ChannelsLast);
  const auto wanted = block->forward(x);
  fold_norms(*block, torch::kFloat32);
  EXPECT_TRUE(torch::allclose(block->forward(x), wanted, 1e-4, 1e-4));
}

}  // namespace
}  // namespace facepoint::nn
