#include "curate/label_layout.h"

#include <cmath>
#include <utility>

#include "base/error.h"
#include "landmark/numbering.h"

namespace facepoint {
namespace {

double rounded(double value) { return std::round(value * 1e6) / 1e6; }

// x0 x1 ... y0 y1 ... that was taken for pairs.
Keypoints ungrouped(const Keypoints& numbers) {
  const std::size_t n = numbers.size();
  const auto number = [&](std::size_t i) {
    const Landmark& pair = numbers[i / 2];
    return std::pair{i % 2 == 0 ? pair.position.x : pair.position.y, pair.present()};
  };
  Keypoints points(n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto [x, has_x] = number(i);
    const auto [y, has_y] = number(n + i);
    points[i].position = {x, y};
    if (!has_x || !has_y) points[i].visibility = Visibility::kAbsent;
  }
  return points;
}

Point in_pixels(const LabelLayout& layout, Point at, int width, int height) {
  if (layout.y_first) std::swap(at.x, at.y);
  double bottom = height - 1.0;
  if (layout.unit == CoordinateUnit::kPixel) {
    at = {at.x - layout.origin, at.y - layout.origin};
  } else {
    const double whole = layout.unit == CoordinateUnit::kPercent ? 100 : 1;
    at = {at.x * width / whole, at.y * height / whole};
    bottom = height;
  }
  if (layout.y_up) at.y = bottom - at.y;
  return {rounded(at.x), rounded(at.y)};
}

}  // namespace

std::string to_text(CoordinateUnit unit) {
  switch (unit) {
    case CoordinateUnit::kPixel:
      return "pixel";
    case CoordinateUnit::kPercent:
      return "percent";
    case CoordinateUnit::kUnitSquare:
      return "unit";
  }
  return {};
}

std::string to_text(LayoutAspect aspect) {
  switch (aspect) {
    case LayoutAspect::kScheme:
      return "scheme";
    case LayoutAspect::kUnit:
      return "unit";
    case LayoutAspect::kGrouping:
      return "grouping";
    case LayoutAspect::kAxes:
      return "axes";
    case LayoutAspect::kVertical:
      return "vertical";
    case LayoutAspect::kSides:
      return "sides";
    case LayoutAspect::kOrder:
      return "order";
    case LayoutAspect::kOrigin:
      return "origin";
  }
  return {};
}

Keypoints read_as(const LabelLayout& layout, const Scheme& scheme, const Keypoints& numbers,
                  int image_width, int image_height) {
  if (static_cast<int>(numbers.size()) != scheme.size() ||
      (!layout.order.empty() && layout.order.size() != numbers.size())) {
    throw Error(ErrorCode::kInvalidInput,
                std::to_string(numbers.size()) + " points are not those of " + scheme.name);
  }
  Keypoints points = layout.grouped ? ungrouped(numbers) : numbers;
  const bool moves =
      layout.unit != CoordinateUnit::kPixel || layout.origin != 0 || layout.y_first || layout.y_up;
  for (Landmark& point : points) {
    if (!moves || !point.present()) continue;
    point.position = in_pixels(layout, point.position, image_width, image_height);
  }
  if (!layout.order.empty()) {
    Keypoints ordered;
    for (const int from : layout.order)
      ordered.push_back(points.at(static_cast<std::size_t>(from)));
    points = std::move(ordered);
  }
  return layout.sides_exchanged ? renumbered(scheme, points) : points;
}

void take_aspect(LabelLayout& to, const LabelLayout& from, LayoutAspect aspect) {
  switch (aspect) {
    case LayoutAspect::kScheme:
      to.scheme = from.scheme;
      break;
    case LayoutAspect::kUnit:
      to.unit = from.unit;
      break;
    case LayoutAspect::kGrouping:
      to.grouped = from.grouped;
      break;
    case LayoutAspect::kAxes:
      to.y_first = from.y_first;
      break;
    case LayoutAspect::kVertical:
      to.y_up = from.y_up;
      break;
    case LayoutAspect::kSides:
      to.sides_exchanged = from.sides_exchanged;
      break;
    case LayoutAspect::kOrder:
      to.order = from.order;
      break;
    case LayoutAspect::kOrigin:
      to.origin = from.origin;
      break;
  }
}

LabelLayout sure_layout(const LayoutVerdict& verdict, std::string_view claimed) {
  LabelLayout layout;
  layout.scheme = claimed;
  for (const LayoutFinding& finding : verdict.findings) {
    if (finding.differs && finding.is_sure()) take_aspect(layout, verdict.layout, finding.aspect);
  }
  return layout;
}

}  // namespace facepoint
