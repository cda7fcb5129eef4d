// Where labels stand beside the points of a drawing, so that none covers a point or another label:
// near its point, on the side where there is most room, farther out where it is crowded. In any one
// frame, such as screen pixels. Values, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/geometry.h"

namespace facepoint {

class LabelPlaces {
 public:
  // `lines`: pairs of points that are joined; labels rather stand beside them. `gap`: between a
  // point's edge and its label. Every label lies in `area`.
  LabelPlaces(std::span<const Point> points, std::span<const std::pair<int, int>> lines,
              double radius, double gap, const Rect& area);

  // Those with the least room first: who is placed first gets the best place.
  std::vector<int> order() const;

  // Rather than none at all a label stands on a line, or nearer to another point than to its own.
  enum class Strict : std::uint8_t { kNo, kYes };

  // Places a label of this size, or moves the one that is there. `farthest`: how many gaps out it
  // may go. False where there is no room: then it stays as it was.
  bool place(int point, Point size, int farthest, Strict strict = Strict::kNo);

  // The point is nearer to its label than every other is.
  bool is_nearest(int point, const Rect& label) const;

  const std::optional<Rect>& of(int point) const {
    return labels_[static_cast<std::size_t>(point)];
  }

 private:
  struct Line {
    Point a;
    Point b;
  };
  bool is_free(int point, const Rect& label) const;
  bool is_crossed(const Rect& label) const;
  Rect beside(Point at, Point direction, double away, Point size) const;

  std::vector<Point> points_;
  std::vector<Line> lines_;
  double radius_;
  double gap_;
  Rect area_;
  std::vector<double> crowded_;
  std::vector<double> outwards_;  // radians, where most room is
  std::vector<std::optional<Rect>> labels_;
};

}  // namespace facepoint
