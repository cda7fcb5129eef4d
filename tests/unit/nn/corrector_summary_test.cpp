#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "landmark/correction_model.h"
#include "nn/model_summary.h"

namespace facepoint::nn {
namespace {

// Of faces of four points; each err in a way of its own.
ErrorSamples samples() {
  const Keypoints mean = make_keypoints({{0, 0}, {1, 0}, {0, 1}, {1, 1}});
  std::vector<ErrorSample> faces;
  for (int i = 0; i < 300; ++i) {
    Keypoints points = mean;
    points[0].position.x -= 0.001 * i;
    Keypoints label = points;
    label[i % 4].position.y += 0.01 * (i % 7);
    faces.push_back({placed_face(mean, points, std::vector<double>(4, 0.01 + 0.0001 * i)),
                     errors_in_frame(mean, points, label)});
  }
  return sampled(faces);
}

WeightsFile file_with(const ErrorSamples& errors) {
  const nlohmann::json header{{"base", {{"name", "base"}, {"digest", "12"}}},
                              {"mean_shape", {{0, 0}, {1, 0}, {0, 1}, {1, 1}}},
                              {"card", nlohmann::json::object()}};
  return {kCorrectorKind, header.dump(), stored_samples(errors)};
}

TEST(CorrectorSummary, KeepsTheSampledFaces) {
  const ErrorSamples written = samples();
  ASSERT_TRUE(written.fits(4));
  const WeightsFile file =
      decode_weights(encode_weights(file_with(written)), kCorrectorKind, "c.fpm");
  const ErrorSamples read = corrector_summary_of(file, "c.fpm").error_samples;
  EXPECT_EQ(read.shape_mean, written.shape_mean);
  EXPECT_EQ(read.shape_axes, written.shape_axes);
  EXPECT_EQ(read.doubt_mean, written.doubt_mean);
  EXPECT_EQ(read.doubt_axes, written.doubt_axes);
  EXPECT_EQ(read.error_axes, written.error_axes);
  EXPECT_EQ(read.steps, written.steps);
  EXPECT_EQ(read.codes, written.codes);
}

TEST(CorrectorSummary, OlderFilesHaveNone) {
  EXPECT_TRUE(corrector_summary_of(file_with({}), "c.fpm").error_samples.empty());
}

TEST(CorrectorSummary, RefusesSamplesOfAnotherScheme) {
  WeightsFile file = file_with(samples());
  nlohmann::json header = nlohmann::json::parse(file.header);
  header["mean_shape"].push_back({2, 2});
  file.header = header.dump();
  try {
    corrector_summary_of(file, "c.fpm");
    FAIL() << "five points are not four";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::kDamaged);
  }
}

}  // namespace
}  // namespace facepoint::nn
