#include "landmark/scheme.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace facepoint {
namespace {

constexpr const char* kTwoPoints = R"({"name": "two", "points": ["a", "b"], "mirror": [1, 0],
  "regions": [{"name": "all", "color": "#102030", "points": [0, 1]}], "inter_ocular": [0, 1]})";

std::string with(std::string text, const std::string& from, const std::string& to) {
  return text.replace(text.find(from), from.size(), to);
}

TEST(Scheme, Ibug68HasTheKnownMirrorMapRegionsAndEdges) {
  const Scheme& scheme = SchemeLibrary::standard().get("ibug68");
  EXPECT_EQ(scheme.size(), 68);
  EXPECT_EQ(scheme.inter_ocular, (std::array{36, 45}));
  std::vector<int> fixed;
  for (int i = 0; i < 68; ++i) {
    if (scheme.mirror[static_cast<std::size_t>(i)] == i) fixed.push_back(i);
  }
  EXPECT_EQ(fixed, (std::vector{8, 27, 28, 29, 30, 33, 51, 57, 62, 66}));
  EXPECT_EQ(scheme.mirror[31], 35);
  EXPECT_EQ(scheme.mirror[60], 64);
  // 5 open chains have one edge less than points, 4 closed ones as many.
  EXPECT_EQ(scheme.edges.size(), 63U);
}

TEST(Scheme, TheMirrorMapExchangesTheSidesInTheNames) {
  for (const Scheme& scheme : SchemeLibrary::standard().all()) {
    for (int i = 0; i < scheme.size(); ++i) {
      const auto& name = scheme.point_names[static_cast<std::size_t>(i)];
      const auto& other =
          scheme.point_names[static_cast<std::size_t>(scheme.mirror[static_cast<std::size_t>(i)])];
      if (name.find("image_left") == std::string::npos) continue;
      EXPECT_EQ(with(name, "image_left", "image_right"), other) << scheme.name;
    }
  }
}

TEST(Scheme, Kaggle15IsThere) { EXPECT_EQ(SchemeLibrary::standard().get("kaggle15").size(), 15); }

TEST(Scheme, MirroringTwiceGivesTheSamePoints) {
  const Scheme& scheme = SchemeLibrary::standard().get("ibug68");
  Keypoints points;
  for (int i = 0; i < 68; ++i) points.push_back({{i * 1.5, i * 0.25}, Visibility::kVisible});
  EXPECT_EQ(mirrored(scheme, mirrored(scheme, points, 101), 101), points);
  EXPECT_EQ(mirrored(scheme, points, 101)[16].position, (Point{100, 0}));
}

TEST(Scheme, EachMistakeInASchemeFileIsRefusedWithTheFileName) {
  EXPECT_NO_THROW(parse_scheme(kTwoPoints, "two.json"));
  for (const std::string& text :
       {std::string("not json"), with(kTwoPoints, "[1, 0]", "[0, 0]"),
        with(kTwoPoints, "[1, 0]", "[1]"), with(kTwoPoints, "\"b\"", "\"a\""),
        with(kTwoPoints, "\"points\": [0, 1]", "\"points\": [0]"),
        with(kTwoPoints, "\"points\": [0, 1]", "\"points\": [0, 2]"),
        with(kTwoPoints, "#102030", "blue"),
        with(kTwoPoints, "\"inter_ocular\": [0, 1]", "\"inter_ocular\": [0, 7]")}) {
    try {
      parse_scheme(text, "two.json");
      ADD_FAILURE() << text;
    } catch (const Error& e) {
      EXPECT_EQ(e.context(), "two.json");
    }
  }
}

TEST(Scheme, AnUnknownNameIsAnErrorThatNamesTheKnownOnes) {
  try {
    SchemeLibrary::standard().get("nope");
    FAIL();
  } catch (const Error& e) {
    EXPECT_NE(e.message().find("ibug68"), std::string::npos);
  }
}

}  // namespace
}  // namespace facepoint
