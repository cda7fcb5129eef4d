#include "ui/label_places.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <numeric>

namespace facepoint {
namespace {

constexpr int kDirections = 16;
constexpr double kApart = 1.5;     // between labels
constexpr double kTurnCost = 0.6;  // of one direction away from the best, in gaps
constexpr double kCrossCost = 3;   // of standing on a line, likewise
constexpr double kDoubtCost = 5;   // of standing nearer to another point, likewise

bool overlap(const Rect& a, const Rect& b, double apart) {
  return a.x < b.x + b.width + apart && b.x < a.x + a.width + apart &&
         a.y < b.y + b.height + apart && b.y < a.y + a.height + apart;
}

double distance_to(const Rect& rect, Point at) {
  return distance(at, {std::clamp(at.x, rect.x, rect.x + rect.width),
                       std::clamp(at.y, rect.y, rect.y + rect.height)});
}

bool inside(const Rect& outer, const Rect& inner) {
  return inner.x >= outer.x && inner.y >= outer.y &&
         inner.x + inner.width <= outer.x + outer.width &&
         inner.y + inner.height <= outer.y + outer.height;
}

// Liang and Barsky's clipping: whether any of the line is left in the rectangle.
bool crosses(Point a, Point b, const Rect& rect) {
  double from = 0;
  double to = 1;
  const auto clip = [&](double step, double room) {
    if (step == 0) return room >= 0;
    const double t = room / step;
    if (step < 0) {
      from = std::max(from, t);
    } else {
      to = std::min(to, t);
    }
    return from <= to;
  };
  const Point d = b - a;
  return clip(-d.x, a.x - rect.x) && clip(d.x, rect.x + rect.width - a.x) &&
         clip(-d.y, a.y - rect.y) && clip(d.y, rect.y + rect.height - a.y);
}

}  // namespace

LabelPlaces::LabelPlaces(std::span<const Point> points, std::span<const std::pair<int, int>> lines,
                         double radius, double gap, const Rect& area)
    : points_(points.begin(), points.end()),
      radius_(radius),
      gap_(gap),
      area_(area),
      labels_(points.size()) {
  for (const auto& [a, b] : lines) {
    lines_.push_back({points_[static_cast<std::size_t>(a)], points_[static_cast<std::size_t>(b)]});
  }
  for (const Point& at : points_) {
    Point push;
    double crowd = 0;
    for (const Point& other : points_) {
      const double away = distance(at, other);
      if (away < 1e-9) continue;
      push = push + (at - other) * (1 / (away * away * away));
      crowd += 1 / (away * away);
    }
    crowded_.push_back(crowd);
    outwards_.push_back(std::atan2(push.y, push.x));
  }
}

std::vector<int> LabelPlaces::order() const {
  std::vector<int> order(points_.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [this](int a, int b) {
    return crowded_[static_cast<std::size_t>(a)] > crowded_[static_cast<std::size_t>(b)];
  });
  return order;
}

bool LabelPlaces::place(int point, Point size, int farthest, Strict strict) {
  const auto i = static_cast<std::size_t>(point);
  const Point at = points_[i];
  // Both halves of a face turn the other way round, so that it looks the same on both sides.
  const double turn = at.x < area_.center().x ? 1 : -1;
  std::optional<Rect> best;
  double least = 1e300;
  for (int ring = 1; ring <= farthest; ++ring) {
    for (int k = 0; k < kDirections; ++k) {
      const int steps = (k + 1) / 2 * (k % 2 == 0 ? -1 : 1);
      double cost = ring + kTurnCost * std::abs(steps);
      if (cost >= least) continue;
      const double angle = outwards_[i] + turn * steps * 2 * std::numbers::pi / kDirections;
      const Rect label = beside(at, {std::cos(angle), std::sin(angle)}, ring * gap_, size);
      if (!is_free(point, label)) continue;
      const bool crossed = is_crossed(label);
      const bool in_doubt = !is_nearest(point, label);
      if (strict == Strict::kYes && (crossed || in_doubt)) continue;
      if (crossed) cost += kCrossCost;
      if (in_doubt) cost += kDoubtCost;
      if (cost >= least) continue;
      least = cost;
      best = label;
    }
  }
  if (best) labels_[i] = best;
  return best.has_value();
}

bool LabelPlaces::is_nearest(int point, const Rect& label) const {
  const double own = distance_to(label, points_[static_cast<std::size_t>(point)]);
  return std::none_of(points_.begin(), points_.end(),
                      [&](Point other) { return distance_to(label, other) < own; });
}

Rect LabelPlaces::beside(Point at, Point direction, double away, Point size) const {
  const double out = radius_ + away;
  // Along the ray until the rectangle around its middle touches the circle from outside.
  const Point middle{at.x + direction.x * (out + size.x / 2),
                     at.y + direction.y * (out + size.y / 2)};
  return {middle.x - size.x / 2, middle.y - size.y / 2, size.x, size.y};
}

bool LabelPlaces::is_free(int point, const Rect& label) const {
  if (!inside(area_, label)) return false;
  const double r = radius_;
  for (const Point& at : points_) {
    if (overlap(label, {at.x - r, at.y - r, 2 * r, 2 * r}, 0)) return false;
  }
  for (std::size_t j = 0; j < labels_.size(); ++j) {
    if (static_cast<int>(j) == point || !labels_[j]) continue;
    if (overlap(label, *labels_[j], kApart)) return false;
  }
  return true;
}

bool LabelPlaces::is_crossed(const Rect& label) const {
  return std::any_of(lines_.begin(), lines_.end(),
                     [&](const Line& line) { return crosses(line.a, line.b, label); });
}

}  // namespace facepoint
