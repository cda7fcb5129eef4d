#include <gtest/gtest.h>

#include "base/error.h"
#include "base/files.h"
#include "drawn_set.h"
#include "image/codec.h"
#include "landmark/metrics.h"
#include "nn/model_summary.h"
#include "nn/module/corrector_network.h"
#include "nn/runtime.h"
#include "support/temp_dir.h"

namespace facepoint::nn {
namespace {

using test::drawn_training_set;
using test::TempDir;

std::filesystem::path shipped(const char* model) {
  return test::source_dir() / "models" / model / "weights.fpm";
}

CorrectionHints hints_at(const torch::Tensor& expected) {
  return {expected, torch::zeros({expected.size(0), expected.size(1)}), expected,
          torch::ones({expected.size(0), expected.size(1)})};
}

TEST(CorrectorNetwork, IsDrawnToWhereItsPointsAreExpectedTheMoreTheMoreIsKnown) {
  const torch::NoGradGuard no_gradient;
  torch::manual_seed(3);
  CorrectorNet network(5, 8);
  network->eval();
  const torch::Tensor pixels = torch::randn({1, 3, 128, 128});
  CorrectionHints hints = hints_at(torch::full({1, 5, 2}, 0.25));
  const torch::Tensor vague = network->forward(pixels, hints).points;
  hints.left.zero_();
  const torch::Tensor told = network->forward(pixels, hints).points;
  const auto away = [](const torch::Tensor& points) {
    return (points - 0.25).norm(2, {2}).sum().item<double>();
  };
  EXPECT_GT(away(vague), 1e-4) << "the picture has a say";
  EXPECT_LT(away(vague), 1.5);
  EXPECT_LT(away(told), 0.95 * away(vague));
}

TEST(CorrectorNetwork, StartsWithWhatAHeatmapNetworkKnows) {
  NetworkSpec spec;
  spec.arch = "heatmap";
  spec.points = 5;
  spec.width = 8;
  spec.sources = {"one"};
  spec.mirror = {0, 1, 2, 3, 4};
  const auto heatmap = make_network(spec);
  CorrectorNet network(5, 8);
  network->start_from(*heatmap);
  const auto of = [](const torch::nn::Module& module, const std::string& name) {
    return module.named_parameters()[name];
  };
  EXPECT_TRUE(torch::equal(of(*network, "maps.weight"), of(*heatmap, "maps.weight")));
  EXPECT_TRUE(torch::equal(of(*network, "down8.first.weight"), of(*heatmap, "down8.first.weight")));
  EXPECT_EQ(of(*network, "hint_maps.weight").abs().max().item<float>(), 0) << "no hint counts yet";
}

// A base of a few epochs and a corrector beside it, once for all tests here.
class TrainedCorrector : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TempDir>();
    set_ = drawn_training_set(10, 2);
    TrainingOptions base;
    base.epochs = 2;
    base.batch_size = 4;
    base.threads = 1;
    base.width = 8;
    base.output = *folder_ / "base.fpm";
    JobContext job;
    runtime().train(set_, base, {}, job);
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static CorrectorOptions options(int epochs) {
    CorrectorOptions options;
    options.base = *folder_ / "base.fpm";
    options.epochs = epochs;
    options.batch_size = 4;
    options.threads = 1;
    options.output = *folder_ / "c.fpm";
    options.checkpoint = *folder_ / "c.checkpoint";
    return options;
  }

  static std::unique_ptr<TempDir> folder_;
  static TrainingSet set_;
};
std::unique_ptr<TempDir> TrainedCorrector::folder_;
TrainingSet TrainedCorrector::set_;

TEST_F(TrainedCorrector, KeepsSetPointsAndSaysWhatIsKnownOfTheOthers) {
  JobContext job;
  const CorrectorResult result = runtime().train_corrector(set_, options(1), {}, job);
  ASSERT_EQ(result.epochs.size(), 1u);
  EXPECT_TRUE(result.epochs[0].best);
  EXPECT_GT(result.epochs[0].mean_drags, 0);
  EXPECT_GT(result.epochs[0].mean_drags_linear, 0);

  const CorrectorSummary summary = read_corrector_summary(*folder_ / "c.fpm");
  EXPECT_EQ(summary.base_name, "base");
  EXPECT_EQ(summary.base_digest, read_model_summary(*folder_ / "base.fpm").info.digest);
  EXPECT_EQ(summary.residual_covariance.size(), 136u * 136u);

  const auto corrector = runtime().load_corrector(*folder_ / "c.fpm", 1);
  const TrainingExample& face = set_.validation[0];
  const Picture picture = load_picture(face.image);
  Keypoints start = face.points;
  for (Landmark& point : start) point.position = point.position + Point{3, 2};
  const std::vector<SetPoint> set{{8, face.points[8].position}, {30, face.points[30].position}};
  const Corrected answer = corrector->correct(picture, start, false, {}, set);
  ASSERT_EQ(answer.points.size(), 68u);
  for (const SetPoint& each : set) {
    EXPECT_EQ(answer.points[each.point].position, each.position);
    EXPECT_EQ(answer.error[each.point], 0);
  }
  for (std::size_t p = 0; p < 68; ++p) {
    EXPECT_TRUE(is_finite(answer.points[p].position)) << p;
    EXPECT_TRUE(p == 8 || p == 30 || answer.error[p] > 0) << p;
  }
  const Corrected again = corrector->correct(picture, start, false, {}, set);
  EXPECT_EQ(again.points, answer.points);
  EXPECT_THROW(corrector->correct(picture, Keypoints(5), false, {}, {}), Error);
}

TEST_F(TrainedCorrector, GoesOnFromItsCheckpoint) {
  JobContext job;
  runtime().train_corrector(set_, options(2), {}, job);
  CorrectorOptions more = options(2);
  more.resume = true;
  const CorrectorResult result = runtime().train_corrector(set_, more, {}, job);
  EXPECT_EQ(result.epochs.size(), 2u) << "nothing was left to do";
  TrainingSet changed = set_;
  changed.train[0].points[0].position.y += 1;
  EXPECT_THROW(runtime().train_corrector(changed, more, {}, job), Error) << "other labels";
  more.seed = 9;
  EXPECT_THROW(runtime().train_corrector(set_, more, {}, job), Error);
}

TEST_F(TrainedCorrector, IsRefusedWithoutTheModelThatItBelongsTo) {
  JobContext job;
  runtime().train_corrector(set_, options(1), {}, job);
  const TempDir elsewhere;
  std::filesystem::copy_file(*folder_ / "c.fpm", elsewhere / "c.fpm");
  try {
    runtime().load_corrector(elsewhere / "c.fpm", 1);
    FAIL() << "its base is missing";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_NE(error.message().find("base"), std::string::npos) << error.message();
  }
  std::string bytes = read_file(elsewhere / "c.fpm");
  bytes.resize(bytes.size() / 2);
  write_file_atomically(elsewhere / "c.fpm", bytes);
  EXPECT_THROW(runtime().load_corrector(elsewhere / "c.fpm", 1), Error);
}

class ShippedCorrector : public testing::Test {
 protected:
  void SetUp() override {
    if (!std::filesystem::exists(shipped(kCorrectorFolder))) GTEST_SKIP() << "not shipped";
    corrector_ = runtime().load_corrector(shipped(kCorrectorFolder), 1);
    face_ = drawn_training_set(10, 0).train[3];
    picture_ = load_picture(face_.image);
    side_ = box_side(face_.points).value();
  }

  // Of the points whose error it is, over a part of the box side.
  std::vector<int> off(const Keypoints& points, double part) const {
    std::vector<int> wrong;
    for (int p = 0; p < 68; ++p) {
      if (distance(points[p].position, face_.points[p].position) > part * side_) wrong.push_back(p);
    }
    return wrong;
  }

  std::unique_ptr<Corrector> corrector_;
  TrainingExample face_;
  Picture picture_;
  double side_ = 0;
};

TEST_F(ShippedCorrector, MendsADisplacedRegionOfALabelByOneDragAndLeavesTheRest) {
  Keypoints label = face_.points;
  for (int p = 48; p < 68; ++p) label[p].position.y += 0.12 * side_;
  const SetPoint dragged{57, face_.points[57].position};
  const Corrected answer = corrector_->correct(picture_, label, true, {}, {&dragged, 1});
  EXPECT_LT(off(answer.points, 0.04).size(), 4u);
  for (int p = 0; p < 48; ++p) EXPECT_EQ(answer.points[p], label[p]) << p;
}

TEST_F(ShippedCorrector, LeavesARightLabelAsItIs) {
  const SetPoint dragged{57, face_.points[57].position + Point{0, 0.02 * side_}};
  const Corrected answer = corrector_->correct(picture_, face_.points, true, {}, {&dragged, 1});
  EXPECT_LT(off(answer.points, 1e-9).size(), 4u);
}

// An editor's worker reads the next picture into the same place.
TEST_F(ShippedCorrector, LooksAtAnotherPictureInTheSamePlaceAnew) {
  const SetPoint dragged{57, face_.points[57].position + Point{0, 0.1 * side_}};
  const auto answer = [&](Corrector& corrector) {
    return corrector.correct(picture_, face_.points, true, {}, {&dragged, 1}).points;
  };
  const Keypoints of_first = answer(*corrector_);
  picture_ = load_picture(drawn_training_set(10, 0).train[7].image);
  const Keypoints of_second = answer(*corrector_);
  EXPECT_NE(of_second, of_first);
  const auto fresh = runtime().load_corrector(shipped(kCorrectorFolder), 1);
  EXPECT_EQ(of_second, answer(*fresh));
}

}  // namespace
}  // namespace facepoint::nn
