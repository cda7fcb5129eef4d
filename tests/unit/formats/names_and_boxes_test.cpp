// Names that a file cannot hold, boxes without points, and what else is not a face's.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "collected.h"
#include "formats/builtin_formats.h"

namespace facepoint {
namespace {

using namespace test;
using testing::HasSubstr;

TEST(NoPoint, IsNoFaceAndItsBytesStay) {
  const std::string header =
      "image_name,original_0_x,original_0_y,original_1_x,original_1_y,original_2_x,original_2_y,"
      "original_3_x,original_3_y\n";
  const std::vector<std::pair<const LabelFormat*, std::string>> files = {
      {&yolo_pose_format(), "0 .2 .2 .1 .1 0 0 0 0 0 0 0 0 0 0 0 0\n"},
      {&hrnet_format(), header + "a.jpg,nan,nan,nan,nan,nan,nan,nan,nan\n"},
      {&cvat_format(), R"(<annotations><image name="a.jpg"><skeleton label="face">)"
                       R"(<points label="nose" outside="1" points="0,0"/></skeleton>)"
                       R"(</image></annotations>)"}};
  for (const auto& [format, text] : files) {
    const Collected read = read_text(*format, text);
    EXPECT_TRUE(read.faces.empty()) << format->traits().name;
    EXPECT_TRUE(read.bad_lines.empty()) << format->traits().name;
    EXPECT_EQ(read.bytes, text) << format->traits().name;
  }
}

std::string written(const LabelFormat& format, const std::string& name) {
  return text_of(format, {{name, {9, 9}, four(1, 2)}}, small_scheme());
}

TEST(Names, ThatNoXmlOrJsonCanHoldAreRefused) {
  for (const LabelFormat* format : {&cvat_format(), &dlib_xml_format()}) {
    EXPECT_THROW(written(*format, "a\xFF.jpg"), Error) << format->traits().name;
    EXPECT_THROW(written(*format, "a\x01.jpg"), Error) << format->traits().name;
  }
  try {
    written(labelme_format(), "a\xFF.jpg");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.message(), HasSubstr("not UTF-8"));
    EXPECT_THAT(error.message(), HasSubstr("rename"));
  }
}

TEST(Names, WithTabsAndLineEndsComeBackFromXml) {
  const std::string text = written(cvat_format(), "a\tb\r\nc.jpg");
  EXPECT_THAT(text, HasSubstr("name=\"a&#9;b&#13;&#10;c.jpg\""));
  EXPECT_EQ(read_text(cvat_format(), text).faces.at(0).image_name, "a\tb\r\nc.jpg");
}

TEST(Names, OfWindowsMeanThePictureOfTheSamePathWithSlashes) {
  EXPECT_EQ(labelme_format().picture_of("..\\images\\a.jpg"), "../images/a.jpg");
  EXPECT_EQ(dlib_xml_format().picture_of(".\\a.jpg"), "./a.jpg");
  EXPECT_EQ(coco_format().picture_of("a\\b.jpg"), "a\\b.jpg");
}

TEST(CvatXml, OfAVideoIsRefusedWithWhatToDo) {
  const std::string text = R"(<annotations>
<track id="0" label="face"><points frame="0" outside="0" points="1,2;3,4;5,6;7,8"/></track>
<track id="1" label="nose"><points frame="0" points="1,2"/></track></annotations>)";
  const Collected read = read_text(cvat_format(), text);
  EXPECT_TRUE(read.faces.empty());
  EXPECT_EQ(read.bytes, text);
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_EQ(read.bad_lines[0].line, 2);
  EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("CVAT for images 1.1"));
}

TEST(Wflw, OfAnotherSchemeIsNotRead) {
  const auto line = [](int points, const std::string& path) {
    std::string text;
    for (int i = 0; i < 2 * points + 10; ++i) text += std::to_string(i) + " ";
    return text + path + "\n";
  };
  const auto faces = [&](const std::string& text) {
    return read_text(wflw_format(), text).faces.size();
  };
  EXPECT_EQ(faces(line(4, "a.jpg")), 1U);
  EXPECT_EQ(faces(line(4, "12 a.jpg")), 1U);  // a path that begins with a number
  EXPECT_EQ(faces(line(15, "a.jpg")), 0U);
  const Collected read = read_text(wflw_format(), line(98, "a.jpg"));
  EXPECT_TRUE(read.faces.empty());
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("206 numbers"));
  EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("--scheme"));
}

TEST(Coco, CountsThePointsAnewWhereOneIsNotThereAnyMore) {
  const std::string text = R"({"images": [{"id": 1, "file_name": "a.jpg"}], "annotations": [
    {"num_keypoints": 4, "image_id": 1, "keypoints": [1,2,2, 3,4,2, 5,6,2, 7,8,2]}]})";
  Keypoints points = read_text(coco_format(), text).faces.at(0).points;
  points[0].position.x = 2;
  EXPECT_THAT(with_points(coco_format(), text, 0, points), HasSubstr("\"num_keypoints\": 4"));
  points[1] = absent();
  EXPECT_THAT(with_points(coco_format(), text, 0, points),
              HasSubstr(R"("num_keypoints": 3, "image_id": 1, "keypoints": [2,2,2, 0,0,0, 5)"));
}

TEST(Ljson, WritesAGroupForEachFace) {
  std::vector<WriteFace> faces;
  for (int i = 0; i < 12; ++i) faces.push_back({"", {}, four(i, 2)});
  const std::string text = text_of(ljson_format(), faces, small_scheme());
  const Collected read = read_text(ljson_format(), text);
  ASSERT_EQ(read.faces.size(), faces.size());
  for (std::size_t i = 0; i < faces.size(); ++i) EXPECT_EQ(read.faces[i].points, faces[i].points);
}

TEST(Json, MayBeginWithAByteOrderMark) {
  const std::string mark = "\xEF\xBB\xBF";
  for (const LabelFormat* format :
       {&coco_format(), &labelme_format(), &label_studio_format(), &ljson_format()}) {
    const std::string text =
        mark + text_of(*format, {{"a.jpg", {200, 100}, four(1, 2)}}, small_scheme());
    const std::string& name = format->traits().name;
    const auto found = detect_label_format("a." + format->traits().extension, text);
    ASSERT_TRUE(found) << name;
    EXPECT_EQ(found->format, format);
    const Collected read = read_text(*format, text);
    EXPECT_EQ(read.bytes, text) << name;
    ASSERT_EQ(read.faces.size(), 1U) << name;
    const std::string moved = with_points(*format, text, 0, four(50, 2));
    EXPECT_EQ(read_text(*format, moved).faces.at(0).points, four(50, 2)) << name;
  }
}

TEST(Labelme, IsKnownByItsPictureWhereTheShapesFollowIt) {
  const auto found =
      detect_label_format("a.json", R"({"flags": {}, "imageData": ")" + std::string(64000, 'A'));
  ASSERT_TRUE(found);
  EXPECT_EQ(found->format, &labelme_format());
}

TEST(Labelme, GetsTheFlagOfAnOccludedPointWhereThereWasNone) {
  const std::string text = R"({"shapes": [
    {"label": "left", "points": [[1, 2]], "shape_type": "point", "flags": {}},
    {"label": "box", "points": [[0, 0], [9, 9]], "shape_type": "rectangle"},
    {"label": "right", "points": [[3, 4]], "shape_type": "point"},
    {"label": "nose", "points": [[5, 6]], "shape_type": "point", "flags": {"mine": true}},
    {"label": "chin", "points": [[7, 8]], "shape_type": "point", "flags": null}
  ], "imagePath": "a.jpg"})";
  Keypoints points = read_text(labelme_format(), text).faces.at(0).points;
  for (Landmark& point : points) point.visibility = Visibility::kOccluded;
  const std::string changed = with_points(labelme_format(), text, 0, points);
  EXPECT_EQ(read_text(labelme_format(), changed).faces.at(0).points, points);
  EXPECT_THAT(changed, HasSubstr(R"("flags": {"occluded": true}},
    {"label": "box", "points": [[0, 0], [9, 9]], "shape_type": "rectangle"},
    {"flags": {"occluded": true}, "label": "right")"));
  EXPECT_THAT(changed, HasSubstr(R"("flags": {"occluded": true, "mine": true}})"));
  points[0].visibility = Visibility::kVisible;
  EXPECT_EQ(read_text(labelme_format(), with_points(labelme_format(), changed, 0, points))
                .faces.at(0)
                .points,
            points);
}

TEST(Labelme, WritesThePathThatItWasGiven) {
  EXPECT_THAT(written(labelme_format(), "..\\images\\a.jpg"),
              HasSubstr(R"("imagePath": "..\\images\\a.jpg")"));
}

}  // namespace
}  // namespace facepoint
