// Labels that are numbers, from 0 or from 1, and points that a file lists one by one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "collected.h"
#include "formats/builtin_formats.h"
#include "formats/listed_points.h"
#include "formats/point_names.h"

namespace facepoint {
namespace {

using namespace test;
using testing::ElementsAre;
using testing::HasSubstr;

using Labels = std::vector<std::string>;

std::string labelme(const Labels& labels) {
  std::string shapes;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    shapes += (i == 0 ? "" : ",") + std::string(R"({"label": ")") + labels[i] +
              R"(", "shape_type": "point", "points": [[)" + std::to_string(i) + ", 5]]}";
  }
  return R"({"shapes": [)" + shapes + R"(], "imagePath": "a.jpg"})";
}

std::string label_studio(const Labels& labels) {
  std::string results;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    results += (i == 0 ? "" : ",") + std::string(R"({"type": "keypointlabels", "value": {"x": )") +
               std::to_string(i) + R"(, "y": 5, "keypointlabels": [")" + labels[i] + R"("]}})";
  }
  return R"([{"data": {"image": "a.jpg"}, "annotations": [{"result": [)" + results + "]}]}]";
}

std::string skeletons(const std::vector<Labels>& faces) {
  std::string text = R"(<annotations><image name="a.jpg">)";
  for (const Labels& labels : faces) {
    text += "<skeleton label=\"face\">";
    for (std::size_t i = 0; i < labels.size(); ++i) {
      text += "<points label=\"" + labels[i] + "\" outside=\"0\" points=\"" + std::to_string(i) +
              ",5\"/>";
    }
    text += "</skeleton>";
  }
  return text + "</image></annotations>";
}

std::string boxes(const std::vector<Labels>& faces) {
  std::string text = "<dataset><images><image file='a.jpg'>";
  for (const Labels& labels : faces) {
    text += "<box>";
    for (std::size_t i = 0; i < labels.size(); ++i) {
      text += "<part name='" + labels[i] + "' x='" + std::to_string(i) + "' y='5'/>";
    }
    text += "</box>";
  }
  return text + "</image></images></dataset>";
}

// Which points are there.
std::vector<std::size_t> there(const ReadFace& face) {
  std::vector<std::size_t> points;
  for (std::size_t i = 0; i < face.points.size(); ++i) {
    if (face.points[i].present()) points.push_back(i);
  }
  return points;
}

TEST(PointLabels, CountFrom1WhereTheFileHasTheNumberOfPointsAndNo0) {
  for (const Labels& labels : {Labels{"1", "2", "4"}, Labels{"0", "1", "3"}}) {
    EXPECT_THAT(there(read_text(labelme_format(), labelme(labels)).faces.at(0)),
                ElementsAre(0, 1, 3));
    EXPECT_THAT(there(read_text(label_studio_format(), label_studio(labels)).faces.at(0)),
                ElementsAre(0, 1, 3));
    EXPECT_THAT(there(read_text(cvat_format(), skeletons({labels})).faces.at(0)),
                ElementsAre(0, 1, 3));
    EXPECT_THAT(there(read_text(dlib_xml_format(), boxes({labels})).faces.at(0)),
                ElementsAre(0, 1, 3));
  }
}

TEST(PointLabels, OfAFaceWithoutTheLastPointCountAsThoseOfTheFile) {
  const std::vector<Labels> faces = {{"01", "02", "03"}, {"1", "2", "3", "4"}};
  for (const auto& [format, text] :
       {std::pair{&cvat_format(), skeletons(faces)}, std::pair{&dlib_xml_format(), boxes(faces)}}) {
    const Collected read = read_text(*format, text);
    ASSERT_EQ(read.faces.size(), 2U) << format->traits().name;
    EXPECT_THAT(there(read.faces[0]), ElementsAre(0, 1, 2)) << format->traits().name;
    EXPECT_THAT(there(read.faces[1]), ElementsAre(0, 1, 2, 3)) << format->traits().name;
    // A corrected point is found again, although a chunk does not tell from where they count.
    Keypoints points = read.faces[0].points;
    points[2].position = {90, 91};
    const std::string changed = with_points(*format, text, 0, points);
    EXPECT_EQ(read_text(*format, changed).faces.at(0).points, points) << changed;
  }
}

TEST(PointLabels, ThatMayCountFromBothMeanNoPointAndSayWhatToDo) {
  const Labels labels = {"1", "2", "3"};
  for (const auto& [format, text] : {std::pair{&labelme_format(), labelme(labels)},
                                     std::pair{&label_studio_format(), label_studio(labels)},
                                     std::pair{&cvat_format(), skeletons({labels})}}) {
    const Collected read = read_text(*format, text);
    EXPECT_TRUE(read.faces.empty()) << format->traits().name;
    ASSERT_FALSE(read.bad_lines.empty()) << format->traits().name;
    EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("neither 0 nor 4")) << format->traits().name;
    EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("--scheme")) << format->traits().name;
  }
  // dlib's own files count from 0.
  EXPECT_THAT(there(read_text(dlib_xml_format(), boxes({labels})).faces.at(0)),
              ElementsAre(1, 2, 3));
}

TEST(PointLabels, OfAFaceOfAnotherSchemeMakeNoFaceOfThisOne) {
  const Labels labels = {"1", "2", "3", "4", "5", "6"};
  for (const auto& [format, text] : {std::pair{&labelme_format(), labelme(labels)},
                                     std::pair{&label_studio_format(), label_studio(labels)},
                                     std::pair{&cvat_format(), skeletons({labels})},
                                     std::pair{&dlib_xml_format(), boxes({labels})}}) {
    const Collected read = read_text(*format, text);
    EXPECT_TRUE(read.faces.empty()) << format->traits().name;
    EXPECT_EQ(read.bytes, text);
    ASSERT_EQ(read.bad_lines.size(), 1U) << format->traits().name;
    EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("\"5\" is no point of four"));
  }
}

TEST(PointLabels, ThatAreNamesOfPointsNeedNoNumbers) {
  const Collected read = read_text(labelme_format(), labelme({"left", "chin", "pupil"}));
  ASSERT_EQ(read.faces.size(), 1U);
  EXPECT_THAT(there(read.faces[0]), ElementsAre(0, 3));
  EXPECT_EQ(read.bad_lines.size(), 1U);
}

std::vector<std::optional<std::size_t>> divided(const std::vector<std::size_t>& points) {
  std::vector<ListedPoint> listed;
  listed.reserve(points.size());
  for (const std::size_t point : points) listed.push_back({"", point});
  return faces_of(listed);
}

TEST(ListedPoints, AreOfTheNextFaceOnceALabelHasComeAgain) {
  EXPECT_THAT(divided({0, 1, 2, 0, 1, 2}), ElementsAre(0, 0, 0, 1, 1, 1));
  EXPECT_THAT(divided({0, 0, 1, 1, 2, 2}), ElementsAre(0, 1, 0, 1, 0, 1));
  EXPECT_THAT(divided({0, 2, 0, 1, 2}), ElementsAre(0, 0, 1, 1, 1));
  EXPECT_THAT(divided({0, 1, 2, 0, 2}), ElementsAre(0, 0, 0, 1, 1));
  EXPECT_THAT(divided({1, 2, 0, 1, 2}), ElementsAre(0, 0, 1, 1, 1));
  EXPECT_THAT(faces_of({{"b", 0}, {"a", 0}, {"b", 1}, {"b", 0}}), ElementsAre(0, 1, 0, 2));
}

TEST(ListedPoints, AreOfNoFaceWhereTheirOrderFitsMoreThanOneWay) {
  const std::optional<std::size_t> none;
  EXPECT_THAT(divided({0, 0, 1}), ElementsAre(none, none, none));
  EXPECT_THAT(divided({3, 2, 1, 0, 3, 2, 1}), testing::Each(none));
  EXPECT_THAT(faces_of({{"a", 0}, {"b", 1}, {"a", 0}, {"a", 1}}), ElementsAre(none, 0, none, none));
}

std::string loose(const std::vector<std::string>& labels) {
  std::string text = R"(<annotations><image name="a.jpg">)";
  int x = 0;
  for (const std::string& label : labels) {
    text += "<points label=\"" + label + "\" points=\"" + std::to_string(x++) + ",5\"/>";
  }
  return text + "</image></annotations>";
}

TEST(ListedPoints, OfTwoFacesWithoutGroupsMakeTwoFaces) {
  const Labels two = {"left", "nose", "left", "right", "nose"};
  for (const auto& [format, text] :
       {std::pair{&cvat_format(), loose(two)}, std::pair{&labelme_format(), labelme(two)},
        std::pair{&label_studio_format(), label_studio(two)}}) {
    const Collected read = read_text(*format, text);
    ASSERT_EQ(read.faces.size(), 2U) << format->traits().name;
    EXPECT_EQ(read.bytes, text);
    EXPECT_THAT(there(read.faces[0]), ElementsAre(0, 2)) << format->traits().name;
    EXPECT_THAT(there(read.faces[1]), ElementsAre(0, 1, 2)) << format->traits().name;
  }
}

TEST(ListedPoints, ThatDoNotTellTheirFacesAreSaidToBeSo) {
  const Labels unclear = {"left", "left", "right"};
  for (const auto& [format, text] :
       {std::pair{&cvat_format(), loose(unclear)}, std::pair{&labelme_format(), labelme(unclear)},
        std::pair{&label_studio_format(), label_studio(unclear)}}) {
    const Collected read = read_text(*format, text);
    EXPECT_TRUE(read.faces.empty()) << format->traits().name;
    EXPECT_EQ(read.bytes, text);
    ASSERT_EQ(read.bad_lines.size(), 1U) << format->traits().name;
    EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("does not tell whose"))
        << format->traits().name;
    EXPECT_THAT(read.bad_lines[0].reason, HasSubstr("give each face")) << format->traits().name;
  }
}

}  // namespace
}  // namespace facepoint
