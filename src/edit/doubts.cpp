#include "edit/doubts.h"

#include <algorithm>
#include <utility>

namespace facepoint {

void Doubts::set_errors(std::vector<double> errors, const Keypoints& points) {
  errors_ = std::move(errors);
  order_.clear();
  for (std::size_t i = 0; i < std::min(errors_.size(), points.size()); ++i) {
    if (points[i].present() && errors_[i] > 0) order_.push_back(static_cast<int>(i));
  }
  std::stable_sort(order_.begin(), order_.end(),
                   [this](int a, int b) { return errors_[a] > errors_[b]; });
}

int Doubts::next() {
  if (order_.empty()) return -1;
  const auto unseen = [this](int point) {
    return std::find(seen_.begin(), seen_.end(), point) == seen_.end();
  };
  auto found = std::find_if(order_.begin(), order_.end(), unseen);
  if (found == order_.end()) {
    seen_.clear();
    found = order_.begin();
  }
  seen_.push_back(*found);
  return *found;
}

}  // namespace facepoint
