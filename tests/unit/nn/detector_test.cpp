#include <gtest/gtest.h>

#include <cmath>

#include "base/error.h"
#include "base/files.h"
#include "drawn_set.h"
#include "image/codec.h"
#include "image/process.h"
#include "nn/module/detector_cells.h"
#include "nn/module/detector_scenes.h"
#include "nn/runtime.h"
#include "support/temp_dir.h"

namespace facepoint::nn {
namespace {

using test::drawn_training_set;
using test::TempDir;

std::size_t index_of(const std::vector<Cell>& cells, double x, double y, int stride) {
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].x == x && cells[i].y == y && cells[i].stride == stride) return i;
  }
  return cells.size();
}

TEST(DetectorCells, CoverThePictureOnceALevel) {
  const std::vector<Cell> cells = cells_of(64, 32);
  EXPECT_EQ(cells.size(), 8U * 4 + 4 * 2 + 2 * 1);
  EXPECT_EQ(cells[0].x, 3.5) << "the middle of pixels 0 to 7";
  EXPECT_EQ(cells[1].x, 11.5);
  EXPECT_EQ(cells[8].y, 11.5) << "row by row";
  EXPECT_EQ(cells.back().stride, 32);
  EXPECT_EQ(cells.back().x, 47.5);
}

TEST(DetectorCells, AFaceIsSaidByTheCellsAtItsMiddleOfTheLevelForItsSize) {
  const std::vector<Cell> cells = cells_of(256, 256);
  const SceneFace small{{89, 89, 30, 30}, 0.5};
  const SceneFace large{{20, 20, 200, 200}, 0};
  const CellTargets targets = cell_targets(cells, {large, small}, {});
  const std::size_t fine = index_of(cells, 107.5, 107.5, 8);
  ASSERT_LT(fine, cells.size());
  EXPECT_EQ(targets.kind[fine], 1);
  EXPECT_EQ(targets.boxes[fine * kBoxValues], 89);
  EXPECT_EQ(targets.boxes[fine * kBoxValues + 2], 119);
  EXPECT_FLOAT_EQ(targets.turns[fine * kTurnValues], static_cast<float>(std::cos(0.5)));
  const std::size_t coarse = index_of(cells, 111.5, 111.5, 32);
  ASSERT_LT(coarse, cells.size());
  EXPECT_EQ(targets.kind[coarse], 1);
  EXPECT_EQ(targets.boxes[coarse * kBoxValues], 20);
  EXPECT_EQ(targets.kind[index_of(cells, 3.5, 3.5, 8)], 0);
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (cells[i].stride != 16) continue;
    EXPECT_EQ(targets.kind[i], 0) << "neither is of this size";
  }
}

TEST(DetectorCells, NothingIsSaidWhereNobodyKnowsExceptOfLabelledFaces) {
  const std::vector<Cell> cells = cells_of(128, 128);
  const CellTargets targets =
      cell_targets(cells, {{{40, 40, 30, 30}, 0}}, {{30, 30, 60, 60}, {100, 100, 20, 20}});
  EXPECT_EQ(targets.kind[index_of(cells, 51.5, 51.5, 8)], 1);
  EXPECT_EQ(targets.kind[index_of(cells, 83.5, 83.5, 8)], -1);
  EXPECT_EQ(targets.kind[index_of(cells, 107.5, 107.5, 8)], -1);
  EXPECT_EQ(targets.kind[index_of(cells, 3.5, 3.5, 8)], 0);
}

TEST(DetectorCells, DetectionsOfOneFaceBecomeOneAndNeighboursStayTwo) {
  const auto merged = merge_detections(
      {{{0, 0, 40, 40}, 0.4, 0.1}, {{4, 0, 40, 40}, 0.8, 0.2}, {{34, 2, 40, 40}, 0.6, 0.3}}, 0.45);
  ASSERT_EQ(merged.size(), 2U);
  EXPECT_EQ(merged[0].score, 0.8);
  EXPECT_EQ(merged[0].angle, 0.2);
  EXPECT_NEAR(merged[0].box.x, 3.2, 1e-9) << "the surer one weighs four times as much";
  EXPECT_EQ(merged[1].box.x, 34) << "cheek to cheek";
}

// A black picture whose face is a white square.
ScenePicture square_face(int width, int height, const Rect& box) {
  ScenePicture item;
  item.picture = {width, height, 3, {}};
  for (int y = 0; y < height; ++y) {
    for (int x = 0; x < width; ++x) {
      const bool white = box.contains({static_cast<double>(x), static_cast<double>(y)});
      item.picture.pixels.insert(item.picture.pixels.end(), 3, white ? 255 : 0);
    }
  }
  item.faces = {make_keypoints({{box.x, box.y}, {box.x + box.width, box.y + box.height}})};
  item.angles = {0};
  return item;
}

double mean_light(const Picture& picture, const Rect& region) {
  double sum = 0;
  double count = 0;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      if (!region.contains({static_cast<double>(x), static_cast<double>(y)})) continue;
      sum += picture.row(y)[x * 3];
      ++count;
    }
  }
  return count > 0 ? sum / count : 0;
}

TEST(DetectorScenes, SayWhereTheirFacesAre) {
  const std::vector<ScenePicture> pictures{square_face(120, 90, {40, 30, 32, 32}),
                                           square_face(300, 200, {200, 20, 80, 80})};
  int faces = 0;
  int wrong = 0;
  bool small = false;
  bool large = false;
  for (std::uint64_t i = 0; i < 60; ++i) {
    Random random(1, 1, i);
    const Scene scene = compose_scene(pictures, random);
    ASSERT_EQ(scene.picture.width, kSceneSize);
    const double background =
        mean_light(scene.picture, {0, 0, static_cast<double>(kSceneSize), kSceneSize});
    for (const SceneFace& face : scene.faces) {
      const Rect& box = face.box;
      const Rect middle{box.x + box.width / 3, box.y + box.height / 3, box.width / 3,
                        box.height / 3};
      ++faces;
      wrong += mean_light(scene.picture, middle) > background ? 0 : 1;
      small = small || box.width < 30;
      large = large || box.width > 120;
    }
  }
  EXPECT_GT(faces, 150);
  EXPECT_LT(wrong, faces / 20) << "some are partly covered";
  EXPECT_TRUE(small && large);
}

TEST(DetectorScenes, AreTheSameForTheSameNumbers) {
  const std::vector<ScenePicture> pictures{square_face(120, 90, {40, 30, 32, 32})};
  Random first(1, 2, 3);
  Random second(1, 2, 3);
  Random other(1, 2, 4);
  const Scene scene = compose_scene(pictures, first);
  EXPECT_EQ(scene.picture.pixels, compose_scene(pictures, second).picture.pixels);
  EXPECT_NE(scene.picture.pixels, compose_scene(pictures, other).picture.pixels);
}

DetectorOptions quick_options(const TempDir& folder, int epochs, int scenes) {
  DetectorOptions options;
  options.epochs = epochs;
  options.scenes_per_epoch = scenes;
  options.batch_size = 2;
  options.threads = 1;
  options.output = folder / "d.fpm";
  options.checkpoint = folder / "d.checkpoint";
  return options;
}

TEST(Detector, LearnsFromAFewDrawnFaces) {
  const TempDir folder;
  TrainingSet set = drawn_training_set(8, 0);
  set.validation = set.train;
  JobContext job;
  DetectorOptions options = quick_options(folder, 3, 100);
  options.learning_rate = 5e-3;
  const DetectorResult result = runtime().train_detector(set, options, {}, job);
  ASSERT_EQ(result.epochs.size(), 3U);
  EXPECT_LT(result.epochs[2].training_loss, result.epochs[0].training_loss);
  EXPECT_GT(result.best_overlap, 0.25);

  EXPECT_NO_THROW(runtime().load_detector(options.output, 1));
}

TEST(Detector, TheShippedOneFindsDrawnFacesWhateverTheirSizeAndTurn) {
  const auto detector = runtime().load_detector(default_detector(), 1);
  EXPECT_EQ(detector->name(), "cnn");
  for (const TrainingExample& face : drawn_training_set(8, 0).train) {
    const Picture picture = load_picture(face.image);
    for (const double scale : {1.0, 0.5, 1.7}) {
      for (const double angle : {0.0, 0.5}) {
        const Point middle = bounding_box(face.points).center();
        Similarity turn{scale * std::cos(angle), scale * std::sin(angle), 0, 0};
        const Point moved = turn(middle);
        turn.tx = 200 - moved.x;
        turn.ty = 150 - moved.y;
        const auto found = detector->detect(warp(picture, turn, 400, 300));
        ASSERT_FALSE(found.empty()) << face.image << " " << scale << " " << angle;
        const Rect truth = bounding_box(transformed(turn, face.points));
        EXPECT_GT(intersection_over_union(found[0].box, truth), 0.5)
            << face.image << " " << scale << " " << angle;
      }
    }
  }
}

TEST(Detector, LooksAtPicturesOfAnyKind) {
  const auto detector = runtime().load_detector(default_detector(), 1);
  EXPECT_TRUE(detector->detect({}).empty());
  EXPECT_TRUE(detector->detect({1, 1, 3, {1, 2, 3}}).empty());
  const Picture picture = load_picture(drawn_training_set(1, 0).train[0].image);
  EXPECT_EQ(detector->detect(to_grey(picture)).size(), 1U);
}

TEST(Detector, GoesOnFromACheckpointAsIfNeverInterrupted) {
  const TempDir whole;
  const TempDir parts;
  const TrainingSet set = drawn_training_set(6, 2);
  JobContext job;
  const DetectorOptions options = quick_options(whole, 3, 8);
  const DetectorResult expected = runtime().train_detector(set, options, {}, job);

  DetectorOptions again = quick_options(parts, 3, 8);
  std::stop_source stop;
  JobContext stopped({}, stop.get_token());
  const auto stop_after_one = [&](const DetectorEpoch&) { stop.request_stop(); };
  EXPECT_THROW(runtime().train_detector(set, again, stop_after_one, stopped), Cancelled);
  again.resume = true;
  const DetectorResult resumed = runtime().train_detector(set, again, {}, job);
  ASSERT_EQ(resumed.epochs.size(), 3U);
  EXPECT_EQ(resumed.epochs[2].training_loss, expected.epochs[2].training_loss);
  EXPECT_EQ(read_file(again.output), read_file(options.output));

  TrainingSet changed = set;
  changed.train[0].points[0].position.y += 1;
  EXPECT_THROW(runtime().train_detector(changed, again, {}, job), Error) << "other labels";
  again.seed = 2;
  EXPECT_THROW(runtime().train_detector(set, again, {}, job), Error) << "another training's";
}

TEST(Detector, AFileThatIsNoDetectorIsRefused) {
  const TempDir folder;
  test::write_text(folder / "d.fpm", "not a model");
  EXPECT_THROW(runtime().load_detector(folder / "d.fpm", 1), Error);
  try {
    runtime().load_detector(default_model(), 1);
    FAIL() << "a landmark model is no detector";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kUnsupported) << error.what();
  }
}

}  // namespace
}  // namespace facepoint::nn
