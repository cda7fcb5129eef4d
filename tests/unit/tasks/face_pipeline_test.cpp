#include "tasks/face_pipeline.h"

#include <gtest/gtest.h>

#include <mutex>
#include <set>

#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "mean_face_predictor.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

// Every fourth has a face, two are a wall, the others no pictures: several groups, quickly done.
class Pictures : public testing::Test {
 protected:
  static constexpr std::size_t kPictures = 40;
  void SetUp() override {
    const std::string face = encode_png(test::draw_picture({{}}, {}, 240, 240).picture);
    const std::string wall = encode_png(test::draw_picture({}, {}, 160, 120).picture);
    for (std::size_t i = 0; i < kPictures; ++i) {
      const auto file = dir_ / (std::to_string(i) + ".png");
      write_file_atomically(file, i % 4 == 0 ? face : is_wall(i) ? wall : "no picture");
      items_.push_back({file, {}});
    }
    items_[4].boxes = {{60, 60, 120, 120}, {10, 10, 20, 20}};
  }

  static bool is_wall(std::size_t i) { return i == 6 || i == 30; }

  std::vector<PictureFaces> run(int threads) {
    FacePipeline pipeline(items_, test::tools_with(predictor_, threads), 0.5);
    std::vector<PictureFaces> results;
    while (auto result = pipeline.next()) results.push_back(std::move(*result));
    seconds_ = pipeline.seconds();
    return results;
  }

  test::TempDir dir_;
  test::MeanFacePredictor predictor_;
  std::vector<FacePipeline::Item> items_;
  StageSeconds seconds_;
};

TEST_F(Pictures, ComeInTheirOrderAndTheSameFromAnyNumberOfThreads) {
  const std::vector<PictureFaces> alone = run(1);
  ASSERT_EQ(alone.size(), kPictures);
  for (std::size_t i = 0; i < kPictures; ++i) {
    EXPECT_EQ(alone[i].index, i);
    EXPECT_EQ(alone[i].error.empty(), i % 4 == 0 || is_wall(i));
    EXPECT_EQ(alone[i].faces.size(), i == 4 ? 2 : i % 4 == 0 ? 1 : 0) << i;
  }
  const std::vector<PictureFaces> together = run(4);
  ASSERT_EQ(together.size(), kPictures);
  for (std::size_t i = 0; i < kPictures; ++i) {
    EXPECT_EQ(together[i].index, i);
    EXPECT_EQ(together[i].error, alone[i].error);
    ASSERT_EQ(together[i].faces.size(), alone[i].faces.size());
    for (std::size_t f = 0; f < alone[i].faces.size(); ++f) {
      EXPECT_EQ(together[i].faces[f].points, alone[i].faces[f].points);
      EXPECT_EQ(together[i].faces[f].score, alone[i].faces[f].score);
    }
  }
}

TEST_F(Pictures, FacesThatAreKnownArePredictedInTheirOrderWhateverTheirScore) {
  predictor_.set_score([](const Rect&) { return 0.1; });
  const std::vector<PictureFaces> results = run(2);
  ASSERT_EQ(results[4].faces.size(), 2);
  EXPECT_NEAR(results[4].faces[0].box.x, 60, 1e-9);
  EXPECT_NEAR(results[4].faces[1].box.x, 10, 1e-9);
  EXPECT_TRUE(results[0].faces.empty()) << "a detection of this score is no face";
}

TEST_F(Pictures, EveryReadableOneIsShownOnceBeforeItsResultIsGiven) {
  std::mutex mutex;
  std::set<std::size_t> seen;
  FacePipeline pipeline(items_, test::tools_with(predictor_, 3), 0.5,
                        [&](const Picture& picture, const PictureFaces& result) {
                          const std::lock_guard lock(mutex);
                          EXPECT_FALSE(picture.empty());
                          EXPECT_TRUE(seen.insert(result.index).second);
                        });
  while (const auto result = pipeline.next()) {
    const std::lock_guard lock(mutex);
    EXPECT_EQ(seen.contains(result->index), result->error.empty());
  }
  EXPECT_EQ(seen.size(), 12);
}

TEST_F(Pictures, AreNotReadFarAheadOfACallerWhoWaits) {
  std::mutex mutex;
  std::size_t seen = 0;
  {
    FacePipeline pipeline(items_, test::tools_with(predictor_, 1), 0.5,
                          [&](const Picture&, const PictureFaces&) {
                            const std::lock_guard lock(mutex);
                            ++seen;
                          });
    ASSERT_TRUE(pipeline.next());
  }  // leaving early joins the threads
  EXPECT_LT(seen, 6);
}

TEST_F(Pictures, WhatEndsAThreadIsThrownToTheCaller) {
  FacePipeline pipeline(items_, test::tools_with(predictor_, 2), 0.5,
                        [](const Picture&, const PictureFaces& result) {
                          if (result.index >= 16) throw Error(ErrorCode::kUnreadable, "disk full");
                        });
  std::size_t given = 0;
  EXPECT_THROW(while (pipeline.next())++ given, Error);
  EXPECT_LE(given, 16);
}

TEST_F(Pictures, TheTimeOfEachStageIsCounted) {
  run(2);
  EXPECT_GT(seconds_.decode, 0);
  EXPECT_GT(seconds_.detect, 0);
  EXPECT_GT(seconds_.predict, 0);
  EXPECT_EQ(seconds_.store, 0);
}

TEST(FacePipeline, OfNoPicturesGivesNothing) {
  test::MeanFacePredictor predictor;
  FacePipeline pipeline({}, test::tools_with(predictor, 2), 0.5);
  EXPECT_FALSE(pipeline.next());
}

}  // namespace
}  // namespace facepoint
