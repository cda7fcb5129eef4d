#include "nn/module/detector_cells.h"

#include <algorithm>
#include <cmath>

namespace facepoint::nn {
namespace {

double side_of(const Rect& box) { return std::sqrt(std::max(0.0, box.area())); }

// A face claims the cells around its middle, of the levels for its size.
bool claims(const SceneFace& face, const Cell& cell) {
  constexpr double kReach = 0.15;  // of the face's side, and at least one cell
  for (const CellLevel& level : kCellLevels) {
    if (level.stride != cell.stride) continue;
    const double side = side_of(face.box);
    if (side < level.smallest || side > level.largest) return false;
    const double reach = std::max<double>(cell.stride, kReach * side);
    const Point centre = face.box.center();
    return std::abs(cell.x - centre.x) <= reach && std::abs(cell.y - centre.y) <= reach;
  }
  return false;
}

}  // namespace

std::vector<Cell> cells_of(int width, int height) {
  std::vector<Cell> cells;
  for (const CellLevel& level : kCellLevels) {
    for (int y = 0; y < height / level.stride; ++y) {
      for (int x = 0; x < width / level.stride; ++x) {
        // Pixel centres are integers, so a cell's middle lies half a pixel before a whole one.
        cells.push_back(
            {(x + 0.5) * level.stride - 0.5, (y + 0.5) * level.stride - 0.5, level.stride});
      }
    }
  }
  return cells;
}

CellTargets cell_targets(const std::vector<Cell>& cells, const std::vector<SceneFace>& faces,
                         const std::vector<Rect>& unknown) {
  CellTargets targets;
  targets.kind.assign(cells.size(), 0);
  targets.boxes.assign(cells.size() * kBoxValues, 0);
  targets.turns.assign(cells.size() * kTurnValues, 0);
  std::vector<const SceneFace*> by_size;
  by_size.reserve(faces.size());
  for (const SceneFace& face : faces) by_size.push_back(&face);
  std::stable_sort(by_size.begin(), by_size.end(), [](const SceneFace* a, const SceneFace* b) {
    return a->box.area() < b->box.area();
  });
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const auto owner = std::find_if(by_size.begin(), by_size.end(),
                                    [&](const SceneFace* face) { return claims(*face, cells[i]); });
    if (owner != by_size.end()) {
      const Rect& box = (*owner)->box;
      targets.kind[i] = 1;
      const std::array<double, kBoxValues> sides{box.x, box.y, box.x + box.width,
                                                 box.y + box.height};
      std::copy(sides.begin(), sides.end(),
                targets.boxes.begin() + static_cast<std::ptrdiff_t>(i * kBoxValues));
      targets.turns[i * kTurnValues] = static_cast<float>(std::cos((*owner)->angle));
      targets.turns[i * kTurnValues + 1] = static_cast<float>(std::sin((*owner)->angle));
      continue;
    }
    const bool open = std::any_of(unknown.begin(), unknown.end(), [&](const Rect& region) {
      return region.contains({cells[i].x, cells[i].y});
    });
    if (open) targets.kind[i] = -1;
  }
  return targets;
}

std::vector<Detection> merge_detections(std::vector<Detection> detections, double overlap) {
  std::stable_sort(detections.begin(), detections.end(),
                   [](const Detection& a, const Detection& b) { return a.score > b.score; });
  std::vector<Detection> merged;
  std::vector<bool> taken(detections.size(), false);
  for (std::size_t i = 0; i < detections.size(); ++i) {
    if (taken[i]) continue;
    const Detection& best = detections[i];
    Rect sum;
    double weights = 0;
    for (std::size_t k = i; k < detections.size(); ++k) {
      const Detection& other = detections[k];
      if (taken[k] || intersection_over_union(best.box, other.box) <= overlap) continue;
      taken[k] = true;
      const double weight = other.score * other.score;
      sum = {sum.x + other.box.x * weight, sum.y + other.box.y * weight,
             sum.width + other.box.width * weight, sum.height + other.box.height * weight};
      weights += weight;
    }
    merged.push_back(best);
    if (weights > 0) {
      merged.back().box = {sum.x / weights, sum.y / weights, sum.width / weights,
                           sum.height / weights};
    }
  }
  return merged;
}

}  // namespace facepoint::nn
