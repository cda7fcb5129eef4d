// Files by hand, each with what people's files are known for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "collected.h"
#include "formats/builtin_formats.h"
#include "formats/kaggle.h"
#include "formats/mapping_csv.h"

namespace facepoint {
namespace {

using namespace test;
using testing::HasSubstr;

TEST(Wflw, ReadsListsWithAndWithoutBoxAndAttributesAndPathsWithBlanks) {
  const std::string text =
      "1 2 3 4 5 6 7 8 0 1 9 9 0 0 1 0 0 0 37--Soccer/a b.jpg\r\n"
      "1 2.50 3 4 5 6 7 8 0 1 9 9 b.jpg\n"
      "1 2 3 4 5 6 7 8 c.jpg";
  const Collected read = read_text(wflw_format(), text);
  ASSERT_EQ(read.faces.size(), 3U);
  EXPECT_EQ(read.bytes, text);
  EXPECT_EQ(read.faces[0].image_name, "37--Soccer/a b.jpg");
  EXPECT_EQ(read.faces[1].points[0].position, (Point{1, 2.5}));
  EXPECT_EQ(read.faces[2].image_name, "c.jpg");
  EXPECT_THAT(with_points(wflw_format(), text, 1, four(1, 3)), HasSubstr("1 3 3 4 5 6 7 8 0 1 9"));
}

TEST(Wflw, SaysWhatIsWrongWithALineAndGoesOn) {
  const Collected read =
      read_text(wflw_format(), "1 2 3 4 5 6 x 8 a.jpg\n1 2 3 4 5 6 7 8\n1 2 3 4 5 6 7 8 c.jpg\n");
  ASSERT_EQ(read.bad_lines.size(), 2U);
  EXPECT_EQ(read.bad_lines[0].line, 1);
  EXPECT_EQ(read.bad_lines[0].column, 13);
  EXPECT_THAT(read.bad_lines[1].reason, HasSubstr("path is missing"));
  EXPECT_EQ(read.faces.size(), 1U);
}

TEST(HrnetCsv, FindsItsColumnsByNameAlsoAflwsBoxSize) {
  const std::string text =
      "image_name,scale,box_size,center_w,center_h,original_0_x,original_0_y,original_1_x,"
      "original_1_y,original_2_x,original_2_y,original_3_x,original_3_y\n"
      "a.jpg,1.5,99,10,20,1,2,3,4,nan,nan,7,8\nb.jpg,1,1\n";
  const Collected read = read_text(hrnet_format(), text);
  ASSERT_EQ(read.faces.size(), 1U);
  EXPECT_EQ(read.faces[0].points, (Keypoints{{{1, 2}}, {{3, 4}}, absent(), {{7, 8}}}));
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_EQ(read.bad_lines[0].line, 3);
}

TEST(HrnetCsv, FindsAFacesColumnsWhereBadRowsStandBeforeIt) {
  const std::string text =
      "\xEF\xBB\xBF"
      "original_0_x,original_0_y,original_1_x,original_1_y,original_2_x,original_2_y,original_3_x,"
      "original_3_y,image_name\r\nbad,row\r\n1,2,3,4,5,6,7,8,a.jpg\r\n";
  EXPECT_THAT(with_points(hrnet_format(), text, 0, four(1, 3)), HasSubstr("1,3,3,4,5,6,7,8,a.jpg"));
}

const char* const kCoco = R"({"annotations": [
  {"id": 7, "extra": {"keypoints": [9]}, "image_id": "x1", "category_id": 1,
   "keypoints": [1, 2.50, 2, 3e0, 4, 1, 0, 0, 0, 7, 8, 2]},
  {"id": 8, "image_id": "x1", "category_id": 1, "bbox": [0, 0, 1, 1]},
  {"id": 9, "image_id": 5, "category_id": 1, "keypoints": [1, 2, 2, 3, 4, 2, 5, 6, 2, 7, 8, 2]},
  {"id": 10, "image_id": "x1", "keypoints": [1, 2, 2]}
], "images": [{"id": "x1", "file_name": "a \u00fc.jpg", "license": 3}], "categories": []}
)";

TEST(Coco, ReadsImagesThatComeAfterTheAnnotations) {
  const Collected read = read_text(coco_format(), kCoco);
  EXPECT_EQ(read.bytes, kCoco);
  ASSERT_EQ(read.faces.size(), 1U);
  EXPECT_EQ(read.faces[0].image_name, "a \xC3\xBC.jpg");
  EXPECT_EQ(read.faces[0].points, (Keypoints{{{1, 2.5}}, occluded(3, 4), absent(), {{7, 8}}}));
  ASSERT_EQ(read.bad_lines.size(), 2U);
  EXPECT_EQ(read.bad_lines[0].line, 5);
  EXPECT_EQ(read.bad_lines[0].column, 3);
  EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("image_id 5"));
  EXPECT_THAT(read.bad_lines[1].reason, HasSubstr("--scheme"));
}

TEST(Coco, KeepsUnknownKeysAndNumbersThatDidNotChange) {
  Keypoints points = read_text(coco_format(), kCoco).faces.at(0).points;
  points[1].position.x = 3.5;
  points[2] = {{5, 6}};
  std::string expected = kCoco;
  const std::string old = "3e0, 4, 1, 0, 0, 0, 7";
  expected.replace(expected.find(old), old.size(), "3.5, 4, 1, 5, 6, 2, 7");
  EXPECT_EQ(with_points(coco_format(), kCoco, 0, points), expected);
}

TEST(Coco, FollowsTheOrderThatACategoryNames) {
  const Collected read = read_text(
      coco_format(),
      R"({"images":[{"id":1,"file_name":"a"}],"annotations":[{"image_id":1,"category_id":3,
      "keypoints":[1,1,2,2,2,2,3,3,2,4,4,2]}],
      "categories":[{"id":3,"keypoints":["chin","nose","right","left"]}]})");
  ASSERT_EQ(read.faces.size(), 1U);
  EXPECT_EQ(read.faces[0].points, make_keypoints({{4, 4}, {3, 3}, {2, 2}, {1, 1}}));
  EXPECT_TRUE(read.faces[0].raw.empty());
}

// Most annotations are read by a quick reader of their own, the others by a general one.
TEST(Coco, ReadsAnAnnotationTheSameHoweverItIsWritten) {
  const std::string images = R"({"images": [{"id": 7, "file_name": "b.jpg"},
    {"id": "x", "file_name": "c.jpg"}, {"file_name": "ä.jpg", "id": 30}, {"id": 2, "file_name":
    "a.jpg"}, {"id": 7, "file_name": "again.jpg"}], "annotations": [)";
  struct Case {
    std::string annotation;
    std::string image;
  };
  const std::string points = R"("keypoints": [1,2,2, -3.5,4e1,1, 0,0,0, 7,8,2])";
  const std::vector<Case> cases = {
      {R"({"image_id": 7, )" + points + "}", "b.jpg"},
      {R"({"text": "ä \" [{", "image_id": 7, )" + points + "}", "b.jpg"},
      {"{" + points + R"(, "bbox": [1, -0, null, {"a": [true]}], "image_id":2})", "a.jpg"},
      {R"({"image_id": "x", )" + points + "}", "c.jpg"},
      {R"({"image_id": 30, "image_id": 2, )" + points + "}", "a.jpg"},  // the last counts
      {R"({"image_id": 30, )" + points + "}", "ä.jpg"},
      {"{\n\"image_id\"\t: 30,\r\n" + points + "\n}", "ä.jpg"},
  };
  const Keypoints expected = {{{1, 2}}, occluded(-3.5, 40), absent(), {{7, 8}}};
  for (const Case& each : cases) {
    const Collected read = read_text(*find_label_format("coco"), images + each.annotation + "]}");
    ASSERT_EQ(read.faces.size(), 1U) << each.annotation;
    EXPECT_EQ(read.faces[0].image_name, each.image) << each.annotation;
    EXPECT_EQ(read.faces[0].points, expected) << each.annotation;
    EXPECT_EQ(read.faces[0].raw, each.annotation);
    EXPECT_TRUE(read.bad_lines.empty()) << each.annotation;
  }
  for (const char* wrong :
       {R"({"image_id": 7, "keypoints": [1,2,2, 3,4,2, 5,6,2, 7,8,2,]})",
        R"({"image_id": 7, "keypoints": [1,2,2, 3,4,2, 5,6,2, 07,8,2]})",
        R"({"image_id": 7, "keypoints": [1,2,2, 3,4,2, 5,6,2, 7,8,3]})",
        R"({"image_id": 8, "keypoints": [1,2,2, 3,4,2, 5,6,2, 7,8,2]})",
        R"({"image_id": 7, "keypoints": [1,2,2, 3,4,2, 5,6,2, 7,8,2] "a": 1})"}) {
    const Collected read = read_text(*find_label_format("coco"), images + wrong + "]}");
    EXPECT_TRUE(read.faces.empty()) << wrong;
    EXPECT_EQ(read.bad_lines.size(), 1U) << wrong;
  }
}

TEST(Coco, SaysThatAFileWasCutOff) {
  const Collected read = read_text(coco_format(), R"({"annotations": [{"id": 1, "key)");
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("cut off"));
}

TEST(Coco, SaysThatANumberIsTooLarge) {
  const Collected read =
      read_text(coco_format(), "{\"annotations\": [\n{\"id\": 1, \"image_id\": 1e999}]}");
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_EQ(read.bad_lines[0].line, 2);
  EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("too large"));
}

TEST(Coco, WritesASkeletonThatCountsFrom1) {
  const std::string text = text_of(coco_format(), {{"a.jpg", {9, 9}, four(1, 2)}}, small_scheme());
  EXPECT_THAT(text, HasSubstr("\"skeleton\":[[1,2],[2,3],[3,4]]"));
}

TEST(Ljson, ReadsYBeforeXInAllVersionsAndNullAsMissing) {
  const std::vector<std::string> files = {
      R"({"version":3,"groups":{"face":{"landmarks":{"points":[[2,1],[null,null],[6,5],[8,7]]}}}})",
      R"({"version":2,"landmarks":{"points":[[2,1],null,[6,5],[8,7]]},"labels":[]})",
      R"({"version":1,"groups":[{"label":"a","landmarks":[{"point":[2,1]},{"point":[null,null]}]},
         {"label":"b","landmarks":[{"point":[6,5]},{"point":[8,7]}]}]})"};
  for (const std::string& file : files) {
    const Collected read = read_text(ljson_format(), file);
    ASSERT_EQ(read.faces.size(), 1U) << file;
    EXPECT_EQ(read.faces[0].points, (Keypoints{{{1, 2}}, absent(), {{5, 6}}, {{7, 8}}})) << file;
    EXPECT_EQ(read.bytes, file);
  }
  // Points that span no area are points all the same; a list of none is no face.
  const auto faces = [](const std::string& points) {
    return read_text(ljson_format(), R"({"version":2,"landmarks":{"points":[)" + points + "]}}")
        .faces.size();
  };
  EXPECT_EQ(faces("[2,1],[2,1],[2,1],[2,1]"), 1U);
  EXPECT_EQ(faces("[2,1],null,null,null"), 1U);
  EXPECT_EQ(faces("null,null,null,null"), 0U);
  Keypoints points = read_text(ljson_format(), files[0]).faces[0].points;
  points[1] = {{3, 4}};
  EXPECT_THAT(with_points(ljson_format(), files[0], 0, points), HasSubstr("[[2,1],[4,3],[6,5]"));
}

const char* const kLabelme = R"({
  "shapes": [
    {"label": "0", "points": [[1.0, 2]], "group_id": 4, "shape_type": "point", "mine": [1, {}]},
    {"label": "box", "points": [[0, 0], [9, 9]], "shape_type": "rectangle"},
    {"label": "3", "points": [[7, 8]], "group_id": 4, "shape_type": "point",
     "flags": {"occluded": true}}
  ],
  "imagePath": "..\\a.jpg", "imageData": "QUJD{[", "unknown": null
}
)";

TEST(Labelme, KeepsUnknownKeysAndOtherShapes) {
  const Collected read = read_text(labelme_format(), kLabelme);
  ASSERT_EQ(read.faces.size(), 1U);
  EXPECT_EQ(read.bytes, kLabelme);
  EXPECT_EQ(read.faces[0].image_name, "..\\a.jpg");
  EXPECT_EQ(labelme_format().picture_of(read.faces[0].image_name), "../a.jpg");
  EXPECT_EQ(read.faces[0].points, (Keypoints{{{1, 2}}, absent(), absent(), occluded(7, 8)}));
  Keypoints points = read.faces[0].points;
  points[0].position.x = 1.5;
  points[3].visibility = Visibility::kVisible;
  std::string expected = kLabelme;
  expected.replace(expected.find("1.0, 2"), 3, "1.5");
  expected.replace(expected.find("true"), 4, "false");
  EXPECT_EQ(with_points(labelme_format(), kLabelme, 0, points), expected);
  points[1] = {{1, 1}};
  EXPECT_EQ(with_points(labelme_format(), kLabelme, 0, points), "(none)");
}

TEST(Labelme, SaysWhatIsWrongBetweenShapesAndHasTheFileWrittenAnew) {
  const Collected read =
      read_text(labelme_format(),
                R"({"shapes": [{"label": "left", "points": [[1, 2]], "shape_type": "point"} ;
          {"label": "chin", "points": [[3, 4]], "shape_type": "point"}], "imagePath": "a.jpg"})");
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("no JSON"));
  ASSERT_EQ(read.faces.size(), 1U);
  EXPECT_EQ(read.faces[0].points[0].position, (Point{1, 2}));
  EXPECT_EQ(read.faces[0].raw, "");
}

TEST(DlibXml, NamesArePlainTextAsDlibReadsThemAndComeBack) {
  const auto written = [](const std::string& name) {
    const std::string text =
        text_of(dlib_xml_format(), {{name, {9, 9}, four(1, 2)}}, small_scheme());
    EXPECT_EQ(read_text(dlib_xml_format(), text).faces.at(0).image_name, name);
    const std::size_t begin = text.find("file=") + 5;
    return text.substr(begin, text.find(">\n", begin) - begin);
  };
  EXPECT_EQ(written("a & b.jpg"), "'a & b.jpg'");
  EXPECT_EQ(written("it's.jpg"), "\"it's.jpg\"");
  EXPECT_EQ(written("\"a\".jpg"), "'\"a\".jpg'");
  // What it cannot read however it is written is written for others.
  EXPECT_EQ(written("& <1> &amp;.jpg"), "'&amp; &lt;1&gt; &amp;amp;.jpg'");
  EXPECT_EQ(written("\"it's\".jpg"), "'\"it&apos;s\".jpg'");
  EXPECT_EQ(written("& <1>.jpg"), "'& &lt;1&gt;.jpg'");
}

TEST(DlibXml, ReadsPartsInAnyOrderAndBoxesWithoutParts) {
  const std::string text = R"(<?xml version='1.0'?><dataset><images><!-- <box> -->
<image file='a&amp;b.jpg'><box top='1' left='2' width='3' height='4'/>
<box top='1' left='2' width='3' height='4' ignore='0'><label>x</label>
<part name='10' x='1' y='1'/></box>
<box top='1' left='2' width='3' height='4'>
<part y="8" x="7" name='03'/><part name='00' x='1' y='2'/></box></image></images></dataset>
)";
  const Collected read = read_text(dlib_xml_format(), text);
  ASSERT_EQ(read.faces.size(), 1U);
  EXPECT_EQ(read.bytes, text);
  EXPECT_EQ(read.faces[0].image_name, "a&b.jpg");
  EXPECT_EQ(read.faces[0].points, (Keypoints{{{1, 2}}, absent(), absent(), {{7, 8}}}));
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_EQ(read.bad_lines[0].line, 4);
  Keypoints points = read.faces[0].points;
  points[3].position = {9, 10};
  EXPECT_THAT(with_points(dlib_xml_format(), text, 0, points),
              HasSubstr("<part y=\"10\" x=\"9\" name='03'/>"));
}

TEST(CvatXml, ReadsSkeletonsListsAndLoosePoints) {
  const std::string text = R"(<annotations><image id="0" name="a.jpg" width="9" height="9">
<skeleton label="face"><points label="1" outside="0" occluded="1" points="1.00,2.00"></points>
<points label="4" outside="0" occluded="0" points="7,8"/><points label="2" outside="1" occluded="0"
 points="0,0"/></skeleton>
<points label="face" points="1,2;3,4;5,6;7,8" occluded="0"></points>
<points label="left" points="1,2" group_id="3"/><polygon points="1,2;3,4"/>
<points label="chin" points="7,8" group_id="3"/></image></annotations>)";
  const Collected read = read_text(cvat_format(), text);
  ASSERT_EQ(read.faces.size(), 3U);
  EXPECT_EQ(read.bytes, text);
  EXPECT_EQ(read.faces[0].points, (Keypoints{occluded(1, 2), absent(), absent(), {{7, 8}}}));
  EXPECT_EQ(read.faces[1].points, four(1, 2));
  EXPECT_EQ(read.faces[2].points, (Keypoints{{{1, 2}}, absent(), absent(), {{7, 8}}}));
  EXPECT_TRUE(read.faces[2].raw.empty());
  Keypoints points = read.faces[0].points;
  points[1] = {{3.5, 4}};
  points[0].visibility = Visibility::kVisible;
  const std::string changed = with_points(cvat_format(), text, 0, points);
  EXPECT_THAT(changed,
              HasSubstr("<points label=\"1\" outside=\"0\" occluded=\"0\" points=\"1.00,2.00\">"));
  EXPECT_THAT(changed,
              HasSubstr("<points label=\"2\" outside=\"0\" occluded=\"0\"\n points=\"3.5,4\"/>"));
}

std::string grey(int value) {
  std::string text;
  for (int i = 0; i < kKaggleSide * kKaggleSide; ++i)
    text += (i == 0 ? "" : " ") + std::to_string(value);
  return text;
}

TEST(Kaggle, ReadsTrainingWithMissingPointsAndTakesPicturesOut) {
  const std::string text =
      "left_x,left_y,right_x,right_y,chin_x,chin_y,Image\n"
      "66.5,39.25,,,30,40," +
      grey(7) + "\n1,2,3,4,5,6,1 2 3\n";
  const Collected read = read_text(kaggle_format(), text);
  ASSERT_EQ(read.faces.size(), 1U);
  EXPECT_EQ(read.faces[0].image_name, "00001.png");
  EXPECT_EQ(read.faces[0].points, (Keypoints{{{66.5, 39.25}}, absent(), absent(), {{30, 40}}}));
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_EQ(read.bad_lines[0].line, 3);
  std::vector<KagglePicture> pictures;
  std::istringstream in("ImageId,Image\n5," + grey(255) + "\n");
  read_kaggle_pictures(in, "test.csv",
                       [&](KagglePicture picture) { pictures.push_back(std::move(picture)); });
  ASSERT_EQ(pictures.size(), 1U);
  EXPECT_EQ(pictures[0].name, "00005.png");
  EXPECT_EQ(pictures[0].grey, std::vector<std::uint8_t>(9216, 255));
}

TEST(Kaggle, WritesASubmissionForEveryRowOfTheLookupTable) {
  std::istringstream in(
      "RowId,ImageId,FeatureName,Location\n1,1,left_x,\n2,1,left_y,\n3,2,left_x,\n"
      "4,2,chin_y,\n");
  const auto lookup = read_kaggle_lookup(in, small_scheme(), "IdLookupTable.csv");
  const KaggleSubmission submission = kaggle_submission(
      lookup, [](std::int64_t image) { return image == 1 ? four(97.5, 12.5) : Keypoints{}; });
  EXPECT_EQ(submission.text, "RowId,Location\n1,96\n2,12.5\n3,96\n4,48\n");
  EXPECT_EQ(submission.rows, 4);
  EXPECT_EQ(submission.guessed, 2);
  EXPECT_EQ(submission.clipped, 2);
  std::istringstream other("RowId,ImageId,FeatureName,Location\n1,1,ear_x,\n");
  EXPECT_THROW(read_kaggle_lookup(other, small_scheme(), "t.csv"), Error);
}

TEST(MappingCsv, ReadsSemicolonsDecimalCommasAndCountsFrom1) {
  const auto format = make_mapping_csv(
      R"({"image": 0, "x": {"first": 1, "step": 2}, "y": {"first": 2, "step": 2}, "origin": 1,
          "delimiter": ";", "decimal": ",", "header": false, "missing": ["-1"]})",
      "m.json");
  const std::string text =
      "\xEF\xBB\xBF"
      "a.jpg;2,5;3;-1;-1;6;7;8;9\r\nb.jpg;1;2\n";
  const Collected read = read_text(*format, text);
  EXPECT_EQ(read.bytes, text);
  ASSERT_EQ(read.faces.size(), 1U);
  EXPECT_EQ(read.faces[0].image_name, "a.jpg");
  EXPECT_EQ(read.faces[0].points, (Keypoints{{{1.5, 2}}, absent(), {{5, 6}}, {{7, 8}}}));
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_EQ(read.bad_lines[0].reason, "3 cells instead of 9");
  Keypoints points = read.faces[0].points;
  points[0].position.y = 2.25;
  EXPECT_THAT(with_points(*format, text, 0, points), HasSubstr("a.jpg;2,5;3,25;-1;-1;6"));
  EXPECT_THROW(make_mapping_csv(R"({"image": 0, "x": "a"})", "m.json"), Error);
  EXPECT_THROW(make_mapping_csv(R"({"image": 0, "x": "a", "y": "b", "z": 1})", "m.json"), Error);
}

}  // namespace
}  // namespace facepoint
