#include "landmark/scheme.h"

#include <gtest/gtest.h>

#include <tuple>

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

TEST(Scheme, TheMirrorImageOfATypicalShapeIsTheShapeItself) {
  for (const Scheme& scheme : SchemeLibrary::standard().all()) {
    const Keypoints& shape = scheme.typical_shape;
    ASSERT_EQ(static_cast<int>(shape.size()), scheme.size()) << scheme.name;
    const Keypoints image = mirrored(scheme, shape, 1);
    for (int i = 0; i < scheme.size(); ++i) {
      const Point at = shape[static_cast<std::size_t>(i)].position;
      EXPECT_LT(distance(at, image[static_cast<std::size_t>(i)].position), 1e-3)
          << point_title(scheme, i) << " of " << scheme.name;
      const std::string& name = scheme.point_names[static_cast<std::size_t>(i)];
      EXPECT_TRUE(name.find("image_left") == std::string::npos || at.x < 0) << name;
      EXPECT_TRUE(name.find("image_right") == std::string::npos || at.x > 0) << name;
    }
  }
}

TEST(Scheme, EachSchemeHasItsNumberOfPointsAndItsEyes) {
  const SchemeLibrary& library = SchemeLibrary::standard();
  for (const auto& [name, size, eyes] :
       {std::tuple("wflw98", 98, std::array{60, 72}), std::tuple("ibug68", 68, std::array{36, 45}),
        std::tuple("cofw29", 29, std::array{8, 9}), std::tuple("aflw19", 19, std::array{6, 11}),
        std::tuple("kaggle15", 15, std::array{5, 3}), std::tuple("five5", 5, std::array{0, 1})}) {
    EXPECT_EQ(library.get(name).size(), size);
    EXPECT_EQ(library.get(name).inter_ocular, eyes) << name;
  }
}

// Pairs of the publications' figures, counted from 1 as they do.
TEST(Scheme, Cofw29AndAflw19PairTheSidesAsPublished) {
  const auto paired = [](const char* scheme, std::vector<std::pair<int, int>> pairs) {
    const Scheme& it = SchemeLibrary::standard().get(scheme);
    for (const auto& [a, b] : pairs) {
      EXPECT_EQ(it.mirror[static_cast<std::size_t>(a - 1)], b - 1) << scheme << " " << a;
    }
  };
  paired("cofw29", {{1, 2},
                    {5, 7},
                    {3, 4},
                    {6, 8},
                    {9, 10},
                    {11, 12},
                    {13, 15},
                    {17, 18},
                    {14, 16},
                    {19, 20},
                    {23, 24}});
  paired("aflw19", {{1, 6}, {2, 5}, {3, 4}, {7, 12}, {8, 11}, {9, 10}, {13, 15}, {16, 18}});
}

TEST(Scheme, PointsThatAreNoLineHaveNoEdge) {
  const Scheme& scheme = SchemeLibrary::standard().get("wflw98");
  for (const auto& [a, b] : scheme.edges) EXPECT_LT(std::max(a, b), 96);
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
        with(kTwoPoints, "\"mirror\"", R"("typical_shape": [[0, 0]], "mirror")"),
        with(kTwoPoints, "\"mirror\"", R"("from": {"other": [0]}, "mirror")"),
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
