#include "curate/label_rules.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "curate/remedies.h"
#include "landmark/metrics.h"
#include "landmark/numbering.h"

namespace facepoint {
namespace {

// Mean distances of label and CNN, in box sides. The shipped network is 2 % off on people it never
// saw, 5 % on one face in a hundred.
constexpr double kApart = 0.08;     // at least, before a remedy for the whole face is tried
constexpr double kTogether = 0.05;  // at most, once it was applied
constexpr double kRegionApart = 0.035;
constexpr double kOriginNear = 0.5;  // pixels
constexpr double kMuchBetter = 0.5;  // a remedy leaves less than this part of the distance

// In the CNN's box sides; over `points`, all where none are given. 0 if there is none to compare.
double apart(const Keypoints& label, const Keypoints& predicted, std::span<const int> points = {}) {
  const double side = box_side(predicted).value_or(0);
  if (side <= 0) return 0;
  double sum = 0;
  int count = 0;
  const auto add = [&](std::size_t p) {
    if (!label[p].present() || !predicted[p].present()) return;
    sum += distance(label[p].position, predicted[p].position) / side;
    ++count;
  };
  if (points.empty()) {
    for (std::size_t p = 0; p < label.size(); ++p) add(p);
  } else {
    for (const int p : points) add(static_cast<std::size_t>(p));
  }
  return count == 0 ? 0 : sum / count;
}

double median(std::vector<double> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// The scale about the picture's corner that takes the label nearest to the prediction.
double best_scale(const Keypoints& label, const Keypoints& predicted) {
  double across = 0;
  double square = 0;
  for (std::size_t p = 0; p < label.size(); ++p) {
    if (!label[p].present() || !predicted[p].present()) continue;
    const Point a = label[p].position;
    const Point b = predicted[p].position;
    across += a.x * b.x + a.y * b.y;
    square += a.x * a.x + a.y * a.y;
  }
  return square > 0 ? across / square : 1;
}

// What people scale by: halves, thirds, tenths and their inverses.
double nearest_usual(double scale) {
  static constexpr std::array kUsual{2.0,   3.0, 4.0, 5.0,  8.0, 10.0, 16.0,
                                     100.0, 1.5, 1.2, 1.25, 1.6, 2.5,  4.0 / 3};
  double best = 1;
  for (const double usual : kUsual) {
    for (const double candidate : {usual, 1 / usual}) {
      if (std::abs(std::log(candidate / scale)) < std::abs(std::log(best / scale)))
        best = candidate;
    }
  }
  return best;
}

class Rules {
 public:
  Rules(const Scheme& scheme, const LabelView& view) : scheme_(scheme), view_(view) {}

  std::vector<BrokenRule> run() {
    if (bounding_box(label()).area() <= 0 || label().size() != scheme_.point_names.size())
      return {};
    if (!whole_face()) {
      regions();
      shifted();
    }
    outside();
    coincident();
    std::stable_sort(broken_.begin(), broken_.end(),
                     [](const BrokenRule& a, const BrokenRule& b) { return a.score > b.score; });
    return std::move(broken_);
  }

 private:
  const Keypoints& label() const { return *view_.label; }

  // How far label and CNN are apart once a remedy is applied.
  double after(const std::string& remedy, std::span<const int> points = {}) const {
    const auto mended = remedied(scheme_, label(), remedy, {view_.image_width, view_.predicted});
    return apart(*mended, *view_.predicted, points);
  }

  bool is_there(const std::vector<int>& points) const {
    return std::all_of(points.begin(), points.end(),
                       [&](int point) { return label()[point].present(); });
  }

  // At most one thing is wrong with a face as a whole: what mends it best.
  bool whole_face() {
    if (!view_.predicted) {
      if (!numbered_from_other_side(scheme_, label())) return false;
      broken_.push_back({"swapped", 0.95, {}, "Left and right are exchanged.", "renumber"});
      return true;
    }
    const double before = apart(label(), *view_.predicted);
    if (before < kApart) return false;
    struct Candidate {
      const char* rule;
      std::string remedy;
      std::string reason;
    };
    std::vector<Candidate> candidates{
        {"swapped", "renumber", "Left and right are exchanged."},
        {"mirrored", "mirror", "The points belong to the mirror image of this picture."},
        {"mirrored", "flip",
         "The points belong to the mirror image of this picture, and so do their numbers."},
        {"scaled", scale_remedy(view_.image_width, view_.image_height),
         "The coordinates are parts of the picture's width and height, not pixels."},
        {"scaled", scale_remedy(view_.image_width / 100.0, view_.image_height / 100.0),
         "The coordinates are per cent of the picture's width and height, not pixels."}};
    const double scale = nearest_usual(best_scale(label(), *view_.predicted));
    char text[80];
    std::snprintf(text, sizeof text, "The coordinates are %.3g times what they should be.",
                  1 / scale);
    candidates.push_back({"scaled", scale_remedy(scale, scale), text});
    const Candidate* best = nullptr;
    double least = std::min(kTogether, before * kMuchBetter);
    for (const Candidate& candidate : candidates) {
      const double left = after(candidate.remedy);
      if (left >= least) continue;
      least = left;
      best = &candidate;
    }
    if (!best) return false;
    broken_.push_back({best->rule, 1, {}, best->reason, best->remedy});
    return true;
  }

  void regions() {
    if (!view_.predicted) return;
    for (const Region& region : scheme_.regions) {
      const double before = apart(label(), *view_.predicted, region.points);
      if (before < kRegionApart) continue;
      const double enough = std::min(before * kMuchBetter, kTogether);
      const int across = scheme_.region_of(scheme_.mirror[region.points.front()]);
      const bool has_other = scheme_.regions[across].name != region.name;
      std::vector<int> points = region.points;
      const std::vector<int>& others = scheme_.regions[across].points;
      points.insert(points.end(), others.begin(), others.end());
      if (has_other && region.name < scheme_.regions[across].name && is_there(others) &&
          after("exchange " + region.name, region.points) < enough &&
          after("exchange " + region.name, points) < kTogether) {
        broken_.push_back({"exchanged", 0.98, points,
                           region.title + " and its counterpart are exchanged.",
                           "exchange " + region.name});
      } else if (after("reverse " + region.name, region.points) < enough) {
        broken_.push_back({"reversed", 0.98, region.points,
                           region.title + " is numbered from the wrong end.",
                           "reverse " + region.name});
      }
    }
  }

  // The face as a whole lies beside its place, and is right in itself.
  void shifted() {
    if (!view_.predicted) return;
    const double side = box_side(*view_.predicted).value_or(0);
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t p = 0; p < label().size(); ++p) {
      if (!label()[p].present() || !(*view_.predicted)[p].present()) continue;
      x.push_back((*view_.predicted)[p].position.x - label()[p].position.x);
      y.push_back((*view_.predicted)[p].position.y - label()[p].position.y);
    }
    const Point by{median(x), median(y)};
    const double way = side > 0 ? length(by) / side : 0;
    const std::string remedy =
        move_remedy({std::round(by.x * 100) / 100, std::round(by.y * 100) / 100});
    if (way < 0.05 || after(remedy) > std::min(kTogether, way * kMuchBetter)) return;
    broken_.push_back({"shifted",
                       std::min(0.99, 0.5 + 5 * way),
                       {},
                       "The whole face lies " + percent(way) + " of its size beside its place.",
                       remedy});
  }

  void outside() {
    if (view_.image_width <= 0 || view_.image_height <= 0) return;
    const double margin = 0.1 * box_side(label()).value_or(0);
    std::vector<int> points;
    for (std::size_t p = 0; p < label().size(); ++p) {
      if (!label()[p].present()) continue;
      const Point at = label()[p].position;
      if (at.x < -margin || at.y < -margin || at.x > view_.image_width - 1 + margin ||
          at.y > view_.image_height - 1 + margin) {
        points.push_back(static_cast<int>(p));
      }
    }
    if (points.empty()) return;
    const double share = static_cast<double>(points.size()) / static_cast<double>(label().size());
    broken_.push_back({"outside",
                       std::min(0.9, 0.3 + share),
                       points,
                       std::to_string(points.size()) +
                           (points.size() == 1 ? " point lies" : " points lie") +
                           " far outside the picture.",
                       {}});
  }

  // Whole pixels make neighbours coincide on small faces; what counts is the same place for points
  // that the CNN sees far apart.
  void coincident() {
    if (!view_.predicted) return;
    const double side = box_side(*view_.predicted).value_or(0);
    std::vector<int> points;
    for (std::size_t a = 0; a < label().size(); ++a) {
      for (std::size_t b = a + 1; b < label().size(); ++b) {
        if (!label()[a].present() || !label()[b].present()) continue;
        if (distance(label()[a].position, label()[b].position) > 1e-9) continue;
        const double really =
            distance((*view_.predicted)[a].position, (*view_.predicted)[b].position);
        if (really < std::max(0.06 * side, 3.0)) continue;
        points.push_back(static_cast<int>(a));
        points.push_back(static_cast<int>(b));
      }
    }
    if (points.empty()) return;
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end()), points.end());
    broken_.push_back(
        {"coincident", 0.8, points,
         std::to_string(points.size()) + " points that are apart on the face lie on each other.",
         predicted_remedy(points)});
  }

  const Scheme& scheme_;
  const LabelView& view_;
  std::vector<BrokenRule> broken_;
};

}  // namespace

std::vector<BrokenRule> broken_rules(const Scheme& scheme, const LabelView& view) {
  return Rules(scheme, view).run();
}

// The offset is told apart from a network's habits by its size: the same number of pixels both
// ways, on small faces as on large ones.
std::optional<BrokenRule> broken_source(const Scheme& scheme, std::span<const LabelView> labels) {
  struct Offset {
    double side;
    Point off;
  };
  std::vector<Offset> offsets;
  for (const LabelView& view : labels) {
    if (!view.predicted || view.label->size() != scheme.point_names.size()) continue;
    if (apart(*view.label, *view.predicted) > kApart) continue;
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t p = 0; p < view.label->size(); ++p) {
      if (!(*view.label)[p].present()) continue;
      x.push_back((*view.label)[p].position.x - (*view.predicted)[p].position.x);
      y.push_back((*view.label)[p].position.y - (*view.predicted)[p].position.y);
    }
    offsets.push_back({box_side(*view.predicted).value_or(0), {median(x), median(y)}});
  }
  if (std::ssize(offsets) < kLeastForSource) return std::nullopt;
  std::sort(offsets.begin(), offsets.end(),
            [](const Offset& a, const Offset& b) { return a.side < b.side; });
  const auto middle = [&](std::size_t first, std::size_t last) {
    std::vector<double> x;
    std::vector<double> y;
    for (std::size_t i = first; i < last; ++i) {
      x.push_back(offsets[i].off.x);
      y.push_back(offsets[i].off.y);
    }
    return Point{median(std::move(x)), median(std::move(y))};
  };
  const Point small = middle(0, offsets.size() / 2);
  const Point large = middle(offsets.size() / 2, offsets.size());
  const Point all = middle(0, offsets.size());
  for (const double wanted : {1.0, -1.0}) {
    const auto near_enough = [&](Point at) {
      return std::abs(at.x - wanted) < kOriginNear && std::abs(at.y - wanted) < kOriginNear;
    };
    if (!near_enough(all) || !near_enough(small) || !near_enough(large)) continue;
    return BrokenRule{"origin",
                      0.9,
                      {},
                      "All labels lie one pixel " +
                          std::string(wanted > 0 ? "right of and below" : "left of and above") +
                          " what the CNN sees, as if pixels had been counted from another number.",
                      move_remedy({-wanted, -wanted})};
  }
  return std::nullopt;
}

}  // namespace facepoint
