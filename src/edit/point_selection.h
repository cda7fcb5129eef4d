// Which points of the current face are selected. A value, UI thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace facepoint {

enum class SelectMode : std::uint8_t { kReplace, kAdd, kToggle };

class PointSelection {
 public:
  // In the order in which they were chosen, each once.
  const std::vector<int>& points() const { return points_; }
  bool empty() const { return points_.empty(); }
  std::size_t size() const { return points_.size(); }
  bool contains(int point) const {
    return std::find(points_.begin(), points_.end(), point) != points_.end();
  }
  // The one that was chosen last; -1: none.
  int primary() const { return points_.empty() ? -1 : points_.back(); }

  void clear() { points_.clear(); }
  void choose(const std::vector<int>& points, SelectMode mode) {
    if (mode == SelectMode::kReplace) points_.clear();
    for (const int point : points) {
      const bool had = contains(point);
      std::erase(points_, point);
      if (!had || mode != SelectMode::kToggle) points_.push_back(point);
    }
  }

 private:
  std::vector<int> points_;
};

}  // namespace facepoint
