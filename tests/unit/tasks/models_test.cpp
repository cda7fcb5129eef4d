#include "tasks/models.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "nn/weights_file.h"
#include "store/models.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

// FACEPOINT_PREFIX says where the shipped models lie.
class Models : public testing::Test {
 protected:
  void SetUp() override {
    setenv("FACEPOINT_PREFIX", dir_.path().c_str(), 1);
    write(shipped_, "heatmap");
  }
  void TearDown() override { unsetenv("FACEPOINT_PREFIX"); }

  static std::string content(const std::string& arch) {
    return nn::encode_weights(
        {"model",
         R"({"arch":")" + arch +
             R"(","scheme":"ibug68","input_size":128,"card":{"training":{"validation_nme":0.047}}})",
         {{"a", "f16", {2, 3}, std::string(12, 'x')}, {"b", "f32", {4}, std::string(16, 'y')}}});
  }
  void write(const fs::path& file, const std::string& arch) const {
    test::write_text(file, content(arch));
  }
  Project project() const { return Project::create(dir_ / "p.facepoint"); }

  test::TempDir dir_;
  fs::path shipped_ = dir_ / "share/facepoint/models/first/weights.fpm";
};

const ListedModel& named(const std::vector<ListedModel>& models, const std::string& name) {
  for (const ListedModel& model : models) {
    if (model.name == name) return model;
  }
  throw Error(ErrorCode::kNotFound, "no such model is listed", name);
}

TEST_F(Models, AFileSaysWhatItIsWithoutLibTorch) {
  const nn::ModelSummary summary = nn::read_model_summary(shipped_);
  EXPECT_EQ(summary.info.name, "first");
  EXPECT_EQ(summary.info.arch, "heatmap");
  EXPECT_EQ(summary.info.scheme, "ibug68");
  EXPECT_EQ(summary.info.input_size, 128);
  EXPECT_EQ(summary.weights, 10);
  EXPECT_EQ(summary.bytes, static_cast<std::int64_t>(fs::file_size(shipped_)));
  EXPECT_EQ(summary.info.digest.size(), 32U);
  EXPECT_DOUBLE_EQ(summary.validation_nme.value(), 0.047);
}

TEST_F(Models, TheShippedOneIsTheDefaultOfAProjectThatChoseNone) {
  write(dir_ / "share/facepoint/models/second/weights.fpm", "naimish");
  Project fresh = project();
  const auto models = list_models(&fresh);
  ASSERT_EQ(models.size(), 2U);
  EXPECT_TRUE(models[0].is_default);
  EXPECT_FALSE(models[1].is_default);
  EXPECT_EQ(models[1].summary->info.arch, "naimish");
  EXPECT_EQ(default_model_of(fresh), shipped_);
}

TEST_F(Models, AProjectsChoiceIsListedAndUsedUntilTheShippedOneIsChosenAgain) {
  Project fresh = project();
  write(dir_ / "mine.fpm", "heatmap-wide");
  set_default_model(fresh, dir_ / "mine.fpm");
  EXPECT_EQ(default_model_of(fresh), dir_ / "mine.fpm");
  const auto models = list_models(&fresh);
  EXPECT_TRUE(named(models, "mine").is_default);
  EXPECT_FALSE(named(models, "first").is_default);
  set_default_model(fresh, std::nullopt);
  EXPECT_EQ(default_model_of(fresh), shipped_);
  EXPECT_EQ(list_models(&fresh).size(), 1U);
}

TEST_F(Models, AChoiceThatIsGoneIsAnErrorThatSaysWhatToDo) {
  Project fresh = project();
  write(dir_ / "mine.fpm", "heatmap");
  set_default_model(fresh, dir_ / "mine.fpm");
  fs::remove(dir_ / "mine.fpm");
  try {
    default_model_of(fresh);
    ADD_FAILURE() << "no Error was thrown";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kNotFound);
    EXPECT_NE(error.message().find("set-default"), std::string::npos);
  }
  EXPECT_FALSE(named(list_models(&fresh), "mine").problem.empty());
}

TEST_F(Models, WhatIsNoModelIsNotChosen) {
  Project fresh = project();
  test::write_text(dir_ / "text.fpm", "just text");
  test::write_text(dir_ / "cut.fpm", content("heatmap").substr(0, 200));
  EXPECT_THROW(set_default_model(fresh, dir_ / "text.fpm"), Error);
  EXPECT_THROW(set_default_model(fresh, dir_ / "cut.fpm"), Error);
  EXPECT_THROW(set_default_model(fresh, dir_ / "missing.fpm"), Error);
  EXPECT_EQ(default_model_of(fresh), shipped_);
}

TEST_F(Models, FilesThatCantBeUsedAreListedWithTheReason) {
  const fs::path folder = dir_ / "share/facepoint/models";
  test::write_text(folder / "cut/weights.fpm",
                   content("heatmap").substr(0, content("heatmap").size() - 40));
  test::write_text(folder / "foreign/weights.fpm", "PK\3\4 this is a zip");
  std::string newer = content("heatmap");
  newer[std::string_view("facepoint-nn\n").size()] = 9;
  test::write_text(folder / "newer/weights.fpm", newer);
  const auto models = list_models();
  ASSERT_EQ(models.size(), 4U);
  EXPECT_NE(named(models, "cut").problem.find("damaged"), std::string::npos);
  EXPECT_NE(named(models, "foreign").problem.find("not a facepoint model"), std::string::npos);
  EXPECT_NE(named(models, "newer").problem.find("newer facepoint"), std::string::npos);
  EXPECT_TRUE(named(models, "first").problem.empty());
}

TEST_F(Models, AProjectsModelsAreListedInTheOrderItCameToKnowThem) {
  Project used = project();
  for (const std::string name : {"b", "a", "c"}) {
    const fs::path file = dir_ / (name + ".fpm");
    write(file, "heatmap-" + name);
    const ModelInfo info = nn::read_model_summary(file).info;
    add_model(used, {{}, name, info.digest, file.string(), info.arch, info.scheme});
  }
  std::string names;
  for (const ListedModel& model : list_models(&used)) names += model.name + " ";
  EXPECT_EQ(names, "first b a c ");
}

TEST_F(Models, AFileThatChangedSinceTheProjectUsedItIsSaidToHave) {
  Project used = project();
  write(dir_ / "mine.fpm", "heatmap-wide");
  const nn::ModelSummary then = nn::read_model_summary(dir_ / "mine.fpm");
  add_model(used, {{},
                   "mine",
                   then.info.digest,
                   (dir_ / "mine.fpm").string(),
                   then.info.arch,
                   then.info.scheme});
  EXPECT_TRUE(named(list_models(&used), "mine").problem.empty());
  write(dir_ / "mine.fpm", "naimish");
  EXPECT_NE(named(list_models(&used), "mine").problem.find("another one"), std::string::npos);
  // As a second training into the same file does.
  const nn::ModelSummary now = nn::read_model_summary(dir_ / "mine.fpm");
  add_model(
      used,
      {{}, "mine", now.info.digest, (dir_ / "mine.fpm").string(), now.info.arch, now.info.scheme});
  EXPECT_TRUE(named(list_models(&used), "mine").problem.empty());
  write(dir_ / "mine.fpm", "heatmap-wide");
  EXPECT_TRUE(named(list_models(&used), "mine").problem.empty()) << "as it was at first";
}

}  // namespace
}  // namespace facepoint
