#include "curate/layout_shape.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/text.h"

namespace facepoint {
namespace {

constexpr int kRounds = 3;  // of a mean

Keypoints in_unit_size(const Keypoints& points) {
  const Rect box = bounding_box(points);
  const double scale = 1 / std::max({box.width, box.height, 1e-12});
  return transformed({scale, 0, -box.center().x * scale, -box.center().y * scale}, points);
}

}  // namespace

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

double median(std::vector<double> values) {
  if (values.empty()) return 1;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

double shape_error(const Keypoints& points, const Keypoints& typical, Turned turned) {
  const Similarity fit = fit_similarity(points, typical);
  if (turned == Turned::kUpright && std::abs(fit.angle()) > std::numbers::pi / 4) return 1;
  Point middle;
  int present = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].present()) continue;
    middle = middle + typical[i].position;
    ++present;
  }
  if (present < 3) return 1;
  middle = middle * (1.0 / present);
  double off = 0;
  double all = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].present()) continue;
    const Point left = fit(points[i].position) - typical[i].position;
    const Point from_middle = typical[i].position - middle;
    off += left.x * left.x + left.y * left.y;
    all += from_middle.x * from_middle.x + from_middle.y * from_middle.y;
  }
  return all > 0 ? std::sqrt(off / all) : 1;
}

double radius_of(const Keypoints& shape) {
  Point middle;
  for (const Landmark& point : shape) middle = middle + point.position;
  middle = middle * (1.0 / static_cast<double>(shape.size()));
  double square = 0;
  for (const Landmark& point : shape) square += std::pow(distance(point.position, middle), 2);
  return std::sqrt(square / static_cast<double>(shape.size()));
}

Keypoints mean_of_faces(const std::vector<Keypoints>& faces) {
  Keypoints mean;
  for (int round = 0; round <= kRounds; ++round) {
    Keypoints sum(faces.front().size());
    std::vector<int> counts(sum.size(), 0);
    for (const Keypoints& face : faces) {
      const Keypoints placed =
          round == 0 ? in_unit_size(face) : transformed(fit_similarity(face, mean), face);
      for (std::size_t i = 0; i < sum.size(); ++i) {
        if (!placed[i].present()) continue;
        sum[i].position = sum[i].position + placed[i].position;
        ++counts[i];
      }
    }
    for (std::size_t i = 0; i < sum.size(); ++i) {
      if (counts[i] == 0) return {};
      sum[i].position = sum[i].position * (1.0 / counts[i]);
    }
    mean = in_unit_size(sum);
  }
  return mean;
}

std::string share_text(std::size_t some, std::size_t all) {
  return with_thousands(static_cast<std::int64_t>(some)) + " of " +
         count_of(static_cast<std::int64_t>(all), "face") + (all == 1 ? " is" : " are");
}

std::string listed(const std::vector<int>& points) {
  constexpr std::size_t kShown = 12;
  std::string text;
  for (std::size_t i = 0; i < std::min(points.size(), kShown); ++i) {
    text += (i == 0 ? "" : ", ") + std::to_string(points[i]);
  }
  return points.size() > kShown ? text + ", ..." : text;
}

}  // namespace facepoint
