#include "curate/layout_origin.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.h"

namespace facepoint {
namespace {

constexpr std::size_t kLeastSeconds = 5;  // faces with a second source
constexpr double kSameOffset = 0.35;      // pixels, its median may be from a whole one

// Coordinates that a labelling program holds to the image end at 0 and width - 1, or at 1 and
// width.
struct Edges {
  std::int64_t below_one = 0;
  std::int64_t at_one = 0;
  std::int64_t at_size = 0;
  std::int64_t beyond = 0;

  void add(double value, int size) {
    if (value < 1 - 1e-9) ++below_one;
    if (std::abs(value - 1) < 1e-9) ++at_one;
    if (std::abs(value - size) < 1e-9) ++at_size;
    if (value > size + 1e-9) ++beyond;
  }
};

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::optional<LayoutFinding> by_second_source(const LabelLayout& layout, const Scheme& scheme,
                                              std::span<const FaceNumbers> faces) {
  std::vector<double> x;
  std::vector<double> y;
  for (const FaceNumbers& face : faces) {
    if (face.second == nullptr || face.second->size() != face.numbers.size()) continue;
    const Keypoints points =
        read_as(layout, scheme, face.numbers, face.image_width, face.image_height);
    Point sum;
    int count = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (!points[i].present() || !(*face.second)[i].present()) continue;
      sum = sum + points[i].position - (*face.second)[i].position;
      ++count;
    }
    if (count == 0) continue;
    x.push_back(sum.x / count);
    y.push_back(sum.y / count);
  }
  if (x.size() < kLeastSeconds) return std::nullopt;
  const Point off{median(x), median(y)};
  const std::string text = "The points lie " + fixed(off.x, 2) + " and " + fixed(off.y, 2) +
                           " pixels right of and below those of " +
                           count_of(std::ssize(x), "face") + " that are known";
  const auto near = [&](double wanted) {
    return std::abs(off.x - wanted) < kSameOffset && std::abs(off.y - wanted) < kSameOffset;
  };
  if (near(1)) {
    return LayoutFinding{LayoutAspect::kOrigin, 0.95, true, text + ": pixels are counted from 1.",
                         "Subtract 1."};
  }
  if (near(0)) return LayoutFinding{LayoutAspect::kOrigin, 0.95, false, text + ".", ""};
  return std::nullopt;
}

}  // namespace

std::optional<LayoutFinding> origin_finding(const LabelLayout& layout, const Scheme& scheme,
                                            std::span<const FaceNumbers> faces) {
  if (layout.unit != CoordinateUnit::kPixel) return std::nullopt;
  if (auto found = by_second_source(layout, scheme, faces)) return found;
  LabelLayout as_written;
  as_written.scheme = layout.scheme;
  as_written.grouped = layout.grouped;
  as_written.y_first = layout.y_first;
  Edges edges;
  for (const FaceNumbers& face : faces) {
    if (face.image_width <= 0 || face.image_height <= 0) continue;
    for (const Landmark& point : read_as(as_written, scheme, face.numbers, 0, 0)) {
      if (!point.present()) continue;
      edges.add(point.position.x, face.image_width);
      edges.add(point.position.y, face.image_height);
    }
  }
  if (edges.below_one > 0) return std::nullopt;
  if (edges.beyond == 0 && edges.at_size > 0) {
    const bool sure = edges.at_size >= 3 && edges.at_one >= 1;
    return LayoutFinding{LayoutAspect::kOrigin, sure ? 0.95 : 0.7, true,
                         with_thousands(edges.at_size) +
                             (edges.at_size == 1 ? " coordinate is" : " coordinates are") +
                             " exactly the image's width or height, " +
                             with_thousands(edges.at_one) +
                             " exactly 1, and none below 1: pixels are counted from 1.",
                         "Subtract 1."};
  }
  return LayoutFinding{LayoutAspect::kOrigin, 0.5, false,
                       "Nothing tells whether pixels are counted from 0 or from 1; 0 is taken.",
                       ""};
}

}  // namespace facepoint
