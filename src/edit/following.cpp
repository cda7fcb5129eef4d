#include "edit/following.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "edit/tools.h"

namespace facepoint {
namespace {

constexpr double kLeastWay = 0.005;  // pixels: what snapping would not show
constexpr double kSeen = 0.003;      // of the face's longer side: less nobody sees

bool contains(const std::vector<int>& sorted, int point) {
  return std::binary_search(sorted.begin(), sorted.end(), point);
}

}  // namespace

std::size_t nearest_reach(double reach) {
  std::size_t nearest = kReaches.size() - 1;
  for (std::size_t i = 0; i < kReaches.size(); ++i) {
    if (std::abs(kReaches[i] - reach) < std::abs(kReaches[nearest] - reach)) nearest = i;
  }
  return nearest;
}

std::string reach_text(double reach) {
  if (reach >= kReaches.back()) return "the whole face";
  return std::to_string(std::lround(reach * 100)) + " % of the face";
}

Following::Following(Corrections corrections, Keypoints before, std::vector<int> by_hand,
                     const CorrectionModel& model, double reach)
    : corrections_(std::move(corrections)),
      before_(std::move(before)),
      by_hand_(std::move(by_hand)),
      holding_(corrections_.set_with(by_hand_)),
      model_(&model),
      reach_(reach) {
  const Rect box = bounding_box(corrections_.start);
  side_ = std::max({box.width, box.height, 1.0});
}

std::vector<SetPoint> Following::set(const Keypoints& moved) const { return set_at(moved, moved); }

std::vector<SetPoint> Following::set_at(const Keypoints& at, const Keypoints& moved) const {
  std::vector<SetPoint> all;
  int gesture = 1;
  for (const SetPoint& each : corrections_.last_set) {
    gesture = std::max(gesture, each.gesture + 1);
    const bool again = std::find(by_hand_.begin(), by_hand_.end(), each.point) != by_hand_.end();
    if (!again && moved[each.point].present()) all.push_back(each);
  }
  for (const int i : by_hand_) {
    if (!moved[i].present()) continue;
    const double way = distance(before_[i].position, moved[i].position);
    all.push_back({i, at[i].position, gesture, way});
  }
  return all;
}

void Following::answer(Corrected corrected, const std::vector<SetPoint>& asked) {
  if (corrected.points.size() != before_.size()) return;
  answer_ = std::move(corrected);
  for (const SetPoint& each : asked) answer_->points[each.point].position = each.position;
}

double Following::share_at(Point at, const std::vector<SetPoint>& set) const {
  double nearest = std::numeric_limits<double>::infinity();
  for (const SetPoint& each : set) {
    nearest = std::min(nearest, distance(at, before_[each.point].position));
  }
  const double apart = nearest / side_ / reach_;
  return std::exp(-0.5 * apart * apart);
}

Keypoints Following::after(const Keypoints& moved) const {
  Keypoints result = moved;
  if (moved == before_) return result;
  const std::vector<SetPoint> now = set(moved);
  const Keypoints& start = answer_ ? answer_->points : corrections_.start;
  const Keypoints told = model_->followed(start, now, reach_);
  if (told.size() != moved.size()) return result;
  const Keypoints told_before =
      answer_ ? Keypoints{} : model_->followed(start, set_at(before_, moved), reach_);
  for (std::size_t i = 0; i < result.size(); ++i) {
    const Landmark& was = before_[i];
    if (!was.present() || contains(holding_, static_cast<int>(i))) continue;
    const Point way = answer_ ? (told[i].position - was.position) * share_at(was.position, now)
                              : told[i].position - told_before[i].position;
    if (length(way) >= kLeastWay) result[i].position = snapped(was.position + way);
  }
  return result;
}

double least_seen_way(const Keypoints& face) {
  const Rect box = bounding_box(face);
  return kSeen * std::max(box.width, box.height);
}

int followers(const Keypoints& before, const Keypoints& after, const std::vector<int>& by_hand) {
  const double seen = least_seen_way(before);
  int count = 0;
  for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i) {
    const bool own =
        std::find(by_hand.begin(), by_hand.end(), static_cast<int>(i)) != by_hand.end();
    if (!own && distance(before[i].position, after[i].position) > seen) ++count;
  }
  return count;
}

}  // namespace facepoint
