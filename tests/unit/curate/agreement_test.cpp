#include "curate/agreement.h"

#include <gtest/gtest.h>

#include <random>

#include "base/error.h"

namespace facepoint {
namespace {

const Scheme& scheme() { return SchemeLibrary::standard().get("ibug68"); }

// A face of 100 pixels between the eyes, its points in a plain grid but for the eye corners.
Keypoints plain_face() {
  std::vector<Point> points;
  for (int i = 0; i < 68; ++i) points.push_back({i % 10 * 12.0, i / 10 * 20.0});
  points[static_cast<std::size_t>(scheme().inter_ocular[0])] = {0, 40};
  points[static_cast<std::size_t>(scheme().inter_ocular[1])] = {100, 40};
  return make_keypoints(points);
}

Keypoints shifted(Keypoints points, const std::vector<int>& which, Point by) {
  for (const int i : which) {
    points[static_cast<std::size_t>(i)].position =
        points[static_cast<std::size_t>(i)].position + by;
  }
  return points;
}

Keypoints noisy(Keypoints points, std::mt19937& random) {
  std::normal_distribution<double> noise(0, 1);
  for (Landmark& point : points) {
    point.position = point.position + Point{noise(random), noise(random)};
  }
  return points;
}

const AnnotatorBias& bias_of(const AgreementFigures& figures, const std::string& who) {
  for (const AnnotatorBias& bias : figures.biases) {
    if (bias.annotator == who) return bias;
  }
  throw std::logic_error("no such annotator");
}

TEST(Agreement, MeasuresEachPairByPointAndRegionInDistancesOfTheEyes) {
  Agreement agreement(scheme());
  const Keypoints face = plain_face();
  agreement.add({{"Ana", face}, {"Ben", shifted(face, {48}, {3, 4})}});
  agreement.add({{"Ben", face}, {"Ana", face}});
  const AgreementFigures figures = agreement.figures();
  EXPECT_EQ(figures.faces, 2);
  ASSERT_EQ(figures.pairs.size(), 1U);
  const PairAgreement& pair = figures.pairs[0];
  EXPECT_EQ(pair.first, "Ana");
  EXPECT_EQ(pair.second, "Ben");
  EXPECT_EQ(pair.faces, 2);
  EXPECT_NEAR(pair.by_point[48], 0.025, 1e-12) << "5 of 100 pixels on one of two faces";
  EXPECT_EQ(pair.by_point[49], 0);
  EXPECT_NEAR(pair.nme, 0.05 / 68 / 2, 1e-12);
  const auto mouth = static_cast<std::size_t>(scheme().region_of(48));
  EXPECT_NEAR(pair.by_region[mouth],
              0.05 / 2 / static_cast<double>(scheme().regions[mouth].points.size()), 1e-12);
  EXPECT_NEAR(pair.shift_by_point[48].mean.x, 0.015, 1e-12);
}

// The bias is in the face's own frame, whichever way it is turned and however large it is.
TEST(Agreement, OneAnnotatorsBiasShowsOnTurnedFacesAndAmongNoise) {
  std::mt19937 random(7);
  Agreement agreement(scheme());
  const std::vector<int>& mouth =
      scheme().regions[static_cast<std::size_t>(scheme().region_of(48))].points;
  for (int i = 0; i < 60; ++i) {
    const double angle = i * 0.1;
    const double size = 0.5 + i * 0.02;
    const Similarity image_from_face{size * std::cos(angle), size * std::sin(angle), 40, 9};
    const Keypoints face = plain_face();
    const auto seen = [&](const Keypoints& points) {
      return transformed(image_from_face, noisy(points, random));
    };
    agreement.add(
        {{"Ana", seen(face)}, {"Ben", seen(face)}, {"Mia", seen(shifted(face, mouth, {0, 4}))}});
  }
  const AgreementFigures figures = agreement.figures();
  const auto region = static_cast<std::size_t>(scheme().region_of(48));
  const MeanShift mia = bias_of(figures, "Mia").by_region[region];
  EXPECT_NEAR(mia.mean.y, 0.04, 0.005);
  EXPECT_NEAR(mia.mean.x, 0, 0.005);
  EXPECT_TRUE(is_systematic(mia));
  EXPECT_NEAR(bias_of(figures, "Ana").by_region[region].mean.y, -0.02, 0.005);
  const auto jaw = static_cast<std::size_t>(scheme().region_of(8));
  EXPECT_FALSE(is_systematic(bias_of(figures, "Mia").by_region[jaw]));
  EXPECT_NEAR(distance(figures.typical[36].position, figures.typical[45].position), 1, 0.01);
}

TEST(Agreement, TheNetworkIsMeasuredByThePeopleAndNoMeasureOfThem) {
  Agreement agreement(scheme());
  const Keypoints face = plain_face();
  std::vector<int> all;
  for (int i = 0; i < 68; ++i) all.push_back(i);
  for (int i = 0; i < 5; ++i) {
    agreement.add({{"Ana", face}, {"CNN", shifted(face, all, {2, 0}), true}});
  }
  const AgreementFigures figures = agreement.figures();
  ASSERT_EQ(figures.biases.size(), 1U);
  EXPECT_EQ(figures.biases[0].annotator, "CNN");
  EXPECT_NEAR(figures.biases[0].by_point[0].mean.x, 0.02, 1e-12);
  EXPECT_EQ(figures.pairs.size(), 1U);
}

TEST(Agreement, ASingleAnswerAndAFaceWithoutEyesDontCount) {
  Agreement agreement(scheme());
  Keypoints face = plain_face();
  agreement.add({{"Ana", face}});
  face[static_cast<std::size_t>(scheme().inter_ocular[0])].visibility = Visibility::kAbsent;
  agreement.add({{"Ana", face}, {"Ben", face}});
  EXPECT_EQ(agreement.figures().faces, 0);
  EXPECT_THROW(agreement.add({{"Ana", face}, {"Ana", face}}), Error);
  EXPECT_THROW(agreement.add({{"Ana", {}}, {"Ben", {}}}), Error);
}

}  // namespace
}  // namespace facepoint
