#include "curate/label_layout.h"

#include <algorithm>
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

double whole_of(CoordinateUnit unit) { return unit == CoordinateUnit::kPercent ? 100 : 1; }

Point in_pixels(const LabelLayout& layout, Point at, int width, int height) {
  at = as_written(layout.written, at, width, height);
  if (layout.y_first) std::swap(at.x, at.y);
  Point farthest{width - 1.0, height - 1.0};
  if (layout.unit == CoordinateUnit::kPixel) {
    at = {at.x - layout.origin, at.y - layout.origin};
  } else {
    const double whole = whole_of(layout.unit);
    at = {at.x * width / whole, at.y * height / whole};
    farthest = {static_cast<double>(width), static_cast<double>(height)};
  }
  if (layout.x_from_right) at.x = farthest.x - at.x;
  if (layout.y_up) at.y = farthest.y - at.y;
  return {rounded(at.x), rounded(at.y)};
}

bool moves_points(const LabelLayout& layout) {
  return layout.unit != layout.written.unit || layout.origin != layout.written.origin ||
         layout.y_first || layout.y_up || layout.x_from_right;
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
    case LayoutAspect::kHorizontal:
      return "horizontal";
    case LayoutAspect::kPlace:
      return "place";
    case LayoutAspect::kMissing:
      return "missing";
    case LayoutAspect::kKnown:
      return "known";
  }
  return {};
}

LabelLayout layout_as_read(std::string_view scheme, const WrittenAs& written) {
  LabelLayout layout;
  layout.scheme = scheme;
  layout.unit = written.unit;
  layout.origin = written.origin;
  layout.written = written;
  return layout;
}

bool changes_points(const LabelLayout& layout) {
  return layout != layout_as_read(layout.scheme, layout.written);
}

bool needs_image_size(const LabelLayout& layout) {
  const bool scales =
      layout.unit != CoordinateUnit::kPixel || layout.written.unit != CoordinateUnit::kPixel;
  return moves_points(layout) && (scales || layout.y_up || layout.x_from_right);
}

Point as_written(const WrittenAs& written, Point read, int image_width, int image_height) {
  if (written.unit == CoordinateUnit::kPixel) {
    return {read.x + written.origin, read.y + written.origin};
  }
  if (image_width <= 0 || image_height <= 0) return read;
  const double whole = whole_of(written.unit);
  return {read.x * whole / image_width, read.y * whole / image_height};
}

Keypoints read_as(const LabelLayout& layout, const Scheme& scheme, const Keypoints& numbers,
                  int image_width, int image_height) {
  if (static_cast<int>(numbers.size()) != scheme.size() ||
      (!layout.order.empty() && layout.order.size() != numbers.size())) {
    throw Error(ErrorCode::kInvalidInput,
                std::to_string(numbers.size()) + " points are not those of " + scheme.name);
  }
  Keypoints points = layout.grouped ? ungrouped(numbers) : numbers;
  const bool moves = moves_points(layout);
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
    case LayoutAspect::kHorizontal:
      to.x_from_right = from.x_from_right;
      break;
    case LayoutAspect::kPlace:
    case LayoutAspect::kMissing:
    case LayoutAspect::kKnown:
      break;
  }
}

LabelLayout sure_layout(const LayoutVerdict& verdict, std::string_view claimed) {
  LabelLayout layout = layout_as_read(claimed, verdict.layout.written);
  for (const LayoutFinding& finding : verdict.findings) {
    if (finding.differs && finding.is_sure()) take_aspect(layout, verdict.layout, finding.aspect);
  }
  return layout;
}

std::string remedy_text(const LayoutVerdict& verdict) {
  const LabelLayout& layout = verdict.layout;
  std::string text;
  const auto add = [&](bool said, const std::string& what) {
    if (said) text += (text.empty() ? "" : ", ") + what;
  };
  add(layout.unit != layout.written.unit, "in " + to_text(layout.unit));
  add(layout.origin != layout.written.origin && layout.unit == CoordinateUnit::kPixel,
      "counted from " + std::to_string(layout.origin));
  add(layout.grouped, "all first coordinates, then all second ones");
  add(layout.y_first, "as (y, x)");
  add(layout.y_up, "y from the lower edge");
  add(layout.x_from_right, "x from the right edge");
  add(layout.sides_exchanged, "left and right exchanged");
  add(!layout.order.empty(), "in another order");
  for (const LayoutFinding& finding : verdict.findings) {
    add(finding.aspect == LayoutAspect::kScheme, "as " + layout.scheme);
    add(!finding.differs && finding.wrong >= kSureOfLayout, "not all in one way");
  }
  return text.empty() ? "as it is" : text;
}

bool want_other_remedies(const LayoutVerdict& a, const LayoutVerdict& b) {
  const auto tells_origin = [](const LayoutVerdict& verdict) {
    return std::none_of(verdict.findings.begin(), verdict.findings.end(),
                        [](const LayoutFinding& finding) {
                          return finding.aspect == LayoutAspect::kOrigin && !finding.differs;
                        });
  };
  LabelLayout of_a = a.layout;
  LabelLayout of_b = b.layout;
  if (!tells_origin(a) || !tells_origin(b)) of_a.origin = of_b.origin = 0;
  if (!of_a.order.empty() && !of_b.order.empty()) of_a.order = of_b.order;
  const auto fits_nothing = [](const LayoutVerdict& verdict) {
    return std::any_of(verdict.findings.begin(), verdict.findings.end(),
                       [](const LayoutFinding& finding) {
                         return !finding.differs && finding.wrong >= kSureOfLayout;
                       });
  };
  if (fits_nothing(a) != fits_nothing(b)) return true;
  const auto changes = [](LabelLayout layout) {
    if (layout.written == WrittenAs{}) return layout;
    return changes_points(layout) ? layout : layout_as_read(layout.scheme, {});
  };
  return changes(std::move(of_a)) != changes(std::move(of_b));
}

}  // namespace facepoint
