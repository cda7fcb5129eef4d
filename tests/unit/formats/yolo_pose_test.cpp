// Rows with and without visibility, and what the trainer is told of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collected.h"
#include "formats/builtin_formats.h"

namespace facepoint {
namespace {

using namespace test;
using testing::HasSubstr;

TEST(YoloPose, ReadsVisibilityAndPartsOfThePicture) {
  const std::string text = "0 .5 .5 .2 .2 0.5 0.25 2 0.01 0.02 1 0 0 0 0.1 0.1 2\n";
  const Collected read = read_text(yolo_pose_format(), text);
  ASSERT_EQ(read.faces.size(), 1U);
  EXPECT_EQ(read.faces[0].points, (Keypoints{{{100, 25}}, occluded(2, 2), absent(), {{20, 10}}}));
  Keypoints without = read.faces[0].points;
  without[0] = absent();
  EXPECT_EQ(with_points(yolo_pose_format(), text, 0, without),
            "0 .5 .5 .2 .2 0 0 0 0.01 0.02 1 0 0 0 0.1 0.1 2\n");
  EXPECT_EQ(
      yolo_pose_format().side_file(small_scheme(), of_texts({}))->text,
      "# Points: Four points\nkpt_shape: [4, 3]\nflip_idx: [1, 0, 2, 3]\nnames:\n  0: face\n");
}

TEST(YoloPose, GetsAVisibilityForEveryPointWhereOneNeedsIt) {
  const std::string row = "1 .5 .5 .2 .2 0.5 0.25 0.01 0.02 0.1 0.1 0.2 0.2\n";
  Keypoints points = read_text(yolo_pose_format(), row).faces.at(0).points;
  points[1].visibility = Visibility::kOccluded;
  points[3].position = {50, 20};
  const std::string wide = "1 .5 .5 .2 .2 0.5 0.25 2 0.01 0.02 1 0.1 0.1 2 0.25 0.2 2\n";
  EXPECT_EQ(with_points(yolo_pose_format(), row, 0, points), wide);
  EXPECT_FALSE(yolo_pose_format().fitting(small_scheme(), of_texts({row, row})));
  const auto fitting = yolo_pose_format().fitting(small_scheme(), of_texts({row, wide}));
  ASSERT_TRUE(fitting);
  std::istringstream in("\n" + row);
  EXPECT_EQ(fitting(in), "\n1 .5 .5 .2 .2 0.5 0.25 2 0.01 0.02 2 0.1 0.1 2 0.2 0.2 2\n");
}

TEST(YoloPose, TellsTheTrainerWhatTheRowsAre) {
  const auto yaml = [](const std::vector<std::string>& texts) {
    return yolo_pose_format().side_file(small_scheme(), of_texts(texts))->text;
  };
  const std::string row = " .5 .5 .2 .2 0.5 0.25 0.01 0.02 0.1 0.1 0.2 0.2\n";
  EXPECT_THAT(yaml({"1" + row}), HasSubstr("kpt_shape: [4, 2]\n"));
  EXPECT_THAT(yaml({"1" + row}), HasSubstr("names:\n  0: class_0\n  1: face\n"));
  EXPECT_THAT(yaml({"1" + row, "0" + row}), HasSubstr("names:\n  0: class_0\n  1: class_1\n"));
}

TEST(YoloPose, HoldsNoPointOutsideThePictureSinceItsTrainerDropsSuchPictures) {
  const Keypoints points = {{{0, 0}}, {{200, 100}}, {{-0.5, 3}}, {{20, 100.5}}};
  const Held as_held = held(yolo_pose_format().traits(), points, {200, 100});
  EXPECT_EQ(as_held.points, (Keypoints{{{0, 0}}, {{200, 100}}, absent(), absent()}));
  EXPECT_EQ(as_held.outside, 2);
  EXPECT_EQ(as_held.absent, 0);
  EXPECT_EQ(held(coco_format().traits(), points, {200, 100}).points, points);
}

TEST(YoloPose, NeedsThePicturesSize) {
  const Collected read =
      read_text(yolo_pose_format(), "0 .5 .5 .2 .2 .1 .1 .1 .1 .1 .1 .1 .1\n", small_scheme(), {});
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("no picture of this name"));
}

}  // namespace
}  // namespace facepoint
