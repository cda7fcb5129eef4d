#include "landmark/error_samples.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <random>

#include "base/error.h"
#include "landmark/correction_model.h"
#include "landmark/upright_frame.h"

namespace facepoint {
namespace {

// Four corners of a square, in a scheme of their own; its longer side is 1.
const Keypoints kMean = make_keypoints({{-0.5, -0.5}, {0.5, -0.5}, {-0.5, 0.5}, {0.5, 0.5}});

Keypoints square(double side, double angle, double squeeze = 1) {
  Keypoints points = kMean;
  for (Landmark& point : points) point.position.x *= squeeze;
  return transformed({side * std::cos(angle), side * std::sin(angle), 300, 200}, points);
}

// Of faces squeezed to 0.8 of their width points 0 and 1 err as one, of the others 0 and 2. Errors
// are twice as large where they are doubted.
std::vector<ErrorSample> two_kinds(int count) {
  std::mt19937 engine(7);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same faces each time
  std::normal_distribution<double> normal;
  std::vector<ErrorSample> samples;
  for (int i = 0; i < count; ++i) {
    const bool squeezed = i % 2 == 0;
    const bool doubted = i % 4 < 2;
    const Keypoints points = square(100, 0.1 * normal(engine), squeezed ? 0.8 : 1);
    Keypoints label = points;
    const double size = doubted ? 4 : 2;
    for (Landmark& point : label) {
      point.position = point.position + Point{normal(engine), normal(engine)} * size;
    }
    const int tied = squeezed ? 1 : 2;
    label[tied].position = points[tied].position + (label[0].position - points[0].position);
    samples.push_back({placed_face(kMean, points, std::vector<double>(4, size * 1.25)),
                       errors_in_frame(kMean, points, label)});
  }
  return samples;
}

CorrectionModel learned(const std::vector<ErrorSample>& samples) {
  return {kMean, error_covariance(samples), sampled(samples)};
}

Point moved(const Keypoints& after, const Keypoints& before, int point) {
  return after[point].position - before[point].position;
}

TEST(UprightFrame, TakesWaysIntoTheFaceAndBack) {
  const UprightFrame frame = upright_frame(kMean, square(80, std::numbers::pi / 2));
  EXPECT_NEAR(frame.side, 80, 1e-9);
  const Point right = frame.from_image({0, 40});
  EXPECT_NEAR(right.x, 0.5, 1e-9);
  EXPECT_NEAR(right.y, 0, 1e-9);
  const Point back = frame.to_image(right);
  EXPECT_NEAR(back.x, 0, 1e-9);
  EXPECT_NEAR(back.y, 40, 1e-9);
}

TEST(ErrorSamples, WhatFollowsIsWhatFollowsOnFacesLikeIt) {
  const CorrectionModel model = learned(two_kinds(800));
  for (const bool squeezed : {true, false}) {
    const Keypoints start = square(60, 0.3, squeezed ? 0.8 : 1);
    const CorrectionModel of_face = model.of_face(start, std::vector<double>(4, 2));
    const SetPoint set{0, start[0].position + Point{6, 3}};
    const Keypoints after = of_face.followed(start, {&set, 1});
    const int tied = squeezed ? 1 : 2;
    const int other = 3 - tied;
    EXPECT_GT(length(moved(after, start, tied)), 5);
    EXPECT_LT(length(moved(after, start, other)), 1.5);
    const Keypoints of_all = model.followed(start, {&set, 1});
    EXPECT_LT(length(moved(of_all, start, tied)), 4.5);
    EXPECT_GT(length(moved(of_all, start, other)), 2);
  }
}

TEST(ErrorSamples, DoubtedFacesAreLikeDoubtedOnes) {
  const std::vector<ErrorSample> faces = two_kinds(800);
  const ErrorSamples samples = sampled(faces);
  const auto errs = [&](const std::vector<double>& expected) {
    const std::vector<double> covariance =
        covariance_of_like(samples, placed_face(kMean, square(100, 0), expected));
    double trace = 0;
    for (std::size_t i = 0; i < 8; ++i) trace += covariance[9 * i];
    return trace / 8;
  };
  EXPECT_NEAR(errs(std::vector<double>(4, 2.5)), 0.0004, 0.00006);
  EXPECT_NEAR(errs(std::vector<double>(4, 5)), 0.0016, 0.0002);
  EXPECT_NEAR(errs({}), 0.001, 0.00015) << "without a doubt all faces of this shape";
  EXPECT_EQ(errs({2, 2, 0, 2}), errs({})) << "no error is no expectation";
}

TEST(ErrorSamples, AbsentPointsSayNothing) {
  const Keypoints points = square(100, 0);
  Keypoints label = points;
  label[1].position.x += 10;
  label[2].visibility = Visibility::kAbsent;
  const std::vector<float> errors = errors_in_frame(kMean, points, label);
  EXPECT_NEAR(errors[2], 0.1, 1e-6);
  EXPECT_EQ(errors[4], 0);
  Keypoints some = points;
  some[3].visibility = Visibility::kAbsent;
  const PlacedFace face = placed_face(kMean, some, {});
  EXPECT_EQ(face.shape[6], 0);
  EXPECT_TRUE(face.doubt.empty());
}

TEST(ErrorSamples, TooFewFacesAreNoSample) {
  EXPECT_TRUE(sampled(two_kinds(20)).empty());
  const CorrectionModel model = learned(two_kinds(20));
  const Keypoints start = square(100, 0);
  const SetPoint set{0, start[0].position + Point{6, 3}};
  EXPECT_EQ(model.of_face(start, {}).followed(start, {&set, 1}), model.followed(start, {&set, 1}));
}

TEST(ErrorSamples, WhatDoesNotFitIsRefused) {
  const std::vector<ErrorSample> faces = two_kinds(400);
  const ErrorSamples whole = sampled(faces);
  EXPECT_TRUE(whole.fits(4));
  EXPECT_FALSE(whole.fits(5));
  const auto refused = [&](const auto& spoil) {
    ErrorSamples samples = whole;
    spoil(samples);
    EXPECT_FALSE(samples.fits(4));
    EXPECT_THROW(CorrectionModel(kMean, error_covariance(faces), samples), Error);
  };
  refused([](ErrorSamples& samples) { samples.codes.pop_back(); });
  refused([](ErrorSamples& samples) { samples.steps.push_back(1); });
  refused([](ErrorSamples& samples) { samples.doubt_mean.clear(); });
  refused([](ErrorSamples& samples) { samples.error_axes.pop_back(); });
  refused([](ErrorSamples& samples) { samples.shape_axes[3] = NAN; });
}

}  // namespace
}  // namespace facepoint
