#include "landmark/movement.h"

#include <algorithm>

namespace facepoint {

Movement movement(const Keypoints& before, const Keypoints& after) {
  Movement result;
  double sum = 0;
  for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
    if (before[i] == after[i]) continue;
    ++result.moved;
    const bool measurable = before[i].present() && after[i].present();
    const double way = measurable ? distance(before[i].position, after[i].position) : 0;
    sum += way;
    if (way <= result.largest) continue;
    result.largest = way;
    result.largest_point = static_cast<int>(i);
  }
  if (result.moved > 0) result.mean = sum / result.moved;
  return result;
}

}  // namespace facepoint
