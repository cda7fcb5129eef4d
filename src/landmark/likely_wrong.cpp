#include "landmark/likely_wrong.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace facepoint {

std::vector<double> expected_errors(const Keypoints& shown, const Corrected& answer) {
  std::vector<double> errors;
  for (std::size_t p = 0; p < std::min(shown.size(), answer.points.size()); ++p) {
    const double apart = distance(shown[p].position, answer.points[p].position);
    errors.push_back(answer.error[p] > 0 ? std::hypot(answer.error[p], apart) : 0);
  }
  return errors;
}

std::optional<int> likeliest_wrong(const CorrectionModel& model, const Keypoints& points,
                                   std::span<const double> error, std::span<const int> seen) {
  std::vector<SetPoint> right;
  std::vector<char> is_seen(points.size(), 0);
  for (const int point : seen) {
    right.push_back({point, points[point].position});
    is_seen[point] = 1;
  }
  const std::vector<double> left = model.deviation_left(points, right);
  std::optional<int> likeliest;
  double most = 0;
  for (std::size_t p = 0; p < std::min(points.size(), error.size()); ++p) {
    if (is_seen[p] != 0 || !points[p].present()) continue;
    const double expected = error[p] * left[p];
    if (expected <= most) continue;
    most = expected;
    likeliest = static_cast<int>(p);
  }
  return likeliest;
}

}  // namespace facepoint
