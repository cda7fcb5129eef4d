#include "landmark/face_matching.h"

#include <algorithm>
#include <functional>
#include <map>
#include <string_view>

namespace facepoint {
namespace {

constexpr std::size_t kMostPairs = 1'000'000;  // that are compared by their boxes

class Matching {
 public:
  Matching(const std::vector<FaceTrace>& before, const std::vector<FaceTrace>& now)
      : before_(before), now_(now), taken_(before.size()), match_(now.size()) {}

  std::vector<std::optional<std::size_t>> run() {
    take_equal();
    take_overlapping();
    take_rest();
    return std::move(match_);
  }

 private:
  void take(std::size_t before, std::size_t now) {
    taken_[before] = true;
    match_[now] = before;
  }
  void take_equal();
  void take_overlapping();
  void take_rest();

  const std::vector<FaceTrace>& before_;
  const std::vector<FaceTrace>& now_;
  std::vector<bool> taken_;
  std::vector<std::optional<std::size_t>> match_;
};

void Matching::take_equal() {
  std::multimap<std::uint64_t, std::size_t> by_points;
  for (std::size_t i = 0; i < before_.size(); ++i) {
    if (before_[i].points != 0) by_points.emplace(before_[i].points, i);
  }
  for (std::size_t i = 0; i < now_.size(); ++i) {
    const auto equal = by_points.find(now_[i].points);
    if (equal == by_points.end()) continue;
    take(equal->second, i);
    by_points.erase(equal);
  }
}

void Matching::take_overlapping() {
  const auto left_before =
      static_cast<std::size_t>(std::count(taken_.begin(), taken_.end(), false));
  const auto left_now =
      static_cast<std::size_t>(std::count(match_.begin(), match_.end(), std::nullopt));
  if (left_before * left_now > kMostPairs) return;
  struct Pair {
    double overlap = 0;
    std::size_t before = 0;
    std::size_t now = 0;
  };
  std::vector<Pair> pairs;
  for (std::size_t i = 0; i < now_.size(); ++i) {
    if (match_[i]) continue;
    for (std::size_t k = 0; k < before_.size(); ++k) {
      if (taken_[k]) continue;
      const double part = overlap(before_[k], now_[i]);
      if (part > 0) pairs.push_back({part, k, i});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Pair& a, const Pair& b) { return a.overlap > b.overlap; });
  for (const Pair& pair : pairs) {
    if (!taken_[pair.before] && !match_[pair.now]) take(pair.before, pair.now);
  }
}

void Matching::take_rest() {
  std::size_t next = 0;
  for (std::size_t i = 0; i < now_.size(); ++i) {
    if (match_[i]) continue;
    while (next < before_.size() && taken_[next]) ++next;
    if (next == before_.size()) return;
    take(next, i);
  }
}

}  // namespace

double overlap(const FaceTrace& a, const FaceTrace& b) {
  const auto rect = [](const FaceTrace& face) {
    return Rect{face.box[0], face.box[1], face.box[2], face.box[3]};
  };
  return intersection_over_union(rect(a), rect(b));
}

FaceTrace trace_of(const Keypoints& points) {
  if (points.empty()) return {};
  std::vector<double> numbers;
  numbers.reserve(3 * points.size());
  for (const Landmark& point : points) {
    const Point at = point.present() ? point.position : Point{};
    numbers.insert(numbers.end(), {at.x, at.y, static_cast<double>(point.visibility)});
  }
  const std::string_view bytes(reinterpret_cast<const char*>(numbers.data()),
                               numbers.size() * sizeof(double));
  const Rect box = bounding_box(points);
  return {std::max<std::uint64_t>(1, std::hash<std::string_view>{}(bytes)),
          {static_cast<float>(box.x), static_cast<float>(box.y), static_cast<float>(box.width),
           static_cast<float>(box.height)}};
}

std::vector<std::optional<std::size_t>> match_faces(const std::vector<FaceTrace>& before,
                                                    const std::vector<FaceTrace>& now) {
  return Matching(before, now).run();
}

}  // namespace facepoint
