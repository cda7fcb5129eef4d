#include "curate/label_layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <numeric>
#include <random>

#include "base/error.h"
#include "curate/point_matching.h"
#include "landmark/metrics.h"
#include "landmark/numbering.h"
#include "landmark/scheme_mapping.h"
#include "support/face_renderer.h"

namespace facepoint {
namespace {

using test::landmarks_of;
using test::random_face;

constexpr int kFaces = 40;

const SchemeLibrary& library() { return SchemeLibrary::standard(); }

struct Drawn {
  Keypoints points;
  int width = 0;
  int height = 0;
};

// Drawn people in landscape and upright images, in whole pixels.
std::vector<Drawn> drawn_faces(int count = kFaces) {
  std::vector<Drawn> faces;
  for (int i = 0; i < count; ++i) {
    Drawn face{{}, i % 3 == 0 ? 320 : 240, i % 3 == 0 ? 240 : 288};
    face.points = landmarks_of(random_face(static_cast<std::uint64_t>(i)), face.width, face.height);
    for (Landmark& point : face.points) {
      point.position = {std::round(point.position.x), std::round(point.position.y)};
    }
    faces.push_back(std::move(face));
  }
  return faces;
}

using Spoil = std::function<Keypoints(const Drawn&)>;

Keypoints each_point(const Drawn& face, const std::function<Point(Point)>& map) {
  Keypoints points = face.points;
  for (Landmark& point : points) point.position = map(point.position);
  return points;
}

std::vector<FaceNumbers> spoilt(const std::vector<Drawn>& faces, const Spoil& spoil) {
  std::vector<FaceNumbers> numbers;
  for (const Drawn& face : faces) {
    numbers.push_back({spoil(face), face.width, face.height, nullptr});
  }
  return numbers;
}

Keypoints grouped(const Drawn& face) {
  Keypoints points = face.points;
  const std::size_t n = points.size();
  const auto number = [&](std::size_t i) {
    return i < n ? face.points[i].position.x : face.points[i - n].position.y;
  };
  for (std::size_t i = 0; i < n; ++i) points[i].position = {number(2 * i), number(2 * i + 1)};
  return points;
}

Spoil permuted(std::size_t size, unsigned seed) {
  std::vector<std::size_t> order(size);
  std::iota(order.begin(), order.end(), 0);
  std::shuffle(order.begin(), order.end(), std::mt19937(seed));
  return [order](const Drawn& face) {
    Keypoints points;
    for (const std::size_t from : order) points.push_back(face.points[from]);
    return points;
  };
}

Spoil then(const Spoil& first, const Spoil& second) {
  return [=](const Drawn& face) { return second({first(face), face.width, face.height}); };
}

const Spoil kAsIs = [](const Drawn& face) { return face.points; };
const Spoil kYFirst = [](const Drawn& face) {
  return each_point(face, [](Point at) { return Point{at.y, at.x}; });
};
const Spoil kPercent = [](const Drawn& face) {
  return each_point(face, [&](Point at) {
    return Point{at.x * 100 / face.width, at.y * 100 / face.height};
  });
};
const Spoil kUnit = [](const Drawn& face) {
  return each_point(face, [&](Point at) { return Point{at.x / face.width, at.y / face.height}; });
};
const Spoil kYUp = [](const Drawn& face) {
  return each_point(face, [&](Point at) { return Point{at.x, face.height - 1 - at.y}; });
};
const Spoil kHalfTurn = [](const Drawn& face) {
  return each_point(face, [&](Point at) {
    return Point{face.width - 1 - at.x, face.height - 1 - at.y};
  });
};
const Spoil kSides = [](const Drawn& face) {
  return renumbered(library().get("ibug68"), face.points);
};

std::string told(const LayoutVerdict& verdict) {
  std::string text;
  for (const LayoutFinding& finding : verdict.findings) {
    text +=
        to_text(finding.aspect) + " " + std::to_string(finding.sure) + ": " + finding.reason + "\n";
  }
  return text;
}

// Every face read as the verdict says is what was drawn, and the verdict is sure.
void expect_mended(const std::vector<Drawn>& faces, const Spoil& spoil, const char* name,
                   std::string_view scheme = "ibug68", std::string_view claimed = "ibug68") {
  const std::vector<FaceNumbers> numbers = spoilt(faces, spoil);
  const LayoutVerdict verdict = infer_layout(library(), claimed, numbers);
  EXPECT_EQ(verdict.layout.scheme, scheme) << name;
  const Scheme& to = library().get(verdict.layout.scheme);
  double worst = 0;
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const Keypoints read = read_as(verdict.layout, to, numbers[i].numbers, numbers[i].image_width,
                                   numbers[i].image_height);
    for (std::size_t p = 0; p < read.size(); ++p) {
      worst = std::max(worst, distance(read[p].position, faces[i].points[p].position));
    }
  }
  const bool differs = std::any_of(verdict.findings.begin(), verdict.findings.end(),
                                   [](const LayoutFinding& each) { return each.differs; });
  EXPECT_LT(worst, 1e-3) << name << "\n" << told(verdict);
  for (const LayoutFinding& finding : verdict.findings) {
    EXPECT_TRUE(!finding.differs || finding.is_sure()) << name << "\n" << told(verdict);
  }
  EXPECT_TRUE(differs) << name;
}

TEST(LabelLayout, HasNothingAgainstFacesThatAreRight) {
  const LayoutVerdict verdict = infer_layout(library(), "ibug68", spoilt(drawn_faces(), kAsIs));
  for (const LayoutFinding& finding : verdict.findings) {
    EXPECT_FALSE(finding.differs) << told(verdict);
  }
  EXPECT_EQ(verdict.layout, (LabelLayout{"ibug68", {}, 0, false, false, false, false, {}}));
}

TEST(LabelLayout, FindsUnitAxesDirectionSidesAndGrouping) {
  const std::vector<Drawn> faces = drawn_faces();
  expect_mended(faces, kPercent, "percent");
  expect_mended(faces, kUnit, "unit square");
  expect_mended(faces, kYFirst, "y first");
  expect_mended(faces, kYUp, "y up");
  expect_mended(faces, kSides, "sides");
  expect_mended(faces, grouped, "grouped");
}

TEST(LabelLayout, FindsSeveralAtOnce) {
  const std::vector<Drawn> faces = drawn_faces();
  expect_mended(faces, then(kPercent, kYFirst), "percent, y first");
  expect_mended(faces, then(kUnit, grouped), "unit, grouped");
  expect_mended(faces, then(kYUp, kYFirst), "y up, y first");
  expect_mended(faces, then(then(kSides, kPercent), grouped), "sides, percent, grouped");
}

// One turn of the pictures explains as much as two mistakes in their labels.
TEST(LabelLayout, IsNotSureOfSidesWhereTurnedPicturesLookTheSame) {
  const std::vector<Drawn> faces = drawn_faces();
  for (const Spoil& spoil : {then(kSides, kYFirst), then(kSides, kYUp), kHalfTurn}) {
    const LayoutVerdict verdict = infer_layout(library(), "ibug68", spoilt(faces, spoil));
    EXPECT_EQ(sure_layout(verdict, "ibug68"), layout_as_read("ibug68", {})) << told(verdict);
    EXPECT_TRUE(verdict.layout.sides_exchanged);
    EXPECT_GE(verdict.findings.at(0).wrong, kSureOfLayout) << told(verdict);
  }
}

TEST(LabelLayout, TellsAHalfTurnByFacesThatAreKnown) {
  const std::vector<Drawn> faces = drawn_faces();
  std::vector<FaceNumbers> numbers = spoilt(faces, kHalfTurn);
  for (std::size_t i = 0; i < faces.size(); ++i) numbers[i].second = &faces[i].points;
  const LabelLayout layout = sure_layout(infer_layout(library(), "ibug68", numbers), "ibug68");
  EXPECT_TRUE(layout.y_up && layout.x_from_right && !layout.sides_exchanged);
}

TEST(LabelLayout, GoesBackToWhatTheFileSays) {
  const Drawn face = drawn_faces(1)[0];
  LabelLayout layout = layout_as_read("ibug68", {CoordinateUnit::kUnitSquare, 0});
  EXPECT_FALSE(changes_points(layout));
  layout.y_first = true;
  // As a reader scales (y, x) that it takes for (x, y).
  const Keypoints read = each_point(face, [&](Point at) {
    return Point{at.y / face.height * face.width, at.x / face.width * face.height};
  });
  const Keypoints mended = read_as(layout, library().get("ibug68"), read, face.width, face.height);
  LabelLayout of_pts = layout_as_read("ibug68", {CoordinateUnit::kPixel, 1});
  of_pts.unit = CoordinateUnit::kPercent;
  const Keypoints from_one = each_point(face, [&](Point at) {
    return Point{at.x * 100 / face.width - 1, at.y * 100 / face.height - 1};
  });
  const Keypoints of_percent =
      read_as(of_pts, library().get("ibug68"), from_one, face.width, face.height);
  for (std::size_t i = 0; i < face.points.size(); ++i) {
    EXPECT_LT(distance(mended[i].position, face.points[i].position), 1e-3);
    EXPECT_LT(distance(of_percent[i].position, face.points[i].position), 1e-3);
  }
}

TEST(LabelLayout, FindsLidsThatAreExchangedOnAFewFaces) {
  expect_mended(
      drawn_faces(5),
      [](const Drawn& face) {
        Keypoints points = face.points;
        for (const std::size_t eye : {36U, 42U}) {
          std::swap(points[eye + 1], points[eye + 5]);
          std::swap(points[eye + 2], points[eye + 4]);
        }
        return points;
      },
      "lids exchanged");
}

TEST(LabelLayout, StopsWhereFacesWantDifferentRemedies) {
  const std::vector<Drawn> faces = drawn_faces();
  std::vector<FaceNumbers> numbers = spoilt(faces, kAsIs);
  for (std::size_t i = 0; i < faces.size(); i += 4) numbers[i].numbers = kSides(faces[i]);
  const LayoutVerdict verdict = infer_layout(library(), "ibug68", numbers);
  EXPECT_NE(told(verdict).find("30 of 40 faces look right as they are, 10 only with left"),
            std::string::npos)
      << told(verdict);
  EXPECT_GE(verdict.findings.at(0).wrong, kSureOfLayout);
}

TEST(LabelLayout, TellsPointsThatAreMissingByTheirMarks) {
  const std::vector<Drawn> faces = drawn_faces();
  for (const double mark : {0.0, -1.0}) {
    std::vector<FaceNumbers> numbers = spoilt(faces, kAsIs);
    for (std::size_t i = 0; i < faces.size(); i += 2) {
      for (std::size_t p = 0; p < 5; ++p) numbers[i].numbers[p].position = {mark, mark};
    }
    const LayoutVerdict verdict = infer_layout(library(), "ibug68", numbers);
    EXPECT_NE(told(verdict).find("20 of 40 faces have points at 0, 0 or -1, -1"), std::string::npos)
        << told(verdict);
    EXPECT_GE(verdict.findings.at(0).wrong, kSureOfLayout);
    EXPECT_EQ(verdict.layout, layout_as_read("ibug68", {}));
  }
}

TEST(LabelLayout, DoesNotStopAtFacesThatAreTurnedInAllDirections) {
  const std::vector<Drawn> faces = drawn_faces();
  std::vector<FaceNumbers> numbers = spoilt(faces, kAsIs);
  for (std::size_t i = 0; i < faces.size(); ++i) {
    const double angle = static_cast<double>(i) * 0.7;
    const Similarity turn{std::cos(angle), std::sin(angle), 100, 100};
    numbers[i].numbers = transformed(turn, faces[i].points);
    numbers[i].image_width = numbers[i].image_height = 2000;
    for (Landmark& point : numbers[i].numbers) point.position = point.position + Point{800, 800};
  }
  const LayoutVerdict verdict = infer_layout(library(), "ibug68", numbers);
  EXPECT_EQ(verdict.layout, layout_as_read("ibug68", {})) << told(verdict);
  for (const LayoutFinding& finding : verdict.findings) {
    EXPECT_LT(finding.wrong, kSureOfLayout) << told(verdict);
  }
}

TEST(LabelLayout, FindsTheOrderOfPermutedPoints) {
  const std::vector<Drawn> faces = drawn_faces();
  for (unsigned seed = 1; seed < 4; ++seed) {
    expect_mended(faces, permuted(68, seed), "permuted");
    expect_mended(faces, then(permuted(68, seed), kYFirst), "permuted, y first");
  }
}

TEST(LabelLayout, FindsThePlacesOfPointsThatStandInEachOthers) {
  const std::vector<Drawn> faces = drawn_faces();
  expect_mended(
      faces,
      [](const Drawn& face) {
        Keypoints points = face.points;
        for (std::size_t i = 0; i < 6; ++i) std::swap(points[36 + i], points[42 + i]);
        return points;
      },
      "eyes exchanged");
  expect_mended(
      faces,
      [](const Drawn& face) {
        Keypoints points = face.points;
        std::reverse(points.begin(), points.begin() + 17);
        return points;
      },
      "jaw reversed");
}

TEST(LabelLayout, TellsASchemeByTheNumberAndShapeOfItsPoints) {
  for (const char* name : {"five5", "kaggle15", "aflw19"}) {
    const SchemeMapping mapping = *SchemeMapping::find(library(), "ibug68", name);
    std::vector<Drawn> faces = drawn_faces();
    for (Drawn& face : faces) face.points = mapping(face.points);
    expect_mended(faces, kAsIs, name, name);
    expect_mended(faces, kYFirst, name, name);
    expect_mended(faces, kPercent, name, name, name);
  }
}

TEST(LabelLayout, TellsAnOriginOfOneOnlyWhereFacesReachTheEdges) {
  std::vector<Drawn> faces = drawn_faces();
  const Spoil one_based = [](const Drawn& face) {
    return each_point(face, [](Point at) { return Point{at.x + 1, at.y + 1}; });
  };
  const auto origin = [&](const LayoutVerdict& verdict) {
    return std::find_if(verdict.findings.begin(), verdict.findings.end(),
                        [](const auto& each) { return each.aspect == LayoutAspect::kOrigin; });
  };
  const LayoutVerdict inside = infer_layout(library(), "ibug68", spoilt(faces, one_based));
  ASSERT_NE(origin(inside), inside.findings.end());
  EXPECT_FALSE(origin(inside)->differs);
  EXPECT_FALSE(origin(inside)->is_sure());
  // Large faces, held to the image as labelling programs do.
  for (Drawn& face : faces) {
    face.points = each_point(face, [&](Point at) {
      return Point{std::clamp(std::round(face.width * 0.5 + (at.x - face.width * 0.5) * 2.2), 0.0,
                              face.width - 1.0),
                   std::clamp(std::round(face.height * 0.5 + (at.y - face.height * 0.5) * 2.2), 0.0,
                              face.height - 1.0)};
    });
  }
  expect_mended(faces, one_based, "one-based");
  const LayoutVerdict right = infer_layout(library(), "ibug68", spoilt(faces, kAsIs));
  EXPECT_EQ(right.layout.origin, 0) << told(right);
}

TEST(LabelLayout, TellsAnOriginOfOneFromASecondSource) {
  const std::vector<Drawn> faces = drawn_faces();
  std::vector<FaceNumbers> numbers = spoilt(faces, [](const Drawn& face) {
    return each_point(face, [](Point at) { return Point{at.x + 1, at.y + 1}; });
  });
  for (std::size_t i = 0; i < faces.size(); ++i) numbers[i].second = &faces[i].points;
  EXPECT_EQ(infer_layout(library(), "ibug68", numbers).layout.origin, 1);
}

TEST(LabelLayout, IsNotMisledByAFewWrongFaces) {
  const std::vector<Drawn> faces = drawn_faces();
  std::vector<FaceNumbers> numbers = spoilt(faces, kAsIs);
  for (std::size_t i = 0; i < 8; ++i) numbers[i].numbers = kYFirst(faces[i]);
  numbers[9].numbers = Keypoints(68);
  numbers[10].numbers.resize(5);
  EXPECT_EQ(sure_layout(infer_layout(library(), "ibug68", numbers), "ibug68"),
            (LabelLayout{"ibug68", {}, 0, false, false, false, false, {}}));
}

TEST(LabelLayout, IsNotSureOfASingleFaceThatMayLieOnItsSide) {
  const LayoutVerdict verdict = infer_layout(library(), "ibug68", spoilt(drawn_faces(1), kYFirst));
  EXPECT_TRUE(verdict.layout.y_first);
  EXPECT_FALSE(sure_layout(verdict, "ibug68").y_first);
}

// Points by chance, others on each.
std::vector<FaceNumbers> no_faces(std::size_t points) {
  std::mt19937 random(7);
  std::uniform_real_distribution<double> place(0, 200);
  std::vector<FaceNumbers> faces(kFaces, {Keypoints(points), 240, 288, nullptr});
  for (FaceNumbers& face : faces) {
    for (Landmark& point : face.numbers) {
      const double x = place(random);
      point.position = {x, place(random)};
    }
  }
  return faces;
}

TEST(LabelLayout, SaysThatNoOrderMakesAFace) {
  const LayoutVerdict verdict = infer_layout(library(), "ibug68", no_faces(68));
  for (const LayoutFinding& finding : verdict.findings) {
    EXPECT_FALSE(finding.is_sure()) << told(verdict);
  }
  EXPECT_GE(verdict.findings.at(0).wrong, kSureOfLayout);
  // Nor one of a scheme that was not claimed.
  EXPECT_NE(told(infer_layout(library(), "ibug68", no_faces(98))).find("make no face"),
            std::string::npos);
}

TEST(LabelLayout, KnowsNothingOfNoFacesAndOfUnknownNumbersOfPoints) {
  EXPECT_TRUE(infer_layout(library(), "ibug68", {}).findings.empty());
  const std::vector<FaceNumbers> seven(
      9,
      {make_keypoints({{1, 2}, {3, 5}, {4, 4}, {8, 8}, {2, 2}, {1, 9}, {0, 3}}), 20, 20, nullptr});
  EXPECT_TRUE(infer_layout(library(), "ibug68", seven).findings.empty());
  EXPECT_THROW(read_as({}, library().get("ibug68"), seven[0].numbers, 20, 20), Error);
}

// A ring that was matched one place on fits as well as it did before.
TEST(PointMatching, IsNotSureOfPointsOnARing) {
  Keypoints ring(10);
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const double angle = static_cast<double>(i) * 0.2 * 3.14159265358979;
    ring[i].position = {std::cos(angle), std::sin(angle)};
  }
  const Keypoints between = transformed({std::cos(0.314), std::sin(0.314), 0, 0}, ring);
  EXPECT_EQ(weak_points(between, ring, match_points(between, ring).order).size(), 10U);
  EXPECT_TRUE(weak_points(ring, ring, match_points(ring, ring).order).empty());
}

TEST(PointMatching, AssignsAtTheLeastSum) {
  EXPECT_EQ(least_cost_assignment({4, 1, 3, 2, 0, 5, 3, 2, 2}, 3), (std::vector{1, 0, 2}));
  EXPECT_TRUE(least_cost_assignment({}, 0).empty());
}

}  // namespace
}  // namespace facepoint
