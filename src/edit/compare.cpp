#include "edit/compare.h"

#include <algorithm>

#include "landmark/metrics.h"

namespace facepoint {

std::vector<CompareChoice> compare_choices(const Session& session) {
  std::vector<CompareChoice> choices;
  const FaceView* face = session.face();
  if (face == nullptr) return choices;
  if (face->points) choices.push_back({"Label", &*face->points});
  if (face->proposal) choices.push_back({"Proposal", &face->proposal->points});
  std::size_t number = session.revisions().size();
  for (const Revision& revision : session.revisions()) {
    std::string who = to_text(revision.author);
    if (!revision.detail.empty()) who += ", " + revision.detail;
    choices.push_back({"Revision " + std::to_string(number--) + ": " + who, &revision.points});
  }
  return choices;
}

int Compare::left(const std::vector<CompareChoice>& choices) const {
  return left_ >= 0 && left_ < static_cast<int>(choices.size()) ? left_ : 0;
}

int Compare::right(const std::vector<CompareChoice>& choices) const {
  const int count = static_cast<int>(choices.size());
  if (right_ >= 0 && right_ < count) return right_;
  // The choice after the label that isn't the label again.
  const int shown = left(choices);
  for (int i = shown + 1; i < count; ++i) {
    if (*choices[i].points != *choices[shown].points) return i;
  }
  return std::min(shown + 1, count - 1);
}

std::vector<PointDifference> Compare::differences(const Keypoints& left,
                                                  const Keypoints& right) const {
  std::vector<PointDifference> all;
  if (left.size() != right.size()) return all;
  const double side = box_side(left).value_or(0);
  for (int i = 0; i < static_cast<int>(left.size()); ++i) {
    if (!left[i].present() || !right[i].present()) continue;
    const double pixels = distance(left[i].position, right[i].position);
    all.push_back({i, pixels, side > 0 ? pixels / side : 0});
  }
  if (by_distance_) {
    std::stable_sort(all.begin(), all.end(),
                     [](const auto& a, const auto& b) { return a.pixels > b.pixels; });
  }
  return all;
}

void Compare::magnify(bool more) {
  magnified_ = more ? std::min(magnified_ * 2, kMostMagnified) : std::max(magnified_ / 2, 1);
}

}  // namespace facepoint
