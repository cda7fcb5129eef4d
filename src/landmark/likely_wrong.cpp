#include "landmark/likely_wrong.h"

#include <vector>

namespace facepoint {

std::optional<int> likeliest_wrong(const CorrectionModel& model, const Keypoints& points,
                                   std::span<const double> error, std::span<const int> seen) {
  std::vector<SetPoint> right;
  for (const int point : seen) right.push_back({point, points[point].position});
  const std::vector<double> left = model.deviation_left(points, right);
  std::optional<int> likeliest;
  double most = 0;
  for (std::size_t p = 0; p < points.size(); ++p) {
    const double expected = points[p].present() ? error[p] * left[p] : 0;
    if (expected <= most) continue;
    most = expected;
    likeliest = static_cast<int>(p);
  }
  return likeliest;
}

}  // namespace facepoint
