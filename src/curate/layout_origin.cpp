#include "curate/layout_origin.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.h"
#include "curate/layout_shape.h"

namespace facepoint {
namespace {

constexpr std::size_t kLeastKnown = 3;  // faces
constexpr double kSameOffset = 0.35;    // pixels, it may be from a whole one

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

// How far the points of known faces are from where they are known to be, most of them the same way.
struct KnownOffset {
  Point off;
  std::size_t faces = 0;

  bool near(double wanted) const {
    return std::abs(off.x - wanted) < kSameOffset && std::abs(off.y - wanted) < kSameOffset;
  }
};

std::optional<KnownOffset> offset_of_known(const LabelLayout& layout, const Scheme& scheme,
                                           std::span<const FaceNumbers> faces) {
  std::vector<double> x;
  std::vector<double> y;
  KnownOffset offset;
  for (const FaceNumbers& face : faces) {
    if (face.second == nullptr || face.second->size() != face.numbers.size()) continue;
    const Keypoints points =
        read_as(layout, scheme, face.numbers, face.image_width, face.image_height);
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (!points[i].present() || !(*face.second)[i].present()) continue;
      const Point off = points[i].position - (*face.second)[i].position;
      x.push_back(off.x);
      y.push_back(off.y);
    }
    ++offset.faces;
  }
  if (offset.faces < kLeastKnown || x.empty()) return std::nullopt;
  offset.off = {median(x), median(y)};
  std::size_t same = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    same += static_cast<std::size_t>(std::abs(x[i] - offset.off.x) < kSameOffset &&
                                     std::abs(y[i] - offset.off.y) < kSameOffset);
  }
  if (2 * same < x.size()) return std::nullopt;
  return offset;
}

LayoutFinding known_origin(const KnownOffset& offset, int origin) {
  return {LayoutAspect::kOrigin, 0.95, true,
          "The points lie " + fixed(offset.off.x, 2) + " and " + fixed(offset.off.y, 2) +
              " pixels right of and below those of " +
              count_of(static_cast<std::int64_t>(offset.faces), "face") +
              " that are known: pixels are counted from " + std::to_string(origin) + ".",
          origin == 1 ? "Subtract 1." : "Subtract nothing."};
}

}  // namespace

std::optional<LayoutFinding> origin_finding(const LabelLayout& layout, const Scheme& scheme,
                                            std::span<const FaceNumbers> faces) {
  if (layout.unit != CoordinateUnit::kPixel) return std::nullopt;
  if (const auto offset = offset_of_known(layout, scheme, faces)) {
    const int other = 1 - layout.origin;
    if (offset->near(other - layout.origin)) return known_origin(*offset, other);
    if (offset->near(0)) return std::nullopt;
  }
  if (layout.y_up || layout.x_from_right) {
    return LayoutFinding{
        LayoutAspect::kOrigin, 0.5, false,
        "Nothing tells whether 0 is the image's last pixel or one beyond; the last "
        "is taken.",
        ""};
  }
  if (layout.written.origin == 1) {
    return LayoutFinding{
        LayoutAspect::kOrigin, 0.5, false,
        "Nothing tells whether pixels are counted from 1, as this format has it, or "
        "from 0; 1 is taken.",
        ""};
  }
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
