#include <gtest/gtest.h>

#include <functional>
#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/files.h"
#include "drawn_set.h"
#include "image/codec.h"
#include "landmark/metrics.h"
#include "nn/module/model_file.h"
#include "nn/runtime.h"
#include "nn/weights_file.h"
#include "support/temp_dir.h"

namespace facepoint::nn {
namespace {

using test::drawn_training_set;
using test::TempDir;

TrainingOptions quick_options(const TempDir& folder, int epochs) {
  TrainingOptions options;
  options.epochs = epochs;
  options.batch_size = 4;
  options.threads = 1;
  options.output = folder / "m.fpm";
  options.checkpoint = folder / "m.checkpoint";
  return options;
}

// Of a checkpoint.
void change_header(const std::filesystem::path& path,
                   const std::function<void(nlohmann::json&)>& change) {
  WeightsFile file = decode_weights(read_file(path), "checkpoint", "");
  auto header = nlohmann::json::parse(file.header);
  change(header);
  file.header = header.dump();
  write_file_atomically(path, encode_weights(file));
}

TEST(Training, LearnsAFewFacesByHeart) {
  const TempDir folder;
  TrainingSet set = drawn_training_set(8, 0);
  set.validation = set.train;
  TrainingOptions options = quick_options(folder, 30);
  JobContext job;
  const TrainingResult result = runtime().train(set, options, {}, job);
  ASSERT_EQ(result.epochs.size(), 30u);
  EXPECT_LT(result.epochs.back().training_loss, result.epochs.front().training_loss / 1.5);
  EXPECT_LT(result.best_validation_nme, result.epochs.front().validation_nme / 2);
  EXPECT_LT(result.best_validation_nme, 0.22);
  EXPECT_TRUE(result.skipped.empty());

  const auto predictor = runtime().load_model(options.output, 1);
  EXPECT_EQ(predictor->info().digest, result.digest);
  EXPECT_EQ(predictor->info().arch, "heatmap");
  const TrainingExample& face = set.train[0];
  const Picture picture = load_picture(face.image);
  const Rect box = bounding_box(face.points);
  const Rect corner{0, 0, picture.width / 6.0, picture.width / 6.0};
  const auto found = predictor->predict({{&picture, box}, {&picture, corner}}, false);
  ASSERT_EQ(found.size(), 2u);
  const auto error = face_error(set.scheme, found[0].points, face.points).nme_inter_ocular;
  ASSERT_TRUE(error.has_value());
  EXPECT_LT(*error, 0.25);
  EXPECT_EQ(found[0].error.size(), 68u);
  EXPECT_GT(found[0].score, found[1].score);
}

// The fifteen points of Kaggle's challenge out of the 68, in its order; eyes' centres are between
// the corners.
Keypoints fifteen_of(const Keypoints& all) {
  const auto middle = [&](std::size_t a, std::size_t b) {
    return Landmark{(all[a].position + all[b].position) * 0.5, Visibility::kVisible};
  };
  Keypoints points{middle(42, 45), middle(36, 39)};
  for (const std::size_t i : {42, 45, 39, 36, 22, 26, 21, 17, 30, 54, 48, 51, 57}) {
    points.push_back(all[i]);
  }
  return points;
}

TEST(Training, LearnsAnotherSchemeWithAbsentPoints) {
  const TempDir folder;
  TrainingSet set = drawn_training_set(8, 0);
  set.scheme = SchemeLibrary(test::source_dir() / "assets/schemes").get("kaggle15");
  for (TrainingExample& example : set.train) example.points = fifteen_of(example.points);
  set.train[2].points[13].visibility = Visibility::kAbsent;
  set.validation = set.train;
  TrainingOptions options = quick_options(folder, 15);
  options.width = 16;
  JobContext job;
  const TrainingResult result = runtime().train(set, options, {}, job);
  EXPECT_LT(result.best_validation_nme, result.epochs.front().validation_nme / 1.5);
  const auto predictor = runtime().load_model(options.output, 1);
  EXPECT_EQ(predictor->info().scheme, "kaggle15");
  const Picture picture = load_picture(set.train[0].image);
  const auto found = predictor->predict({{&picture, bounding_box(set.train[0].points)}}, true);
  EXPECT_EQ(found[0].points.size(), 15u);
}

// Without the outer eye corners, as two thirds of Kaggle's faces are.
TEST(Training, ValidatesByTheBoxWhereNoFaceHasOuterEyeCorners) {
  const TempDir folder;
  TrainingSet set = drawn_training_set(6, 2);
  for (auto* part : {&set.train, &set.validation}) {
    for (TrainingExample& example : *part) {
      for (const int corner : set.scheme.inter_ocular) {
        example.points[static_cast<std::size_t>(corner)].visibility = Visibility::kAbsent;
      }
    }
  }
  TrainingOptions options = quick_options(folder, 2);
  options.width = 8;
  JobContext job;
  const TrainingResult result = runtime().train(set, options, {}, job);
  EXPECT_TRUE(result.by_box);
  for (const EpochReport& epoch : result.epochs) {
    EXPECT_TRUE(epoch.by_box);
    ASSERT_EQ(epoch.worst.size(), 2u);
    EXPECT_NEAR((epoch.worst[0].nme + epoch.worst[1].nme) / 2, epoch.validation_nme, 1e-9);
    EXPECT_GT(epoch.validation_nme, 0);
  }
  const std::string card = load_model_file(options.output).info.card;
  EXPECT_NE(card.find("validation_nme_box"), std::string::npos) << card;
  options.resume = true;
  EXPECT_TRUE(runtime().train(set, options, {}, job).by_box);

  set.validation.resize(1);
  for (std::size_t p = 1; p < set.validation[0].points.size(); ++p) {
    set.validation[0].points[p].visibility = Visibility::kAbsent;
  }
  options.resume = false;
  EXPECT_THROW(runtime().train(set, options, {}, job), Error) << "nothing tells the face's size";
}

TEST(Training, GoesOnFromACheckpointAsIfNeverInterrupted) {
  for (const std::string arch : {"heatmap", "naimish"}) {
    const TempDir whole;
    const TempDir parts;
    const TrainingSet set = drawn_training_set(6, 2);
    JobContext job;
    TrainingOptions options = quick_options(whole, 2);
    options.arch = arch;
    const TrainingResult expected = runtime().train(set, options, {}, job);

    TrainingOptions again = quick_options(parts, 2);
    again.arch = arch;
    std::stop_source stop;
    JobContext stopped({}, stop.get_token());
    const auto stop_after_one = [&](const EpochReport& report) {
      if (report.epoch == 1) stop.request_stop();
    };
    EXPECT_THROW(runtime().train(set, again, stop_after_one, stopped), Cancelled);
    again.resume = true;
    const TrainingResult resumed = runtime().train(set, again, {}, job);

    ASSERT_EQ(resumed.epochs.size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) {
      EXPECT_EQ(resumed.epochs[i].training_loss, expected.epochs[i].training_loss) << arch << i;
      EXPECT_EQ(resumed.epochs[i].validation_nme, expected.epochs[i].validation_nme) << arch << i;
    }
    EXPECT_EQ(read_file(again.output), read_file(options.output)) << arch;
  }
}

TEST(Training, AFinishedOneWritesItsModelAnew) {
  const TempDir folder;
  TrainingSet set = drawn_training_set(4, 0);
  set.validation = set.train;
  JobContext job;
  TrainingOptions options = quick_options(folder, 2);
  const TrainingResult first = runtime().train(set, options, {}, job);
  ASSERT_TRUE(first.epochs.back().best);
  EXPECT_EQ(load_model_file(options.output).residual_covariance.size(), 136u * 136u);
  const std::string bytes = read_file(options.output);
  std::filesystem::remove(options.output);
  options.resume = true;
  const TrainingResult again = runtime().train(set, options, {}, job);
  EXPECT_EQ(again.epochs.size(), 2u);
  EXPECT_EQ(read_file(options.output), bytes);
}

TEST(Training, AFinishedOneWhoseBestWeightsAreGoneSaysSo) {
  const TempDir folder;
  const TrainingSet set = drawn_training_set(4, 2);
  JobContext job;
  TrainingOptions options = quick_options(folder, 2);
  options.width = 8;
  runtime().train(set, options, {}, job);
  change_header(options.checkpoint, [](auto& header) { header["epochs"][1]["best"] = false; });
  std::filesystem::remove(options.output);
  options.resume = true;
  try {
    runtime().train(set, options, {}, job);
    ADD_FAILURE() << "no Error was thrown";
  } catch (const Error& error) {
    EXPECT_NE(error.message().find("train again"), std::string::npos) << error.what();
  }
}

TEST(Training, DoesNotGoOnFromTheCheckpointOfAnother) {
  const TempDir folder;
  const TrainingSet set = drawn_training_set(4, 2);
  JobContext job;
  TrainingOptions options = quick_options(folder, 1);
  runtime().train(set, options, {}, job);
  options.resume = true;
  options.epochs = 2;
  try {
    runtime().train(set, options, {}, job);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_NE(error.message().find("epochs is now 2, was 1"), std::string::npos) << error.what();
  }
}

// Why going on with `set` is refused; empty: it is not.
std::string refusal(const TrainingSet& set, TrainingOptions options) {
  options.resume = true;
  JobContext job;
  try {
    runtime().train(set, options, {}, job);
    return "";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput) << error.what();
    return error.message();
  }
}

TEST(Training, DoesNotGoOnWithOtherLabels) {
  const TempDir folder;
  const TrainingSet set = drawn_training_set(5, 2);
  JobContext job;
  TrainingOptions options = quick_options(folder, 1);
  options.width = 8;
  runtime().train(set, options, {}, job);

  TrainingSet moved = set;
  moved.train[1].points[30].position.x += 1;
  EXPECT_NE(refusal(moved, options).find("labels are others"), std::string::npos);
  TrainingSet hidden = set;
  hidden.validation[0].points[3].visibility = Visibility::kAbsent;
  EXPECT_NE(refusal(hidden, options).find("labels are others"), std::string::npos);
  TrainingSet other_parts = set;  // as many faces in each
  std::swap(other_parts.train[0], other_parts.validation[0]);
  EXPECT_NE(refusal(other_parts, options).find("labels are others"), std::string::npos);

  TrainingSet elsewhere = set;
  const TempDir other_folder;
  for (auto* part : {&elsewhere.train, &elsewhere.validation}) {
    for (TrainingExample& example : *part) {
      std::filesystem::copy_file(example.image, other_folder / example.image.filename().string());
      example.image = other_folder / example.image.filename().string();
    }
  }
  EXPECT_EQ(refusal(elsewhere, options), "") << "the pictures were only moved";
}

TEST(Training, GoesOnFromACheckpointThatDoesNotTellItsLabels) {
  const TempDir folder;
  const TrainingSet set = drawn_training_set(4, 2);
  JobContext job;
  TrainingOptions options = quick_options(folder, 1);
  options.width = 8;
  runtime().train(set, options, {}, job);
  change_header(options.checkpoint, [](auto& header) { ASSERT_EQ(header.erase("labels"), 1u); });
  EXPECT_EQ(refusal(set, options), "");
}

TEST(Training, StartsFromAModelInItsWidthAndRefusesAnother) {
  const TempDir folder;
  TrainingSet set = drawn_training_set(8, 0);
  set.validation = set.train;
  JobContext job;
  TrainingOptions options = quick_options(folder, 30);
  options.width = 8;
  const TrainingResult base = runtime().train(set, options, {}, job);

  TrainingOptions further = quick_options(folder, 1);
  further.output = folder / "further.fpm";
  further.from = options.output;
  further.learning_rate = 1e-6;  // moves next to nothing
  const TrainingResult result = runtime().train(set, further, {}, job);
  EXPECT_LT(base.best_validation_nme, 0.7 * base.epochs.front().validation_nme);
  EXPECT_NEAR(result.best_validation_nme, base.best_validation_nme,
              0.05 * base.best_validation_nme);
  EXPECT_EQ(std::filesystem::file_size(further.output) / 1000,
            std::filesystem::file_size(options.output) / 1000);
  further.width = 16;
  EXPECT_THROW(runtime().train(set, further, {}, job), Error);
}

TEST(Training, LeavesOutPicturesThatCannotBeReadAndNamesThem) {
  const TempDir folder;
  TrainingSet set = drawn_training_set(5, 2);
  test::write_text(folder / "broken.jpg", "not a picture");
  set.train[1].image = folder / "broken.jpg";
  JobContext job;
  const TrainingResult result = runtime().train(set, quick_options(folder, 1), {}, job);
  ASSERT_EQ(result.skipped.size(), 1u);
  EXPECT_NE(result.skipped[0].find("broken.jpg"), std::string::npos);
}

TEST(Training, WithoutFacesIsRefused) {
  const TempDir folder;
  TrainingSet set = drawn_training_set(4, 2);
  JobContext job;
  set.validation.clear();
  EXPECT_THROW(runtime().train(set, quick_options(folder, 1), {}, job), Error);
  set = drawn_training_set(4, 2);
  set.train[0].points.pop_back();
  EXPECT_THROW(runtime().train(set, quick_options(folder, 1), {}, job), Error);
}

}  // namespace
}  // namespace facepoint::nn
