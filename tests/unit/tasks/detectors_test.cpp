#include "tasks/detectors.h"

#include <gtest/gtest.h>

#include "base/error.h"
#include "support/onnx_files.h"
#include "support/temp_dir.h"
#include "tasks/annotate.h"
#include "tasks/detector_figures.h"
#include "tasks/evaluate.h"
#include "tasks/predict.h"

namespace facepoint {
namespace {

TEST(Detectors, AreKnownByNameOrByTheirWeightsFile) {
  EXPECT_NO_THROW(check_detector(kDefaultDetector));
  EXPECT_NO_THROW(check_detector("cnn"));
  EXPECT_NO_THROW(check_detector("mine/better.fpm"));
  EXPECT_NO_THROW(check_detector("mine/yunet.onnx"));
  EXPECT_EQ(open_detector("haar")->name(), "haar");
  const test::TempDir folder;
  test::write_text(folder / "net.onnx", test::yunet_file({}));
  EXPECT_EQ(open_detector((folder / "net.onnx").string())->name(), "yunet");
  try {
    open_detector("hog");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kInvalidInput);
    EXPECT_NE(error.message().find("'hog'; known are: cnn, haar"), std::string::npos);
  }
}

TEST(Detectors, AnUnknownOneIsRefusedBeforeAnythingIsDone) {
  PredictOptions predict;
  predict.pictures = {"a.jpg"};
  predict.detector = "labels";
  EXPECT_THROW(predict.check(), Error);
  AnnotateOptions annotate;
  annotate.detector = "hog";
  EXPECT_THROW(annotate.check(), Error);
  EvaluateOptions evaluate;
  evaluate.split = "main";
  evaluate.detector = "labels";
  EXPECT_NO_THROW(evaluate.check());
  evaluate.detector = "hog";
  EXPECT_THROW(evaluate.check(), Error);
}

Keypoints corners_of(const Rect& box) {
  return make_keypoints({{box.x, box.y}, {box.x + box.width, box.y + box.height}});
}

TEST(DetectorFigures, CountEachFaceAndEachDetectionOnce) {
  DetectorFigures figures;
  figures.add({corners_of({0, 0, 10, 10}), corners_of({100, 0, 10, 10})},
              {{{0, 0, 10, 10}, 0.9}, {{1, 0, 10, 10}, 0.8}, {{50, 50, 10, 10}, 0.7}}, 0.5);
  figures.add({corners_of({0, 0, 10, 10})}, {{{0, 2, 10, 10}, 0.9}}, 0.25);
  EXPECT_EQ(figures.pictures, 2);
  EXPECT_EQ(figures.faces, 3);
  EXPECT_EQ(figures.found, 2);
  EXPECT_EQ(figures.unmatched, 2) << "a second box of a face is one too many";
  EXPECT_NEAR(figures.mean_overlap(), (1 + 8.0 / 12) / 2, 1e-9);
  EXPECT_NEAR(figures.found_share(), 2.0 / 3, 1e-9);
  EXPECT_EQ(figures.seconds, 0.75);
}

}  // namespace
}  // namespace facepoint
