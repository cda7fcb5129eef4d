#include "edit/tools.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace facepoint {
namespace {

Point middle_of(const Keypoints& points, const std::vector<int>& which) {
  Keypoints chosen;
  for (const int i : which) chosen.push_back(points[i]);
  return bounding_box(chosen).center();
}

// `count` places at equal distances along the line; `closed`: back to its start, which then is the
// first place only, and all are shifted by `phase` steps.
std::vector<Point> places_along(const std::vector<Point>& line, int count, bool closed,
                                double phase) {
  std::vector<double> reached{0};
  for (std::size_t i = 1; i < line.size(); ++i) {
    reached.push_back(reached.back() + distance(line[i - 1], line[i]));
  }
  const double total = reached.back();
  const double step = total / (closed ? count : count - 1);
  std::vector<Point> places;
  for (int i = 0; i < count; ++i) {
    double at = step * (i + phase);
    if (closed) at = std::fmod(at, total);
    at = std::clamp(at, 0.0, total);
    std::size_t next = 1;
    while (next + 1 < reached.size() && reached[next] < at) ++next;
    const double part = reached[next] - reached[next - 1];
    const double share = part > 0 ? (at - reached[next - 1]) / part : 0;
    places.push_back(line[next - 1] * (1 - share) + line[next] * share);
  }
  return places;
}

// How far the region's points would move beside moving and growing as a whole.
double cost_of(const Keypoints& points, const Region& region, const std::vector<Point>& places) {
  std::vector<std::pair<Point, Point>> moves;
  Point from_middle;
  Point to_middle;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Landmark& landmark = points[region.points[i]];
    if (!landmark.present()) continue;
    moves.emplace_back(landmark.position, places[i]);
    from_middle = from_middle + landmark.position;
    to_middle = to_middle + places[i];
  }
  if (moves.empty()) return 0;
  const double each = 1.0 / static_cast<double>(moves.size());
  double from_size = 0;
  double to_size = 0;
  for (auto& [from, to] : moves) {
    from = from - from_middle * each;
    to = to - to_middle * each;
    from_size += from.x * from.x + from.y * from.y;
    to_size += to.x * to.x + to.y * to.y;
  }
  const double growth = from_size > 0 ? std::sqrt(to_size / from_size) : 1;
  double cost = 0;
  for (const auto& [from, to] : moves) {
    const Point off = to - from * growth;
    cost += off.x * off.x + off.y * off.y;
  }
  return cost;
}

}  // namespace

std::optional<int> nearest_point(const Keypoints& points, Point at, double radius) {
  std::optional<int> nearest;
  double best = radius;
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    const Landmark& landmark = points[i];
    if (!landmark.present()) continue;
    const double d = distance(landmark.position, at);
    if (d <= best) {
      best = d;
      nearest = i;
    }
  }
  return nearest;
}

std::vector<int> points_in(const Keypoints& points, const Rect& area) {
  std::vector<int> inside;
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    if (points[i].present() && area.contains(points[i].position)) inside.push_back(i);
  }
  return inside;
}

std::vector<int> points_in(const Keypoints& points, const std::vector<Point>& outline) {
  std::vector<int> inside;
  for (int i = 0; i < static_cast<int>(points.size()); ++i) {
    if (!points[i].present()) continue;
    const Point p = points[i].position;
    bool in = false;
    for (std::size_t a = 0, b = outline.size() - 1; a < outline.size(); b = a++) {
      const Point& from = outline[a];
      const Point& to = outline[b];
      if ((from.y > p.y) == (to.y > p.y)) continue;
      if (p.x < from.x + (p.y - from.y) / (to.y - from.y) * (to.x - from.x)) in = !in;
    }
    if (in) inside.push_back(i);
  }
  return inside;
}

PointsDrag::PointsDrag(Keypoints before, std::vector<int> points, DragKind kind, Point pointer)
    : before_(std::move(before)),
      by_hand_(before_),
      preview_(before_),
      points_(std::move(points)),
      kind_(kind),
      grabbed_at_(pointer),
      middle_(middle_of(before_, points_)) {}

void PointsDrag::go_alone() {
  following_.reset();
  follow();
}

void PointsDrag::answer(Corrected corrected, const std::vector<SetPoint>& asked) {
  if (!following_) return;
  following_->answer(std::move(corrected), asked);
  follow();
}

void PointsDrag::move_to(Point pointer) {
  by_hand_ = before_;
  if (pointer == grabbed_at_) return follow();
  const Point start = grabbed_at_ - middle_;
  const Point now = pointer - middle_;
  Similarity moved;
  if (kind_ == DragKind::kMove || kind_ == DragKind::kNudge) {
    moved.tx = pointer.x - grabbed_at_.x;
    moved.ty = pointer.y - grabbed_at_.y;
  } else {
    const double reach = std::max(length(start), 1e-6);
    const double scale = kind_ == DragKind::kScale ? std::max(length(now) / reach, 0.01) : 1;
    const double angle =
        kind_ == DragKind::kTurn ? std::atan2(now.y, now.x) - std::atan2(start.y, start.x) : 0;
    moved.a = scale * std::cos(angle);
    moved.b = scale * std::sin(angle);
    moved.tx = middle_.x - moved.a * middle_.x + moved.b * middle_.y;
    moved.ty = middle_.y - moved.b * middle_.x - moved.a * middle_.y;
  }
  for (const int i : points_) by_hand_[i].position = snapped(moved(before_[i].position));
  follow();
}

std::optional<Keypoints> PointsDrag::result() const {
  if (by_hand_ == before_) return std::nullopt;
  return preview_;
}

Rect Sweep::area() const {
  const Point a = path.front();
  const Point b = path.back();
  return {std::min(a.x, b.x), std::min(a.y, b.y), std::abs(a.x - b.x), std::abs(a.y - b.y)};
}

std::vector<int> Sweep::selected(const Keypoints& points) const {
  return tool == Tool::kLasso ? points_in(points, path) : points_in(points, area());
}

bool is_nudge(const Gesture& gesture) {
  const auto* drag = std::get_if<PointsDrag>(&gesture);
  return drag != nullptr && drag->kind() == DragKind::kNudge;
}

std::optional<Keypoints> redrawn(const Keypoints& points, const Region& region,
                                 const std::vector<Point>& path) {
  constexpr int kPhases = 8;  // a step: where a closed region's first point may come to lie
  const int count = static_cast<int>(region.points.size());
  std::vector<Point> line = path;
  if (region.closed && !line.empty()) line.push_back(line.front());
  double total = 0;
  for (std::size_t i = 1; i < line.size(); ++i) total += distance(line[i - 1], line[i]);
  // A slip of the hand must not put a whole region on one spot.
  constexpr double kShortest = 0.25;  // of the region's longer side
  Keypoints before;
  for (const int point : region.points) before.push_back(points[point]);
  const Rect box = bounding_box(before);
  const double least_length = std::max(1.0, kShortest * std::max(box.width, box.height));
  if (count < 2 || total < least_length) return std::nullopt;
  std::vector<Point> best;
  double least = std::numeric_limits<double>::infinity();
  for (int direction = 0; direction < 2; ++direction) {
    const int phases = region.closed ? count * kPhases : 1;
    for (int phase = 0; phase < phases; ++phase) {
      std::vector<Point> places =
          places_along(line, count, region.closed, static_cast<double>(phase) / kPhases);
      const double cost = cost_of(points, region, places);
      if (cost >= least) continue;
      least = cost;
      best = std::move(places);
    }
    std::reverse(line.begin(), line.end());
  }
  Keypoints result = points;
  for (int i = 0; i < count; ++i) {
    Landmark& landmark = result[region.points[i]];
    landmark.position = snapped(best[i]);
    if (!landmark.present()) landmark.visibility = Visibility::kVisible;
  }
  return result;
}

Point snapped(Point p) { return {std::round(p.x * 100) / 100, std::round(p.y * 100) / 100}; }

}  // namespace facepoint
