// A model of which only the weights file exists, for tests of points that follow: points of the jaw
// (0 to 16) err together, the more the nearer their numbers; all others err alone.
#pragma once

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/files.h"
#include "landmark/correction_model.h"
#include "nn/weights_file.h"
#include "tasks/models.h"
#include "unit/edit/edit_project.h"

namespace facepoint::test {

// How two errors are correlated.
inline double tie(int a, int b) {
  if (a > 16 || b > 16) return a == b ? 1 : 0;
  return std::exp(-(a - b) * (a - b) / 32.0);
}
inline std::vector<float> tied_covariance() {
  constexpr int kSize = 68 * 2;
  std::vector<float> covariance(kSize * kSize, 0);
  for (int a = 0; a < 68; ++a) {
    for (int b = 0; b < 68; ++b) {
      for (int axis = 0; axis < 2; ++axis) {
        covariance[(2 * a + axis) * kSize + 2 * b + axis] = static_cast<float>(1e-3 * tie(a, b));
      }
    }
  }
  return covariance;
}
// Where a face that is begun with `start` is once one gesture has moved this point.
inline Keypoints followed_by_tied_model(const Keypoints& start, int point, Point by) {
  const SetPoint set{point, start[point].position + by, 1, length(by)};
  return CorrectionModel(spiral_points({0, 0}), tied_covariance()).followed(start, {&set, 1});
}

inline void write_tied_model(const std::filesystem::path& file) {
  constexpr int kSize = 68 * 2;
  const std::vector<float> covariance = tied_covariance();
  const nlohmann::json header{
      {"arch", "heatmap"},
      {"scheme", "ibug68"},
      {"input_size", 128},
      {"card", nlohmann::json::object()},
      {"mean_shape", nlohmann::json::parse(to_json_text(spiral_points({0, 0})))}};
  std::string bytes(covariance.size() * sizeof(float), '\0');
  std::memcpy(bytes.data(), covariance.data(), bytes.size());
  write_file_atomically(
      file, nn::encode_weights(
                {"model", header.dump(), {{"residual_covariance", "f32", {kSize, kSize}, bytes}}}));
}

// A project that uses it.
struct TiedProject : EditProject {
  TiedProject() {
    write_tied_model(folder / "tied.fpm");
    Project project = open();
    set_default_model(project, folder / "tied.fpm");
  }
};

}  // namespace facepoint::test
