#include "tasks/predict.h"

#include <gtest/gtest.h>

#include <set>

#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "landmark/metrics.h"
#include "mean_face_predictor.h"
#include "support/temp_dir.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

class Predict : public testing::Test {
 protected:
  // A face of about 100 pixels.
  fs::path add(const std::string& name) {
    const test::DrawnPicture drawn = test::draw_picture({{}}, {}, 240, 240);
    truth = drawn.faces[0];
    fs::create_directories((dir / name).parent_path());
    write_file_atomically(dir / name, encode_png(drawn.picture));
    return dir / name;
  }

  PredictReport predict(const PredictOptions& options) {
    JobContext job;
    results.clear();
    return run_predict(
        options, test::tools_with(predictor, 2),
        [&](const PredictedPicture& picture) { results.push_back(picture); }, job);
  }

  test::TempDir dir;
  test::MeanFacePredictor predictor;
  Keypoints truth;
  std::vector<PredictedPicture> results;
};

TEST_F(Predict, PicturesAreGivenInTheirOrderAndBadOnesDontStopTheRest) {
  PredictOptions options;
  options.pictures = {add("a.jpg"), dir / "text.jpg", dir / "missing.jpg", add("b.jpg")};
  test::write_text(dir / "text.jpg", "just text");
  const PredictReport report = predict(options);
  EXPECT_EQ(report.pictures, 4);
  EXPECT_EQ(report.failures, 2);
  EXPECT_EQ(report.faces, 2);
  ASSERT_EQ(results.size(), 4);
  for (std::size_t i = 0; i < results.size(); ++i) {
    EXPECT_EQ(results[i].file, options.pictures[i]);
    EXPECT_EQ(results[i].error.empty(), i == 0 || i == 3);
    EXPECT_TRUE(results[i].drawing.empty());
  }
  ASSERT_EQ(results[3].faces.size(), 1);
  EXPECT_LT(*mean_distance(results[3].faces[0].points, truth), 0.15 * *box_side(truth));
}

TEST_F(Predict, DrawingsOfPicturesWithOneNameDontOverwriteEachOtherOrAnInput) {
  PredictOptions options;
  options.pictures = {add("x/a.jpg"), add("y/a.jpg"), add("out/a_points.png")};
  options.out = dir / "out";
  const std::string input = read_file(dir / "out/a_points.png");
  predict(options);
  std::set<fs::path> drawings;
  for (const PredictedPicture& result : results) {
    EXPECT_EQ(result.drawing.parent_path(), options.out);
    EXPECT_TRUE(drawings.insert(result.drawing).second);
    EXPECT_EQ(load_picture(result.drawing).channels, 3);
  }
  EXPECT_EQ(read_file(dir / "out/a_points.png"), input);
}

TEST_F(Predict, ADrawingIsEnlargedSoThatItsNumbersCanBeRead) {
  PredictOptions options;
  options.pictures = {add("a.jpg")};
  options.out = dir / "new" / "folder";
  predict(options);
  const Picture drawing = load_picture(results.at(0).drawing);
  EXPECT_GT(drawing.width, 600);
  EXPECT_EQ(drawing.width, drawing.height);
}

TEST_F(Predict, NothingIsDrawnForAPictureThatCantBeRead) {
  PredictOptions options;
  options.pictures = {dir / "missing.jpg"};
  options.out = dir / "out";
  EXPECT_EQ(predict(options).failures, 1);
  EXPECT_TRUE(fs::is_empty(options.out));
  EXPECT_NE(results.at(0).error, "");
}

TEST_F(Predict, BadOptionsAreRefused) {
  EXPECT_THROW(predict({}), Error);
  PredictOptions options;
  options.pictures = {dir / "a.jpg"};
  options.min_score = 2;
  EXPECT_THROW(predict(options), Error);
}

TEST_F(Predict, CanBeCancelledBetweenPictures) {
  PredictOptions options;
  options.pictures = {add("a.jpg"), add("b.jpg"), add("c.jpg")};
  std::stop_source stop;
  JobContext job({}, stop.get_token());
  int taken = 0;
  EXPECT_THROW(run_predict(
                   options, test::tools_with(predictor, 2),
                   [&](const PredictedPicture&) {
                     ++taken;
                     stop.request_stop();
                   },
                   job),
               Cancelled);
  EXPECT_EQ(taken, 1);
}

}  // namespace
}  // namespace facepoint
