#include "edit/doubts.h"

#include <algorithm>
#include <utility>

#include "landmark/likely_wrong.h"

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

int Doubts::next(const CorrectionModel& model, const Keypoints& points) {
  if (order_.empty()) return -1;
  auto found = likeliest_wrong(model, points, errors_, seen_);
  if (!found) {
    seen_.clear();
    found = order_.front();
  }
  seen_.push_back(*found);
  return *found;
}

}  // namespace facepoint
