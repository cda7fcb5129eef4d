// What Label Studio's files have that others don't: percent, tags, cancelled annotations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collected.h"
#include "formats/builtin_formats.h"

namespace facepoint {
namespace {

using namespace test;
using testing::HasSubstr;

TEST(LabelStudio, ReadsPercentOfThePictureAndSkipsCancelledAnnotations) {
  const std::string text = R"([{"id": 1, "data": {"image": "/data/upload/2/0123abcd-a.jpg"},
    "annotations": [{"was_cancelled": true, "result": []}, {"result": [
      {"type": "keypointlabels", "original_width": 400, "original_height": 50, "mine": 1,
       "value": {"x": 25, "y": 50, "width": 1, "keypointlabels": ["nose"]}},
      {"type": "keypointlabels", "original_width": 400, "original_height": 50,
       "value": {"x": 5.0, "y": 10, "keypointlabels": ["unheard"]}}]}]}])";
  const Collected read = read_text(label_studio_format(), text);
  ASSERT_EQ(read.faces.size(), 1U);
  EXPECT_EQ(read.bytes, text);
  EXPECT_EQ(read.faces[0].image_name, "/data/upload/2/0123abcd-a.jpg");
  EXPECT_EQ(read.faces[0].points, (Keypoints{absent(), absent(), {{50, 50}}, absent()}));
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("unheard"));
  Keypoints points = read.faces[0].points;
  points[2].position.x = 100;
  EXPECT_THAT(with_points(label_studio_format(), text, 0, points),
              HasSubstr("\"x\": 50, \"y\": 50"));
}

TEST(LabelStudio, PercentOfAPictureWithoutAWidthIsNoPoint) {
  const Collected read = read_text(label_studio_format(), R"([{"data": {"image": "a.jpg"},
    "annotations": [{"result": [
      {"type": "keypointlabels", "original_width": 0, "original_height": 50,
       "value": {"x": 25, "y": 50, "keypointlabels": ["nose"]}},
      {"type": "keypointlabels", "original_width": 40, "original_height": 50,
       "value": {"x": 5.0, "y": 10, "keypointlabels": ["chin"]}}]}]}])",
                                   small_scheme(), {});
  ASSERT_EQ(read.bad_lines.size(), 1U);
  EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("without a width"));
  ASSERT_EQ(read.faces.size(), 1U);
  EXPECT_FALSE(read.faces[0].points[2].present());
  EXPECT_EQ(read.faces[0].points[3].position, (Point{2, 5}));
}

TEST(LabelStudio, KnowsThePictureOfATasksAddress) {
  const auto picture = [](const std::string& address) {
    return label_studio_format().picture_of(address);
  };
  EXPECT_EQ(picture("/data/upload/3/0123abcd-a.jpg"), "a.jpg");
  EXPECT_EQ(picture("https://host/dir/my%20photo.jpg"), "my photo.jpg");
  EXPECT_EQ(picture("/data/local-files/?d=set%20a/%C3%BC.jpg"), "set a/\xC3\xBC.jpg");
  EXPECT_EQ(picture("/data/local-files/?d=100%.jpg"), "100%.jpg");
  EXPECT_EQ(picture("/data/local-files/?d=a%00.jpg"), "a%00.jpg");
  EXPECT_EQ(picture("set a/100%25.jpg"), "set a/100%25.jpg");
}

TEST(LabelStudio, CorrectsOneFaceOfATaskAndKeepsTheRest) {
  const auto point = [](const std::string& parent, const std::string& label, int x) {
    return R"({"parentID": ")" + parent + R"(", "type": "keypointlabels", "from_name": "kp",)" +
           R"( "original_width": 20, "original_height": 10, "value": {"x": )" + std::to_string(x) +
           R"(, "y": 5.0, "keypointlabels": [")" + label + R"("]}})";
  };
  const std::string task = R"([{"id": 101, "data": {"image": "/data/upload/3/0123abcd-a.jpg"},)"
                           R"( "annotations": [{"result": [{"type": "rectanglelabels"},)" +
                           point("a", "left", 10) + ",\n " + point("a", "nose", 20) + "," +
                           point("b", "left", 30) + "," + point("b", "chin", 40) + "]}]}]";
  const Collected read = read_text(label_studio_format(), task);
  ASSERT_EQ(read.faces.size(), 2U);
  EXPECT_EQ(read.bytes, task);
  EXPECT_EQ(read.faces[1].points, (Keypoints{{{60, 5}}, absent(), absent(), {{80, 5}}}));
  Keypoints points = read.faces[1].points;
  points[3].position.x = 50;
  std::string expected = task;
  expected.replace(expected.find("\"x\": 40"), 7, "\"x\": 25");
  EXPECT_EQ(with_points(label_studio_format(), task, 1, points), expected);
}

TEST(LabelStudio, KeepsTasksWhoseFacesLieBetweenEachOther) {
  const auto point = [](const std::string& parent, const std::string& label) {
    return R"({"parentID": ")" + parent + R"(", "type": "keypointlabels", "value": {"x": 1,)" +
           R"( "y": 5, "keypointlabels": [")" + label + R"("]}})";
  };
  const std::string task = R"([{"data": {"image": "a.jpg"}, "annotations": [{"result": [)" +
                           point("a", "left") + "," + point("b", "left") + "," +
                           point("a", "nose") + "," + point("b", "nose") + "]}]}]";
  const Collected read = read_text(label_studio_format(), task);
  ASSERT_EQ(read.faces.size(), 2U);
  EXPECT_EQ(read.bytes, task);
  EXPECT_TRUE(read.faces[0].raw.empty());
}

TEST(LabelStudio, ConfiguresTheTagsThatTheTasksUseOrNone) {
  const auto config_of = [](const std::vector<std::string>& texts) {
    return label_studio_format().side_file(small_scheme(), of_texts(texts));
  };
  const auto task = [](const std::string& results) {
    return R"([{"data":{"photo":"a.jpg"},"annotations":[{"result":[)" + results + "]}]}]";
  };
  const auto point = [](const std::string& from, const std::string& to, const std::string& label) {
    return R"({"type":"keypointlabels","from_name":")" + from + R"(","to_name":")" + to +
           R"(","value":{"x":1,"y":2,"keypointlabels":[")" + label + R"("]}})";
  };
  const auto theirs =
      config_of({task(point("kp & more", "img", "nose") + "," + point("eyes", "img", "Left eye"))});
  ASSERT_TRUE(theirs);
  EXPECT_EQ(theirs->text, R"(<View>
  <Image name="img" value="$photo"/>
  <KeyPointLabels name="kp &amp; more" toName="img">
    <Label value="left"/>
    <Label value="right"/>
    <Label value="nose"/>
    <Label value="chin"/>
  </KeyPointLabels>
  <KeyPointLabels name="eyes" toName="img">
    <Label value="Left eye"/>
  </KeyPointLabels>
</View>
)");
  // What no such configuration would show: other kinds of results, two names of the picture.
  EXPECT_FALSE(config_of({task(R"({"type":"choices","from_name":"c","to_name":"img"})")}));
  EXPECT_FALSE(config_of({task(point("kp", "img", "nose")), task(point("kp", "image", "nose"))}));
  EXPECT_TRUE(config_of({"[]"}));
}

TEST(LabelStudio, WritesEachKindOfResultForATagOfItsOwnInTheConfigurationBeside) {
  const std::string text =
      text_of(label_studio_format(), {{"a.jpg", {9, 9}, four(1, 2)}}, small_scheme());
  EXPECT_THAT(text, HasSubstr(R"("type":"rectanglelabels","from_name":"face")"));
  EXPECT_THAT(text, HasSubstr(R"("type":"keypointlabels","from_name":"point")"));
  const std::string config =
      label_studio_format().side_file(small_scheme(), of_texts({text}))->text;
  EXPECT_THAT(config, HasSubstr(R"(<RectangleLabels name="face")"));
  EXPECT_THAT(config, HasSubstr("<KeyPointLabels name=\"point\" toName=\"image\">\n"
                                "    <Label value=\"left\"/>\n"));
}

}  // namespace
}  // namespace facepoint
