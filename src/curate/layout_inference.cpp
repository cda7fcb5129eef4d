// infer_layout(). A face is upright and one side of it is not the other: so of the eight ways to
// exchange or turn round the axes, and to name the sides, one alone makes a face of the numbers.
// Each face votes for the way that brings it nearest to its scheme's typical shape.
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>
#include <optional>

#include "base/text.h"
#include "curate/label_layout.h"
#include "curate/layout_origin.h"
#include "curate/layout_unit.h"
#include "curate/point_matching.h"

namespace facepoint {
namespace {

constexpr std::size_t kMostFaces = 400;   // that are looked at, spread over the source
constexpr double kUnknownShape = 0.45;    // shape errors above this are no face in this order
constexpr double kOrderFits = 0.12;       // see PointMatch::apart
constexpr double kOtherWayWorse = 1.5;    // times as far apart, another way of reading must be
constexpr double kWorthReordering = 0.1;  // in the shape's radii, a point's gain by another order
constexpr int kRounds = 3;

double median(std::vector<double> values) {
  if (values.empty()) return 1;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

// How sure a vote is: a single face may lie on its side.
double sure_of_vote(double share, std::size_t faces) {
  if (faces < 3) return 0.7 * share;
  if (share < 0.5) return 0.5;
  if (faces < 8) return share > 0.99 ? 0.92 : 0.75;
  return share >= 0.7 ? 0.9 + 0.3 * (share - 0.7) : 0.75;
}

std::string share_text(std::size_t some, std::size_t all) {
  return with_thousands(static_cast<std::int64_t>(some)) + " of " +
         count_of(static_cast<std::int64_t>(all), "face");
}

// Root mean square distance from the typical shape once moved, turned and scaled onto it, over the
// shape's radius: 0 the same, 1 no face at all, or not upright.
double shape_error(const Keypoints& points, const Keypoints& typical) {
  const Similarity fit = fit_similarity(points, typical);
  if (std::abs(fit.angle()) > std::numbers::pi / 4) return 1;
  Point middle;
  int present = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].present()) continue;
    middle = middle + typical[i].position;
    ++present;
  }
  if (present < 3) return 1;
  middle = middle * (1.0 / present);
  double off = 0;
  double all = 0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!points[i].present()) continue;
    const Point left = fit(points[i].position) - typical[i].position;
    const Point from_middle = typical[i].position - middle;
    off += left.x * left.x + left.y * left.y;
    all += from_middle.x * from_middle.x + from_middle.y * from_middle.y;
  }
  return all > 0 ? std::sqrt(off / all) : 1;
}

Keypoints in_unit_size(const Keypoints& points) {
  const Rect box = bounding_box(points);
  const double scale = 1 / std::max({box.width, box.height, 1e-12});
  return transformed({scale, 0, -box.center().x * scale, -box.center().y * scale}, points);
}

// Of faces whose points all have the same, unknown order: upright as they are on average. Empty
// where a point is absent everywhere.
Keypoints mean_of_faces(const std::vector<Keypoints>& faces) {
  Keypoints mean;
  for (int round = 0; round <= kRounds; ++round) {
    Keypoints sum(faces.front().size());
    std::vector<int> counts(sum.size(), 0);
    for (const Keypoints& face : faces) {
      const Keypoints placed =
          round == 0 ? in_unit_size(face) : transformed(fit_similarity(face, mean), face);
      for (std::size_t i = 0; i < sum.size(); ++i) {
        if (!placed[i].present()) continue;
        sum[i].position = sum[i].position + placed[i].position;
        ++counts[i];
      }
    }
    for (std::size_t i = 0; i < sum.size(); ++i) {
      if (counts[i] == 0) return {};
      sum[i].position = sum[i].position * (1.0 / counts[i]);
    }
    mean = in_unit_size(sum);
  }
  return mean;
}

// One way to read all faces, and what speaks for it.
struct Reading {
  LabelLayout layout;
  const Scheme* scheme = nullptr;
  std::vector<double> errors;  // one a face
  std::size_t votes = 0;
};

class Inference {
 public:
  Inference(const SchemeLibrary& library, std::string_view claimed,
            std::span<const FaceNumbers> faces)
      : library_(library), claimed_(claimed) {
    verdict_.layout.scheme = claimed;
    keep_usual(faces);
  }

  LayoutVerdict run() {
    verdict_.faces = static_cast<int>(faces_.size());
    if (faces_.empty() || schemes().empty()) return std::move(verdict_);
    Reading best = find_unit_and_reading();
    if (median(best.errors) > kUnknownShape) {
      find_order();
    } else {
      take(best);
      find_exchanged_points(best);
    }
    say_scheme();
    const Scheme& scheme = library_.get(verdict_.layout.scheme);
    if (auto origin = origin_finding(verdict_.layout, scheme, faces_)) {
      if (origin->differs) verdict_.layout.origin = 1;
      verdict_.findings.push_back(std::move(*origin));
    }
    return std::move(verdict_);
  }

 private:
  // Those with as many points as most have, that are no single spot, spread over the source.
  void keep_usual(std::span<const FaceNumbers> faces) {
    std::vector<const FaceNumbers*> usable;
    std::map<std::size_t, std::size_t> counts;
    for (const FaceNumbers& face : faces) {
      const Rect box = bounding_box(face.numbers);
      if (!(std::max(box.width, box.height) > 0) || !std::isfinite(box.width + box.height))
        continue;
      usable.push_back(&face);
      ++counts[face.numbers.size()];
    }
    std::size_t most = 0;
    for (const auto& [points, count] : counts) {
      if (most != 0 && count <= counts[most]) continue;
      most = points;
    }
    std::erase_if(usable, [&](const FaceNumbers* face) { return face->numbers.size() != most; });
    const std::size_t kept = std::min(usable.size(), kMostFaces);
    for (std::size_t i = 0; i < kept; ++i) faces_.push_back(*usable[i * usable.size() / kept]);
  }

  // The claimed one first.
  std::vector<const Scheme*> schemes() const {
    std::vector<const Scheme*> fitting;
    for (const Scheme& scheme : library_.all()) {
      if (scheme.typical_shape.size() != faces_.front().numbers.size()) continue;
      fitting.insert(scheme.name == claimed_ ? fitting.begin() : fitting.end(), &scheme);
    }
    return fitting;
  }

  std::vector<Keypoints> faces_as(const Scheme& scheme, const LabelLayout& layout) const {
    std::vector<Keypoints> faces;
    faces.reserve(faces_.size());
    for (const FaceNumbers& face : faces_) {
      faces.push_back(read_as(layout, scheme, face.numbers, face.image_width, face.image_height));
    }
    return faces;
  }

  // The first is as they were read.
  std::vector<Reading> readings(CoordinateUnit unit) const {
    std::vector<Reading> all;
    for (const Scheme* scheme : schemes()) {
      for (unsigned way = 0; way < 16; ++way) {
        Reading reading{{scheme->name,
                         unit,
                         0,
                         (way & 8U) != 0,
                         (way & 4U) != 0,
                         (way & 2U) != 0,
                         (way & 1U) != 0,
                         {}},
                        scheme,
                        {},
                        0};
        for (const Keypoints& face : faces_as(*scheme, reading.layout)) {
          reading.errors.push_back(shape_error(face, scheme->typical_shape));
        }
        all.push_back(std::move(reading));
      }
    }
    return all;
  }

  Reading best_reading(CoordinateUnit unit) const {
    std::vector<Reading> all = readings(unit);
    for (std::size_t face = 0; face < faces_.size(); ++face) {
      auto best = all.begin();
      for (auto each = all.begin(); each != all.end(); ++each) {
        if (each->errors[face] < best->errors[face]) best = each;
      }
      if (best->errors[face] < 1) ++best->votes;
    }
    return *std::max_element(all.begin(), all.end(),
                             [](const Reading& a, const Reading& b) { return a.votes < b.votes; });
  }

  Reading find_unit_and_reading() {
    const UnitGuess guess = guess_unit(faces_);
    Reading best = best_reading(guess.unit);
    double sure = guess.sure;
    if (guess.unit != CoordinateUnit::kPixel && !guess.is_clear) {
      Reading pixels = best_reading(CoordinateUnit::kPixel);
      const bool better = median(best.errors) < 0.8 * median(pixels.errors);
      if (better) sure = 0.92;
      if (median(pixels.errors) <= median(best.errors)) return pixels;
    }
    verdict_.layout.unit = guess.unit;
    if (guess.unit != CoordinateUnit::kPixel) {
      verdict_.findings.push_back({LayoutAspect::kUnit, sure, true, guess.reason,
                                   guess.unit == CoordinateUnit::kPercent
                                       ? "Multiply by a hundredth of the image's width and height."
                                       : "Multiply by the image's width and height."});
    }
    return best;
  }

  void take(const Reading& best) {
    const double sure = sure_of_vote(
        static_cast<double>(best.votes) / static_cast<double>(faces_.size()), faces_.size());
    const std::string who = share_text(best.votes, faces_.size());
    const auto say = [&](bool differs, LayoutAspect aspect, const std::string& reason,
                         const char* remedy) {
      if (!differs) return;
      take_aspect(verdict_.layout, best.layout, aspect);
      verdict_.findings.push_back({aspect, sure, true, reason, remedy});
    };
    say(best.layout.grouped, LayoutAspect::kGrouping,
        "Read as all first coordinates and then all second ones, " + who + " look like faces.",
        "Take the first half for one coordinate and the second for the other.");
    say(best.layout.y_first, LayoutAspect::kAxes,
        "Read as (y, x), " + who + " are upright faces; as (x, y) they lie on their side.",
        "Exchange x and y.");
    say(best.layout.y_up, LayoutAspect::kVertical,
        "With y counted from the lower edge " + who + " are upright; otherwise they hang.",
        "Count y from the upper edge.");
    say(best.layout.sides_exchanged, LayoutAspect::kSides,
        "Left and right are exchanged in the names of the points of " + who + ".",
        "Exchange left and right in the numbers of the points.");
    verdict_.layout.scheme = best.scheme->name;
    scheme_sure_ = sure;
  }

  // Whether some points of faces that are otherwise read right stand in each other's places.
  void find_exchanged_points(const Reading& best) {
    const Keypoints mean = mean_of_faces(faces_as(*best.scheme, best.layout));
    if (mean.empty()) return;
    const Keypoints& shape = best.scheme->typical_shape;
    const PointMatch match = match_points(mean, shape);
    const Keypoints placed = transformed(fit_similarity(mean, shape), mean);
    const double radius = radius_of(shape);
    std::vector<int> changed;
    double gain = 0;
    for (std::size_t i = 0; i < shape.size(); ++i) {
      const auto from = static_cast<std::size_t>(match.order[i]);
      if (from == i) continue;
      changed.push_back(static_cast<int>(i));
      gain += (distance(placed[i].position, shape[i].position) -
               distance(placed[from].position, shape[i].position)) /
              radius;
    }
    if (changed.empty() || gain / static_cast<double>(changed.size()) < kWorthReordering) return;
    const bool weak = std::any_of(changed.begin(), changed.end(), [&](int point) {
      return std::binary_search(match.weak.begin(), match.weak.end(), point);
    });
    say_order(match, weak || faces_.size() < 3 ? 0.7 : 0.93,
              count_of(std::ssize(changed), "point") + " of " + best.scheme->name +
                  " lie in the places of others on the faces' average: " + listed(changed) + ".");
  }

  static double radius_of(const Keypoints& shape) {
    Point middle;
    for (const Landmark& point : shape) middle = middle + point.position;
    middle = middle * (1.0 / static_cast<double>(shape.size()));
    double square = 0;
    for (const Landmark& point : shape) square += std::pow(distance(point.position, middle), 2);
    return std::sqrt(square / static_cast<double>(shape.size()));
  }

  static std::string listed(const std::vector<int>& points) {
    constexpr std::size_t kShown = 12;
    std::string text;
    for (std::size_t i = 0; i < std::min(points.size(), kShown); ++i) {
      text += (i == 0 ? "" : ", ") + std::to_string(points[i]);
    }
    return points.size() > kShown ? text + ", ..." : text;
  }

  void say_order(const PointMatch& match, double sure, std::string reason) {
    verdict_.layout.order = match.order;
    if (sure < kSureOfLayout && !match.weak.empty()) {
      reason += " Not sure of " + listed(match.weak) + ", which lie close to others.";
    }
    verdict_.findings.push_back({LayoutAspect::kOrder, sure, true, std::move(reason),
                                 "Renumber the points by where they lie on the faces' average."});
  }

  // No order that is known makes a face: where points lie on average tells which they are.
  void find_order() {
    struct Fit {
      LabelLayout layout;
      PointMatch match;
    };
    std::vector<Fit> fits;
    for (const Scheme* scheme : schemes()) {
      for (unsigned way = 0; way < 8; ++way) {
        LabelLayout layout{scheme->name,    verdict_.layout.unit, 0,     (way & 4U) != 0,
                           (way & 2U) != 0, (way & 1U) != 0,      false, {}};
        const Keypoints mean = mean_of_faces(faces_as(*scheme, layout));
        if (mean.empty()) continue;
        PointMatch match = match_points(mean, scheme->typical_shape);
        fits.push_back({std::move(layout), std::move(match)});
      }
    }
    std::sort(fits.begin(), fits.end(),
              [](const Fit& a, const Fit& b) { return a.match.apart < b.match.apart; });
    if (fits.empty() || fits[0].match.apart > kOrderFits) {
      verdict_.findings.push_back({LayoutAspect::kOrder, 0.5, false,
                                   "The points make no face in any order that is known.", ""});
      return;
    }
    const Fit& best = fits[0];
    const bool clear = fits.size() < 2 || fits[1].match.apart > kOtherWayWorse * best.match.apart;
    const double sure = !clear ? 0.6 : faces_.size() < 3 || !best.match.weak.empty() ? 0.75 : 0.95;
    const Reading reading{best.layout, &library_.get(best.layout.scheme), {}, faces_.size()};
    take(reading);
    for (LayoutFinding& finding : verdict_.findings) {
      if (finding.aspect != LayoutAspect::kUnit) finding.sure = sure;
    }
    scheme_sure_ = sure;
    say_order(best.match, sure,
              "The points make faces of " + best.layout.scheme +
                  ", but not in its order: on average they lie " +
                  fixed(best.match.apart * 100, 1) +
                  " % of a face's radius from its points, once renumbered.");
  }

  void say_scheme() {
    if (verdict_.layout.scheme == claimed_) return;
    const Scheme& scheme = library_.get(verdict_.layout.scheme);
    verdict_.findings.insert(verdict_.findings.begin(),
                             {LayoutAspect::kScheme, scheme_sure_, true,
                              "The faces have " + count_of(scheme.size(), "point") +
                                  " in the shape of " + scheme.name + ", not of " + claimed_ + ".",
                              "Read them as " + scheme.name + "."});
  }

  const SchemeLibrary& library_;
  std::string claimed_;
  std::vector<FaceNumbers> faces_;
  LayoutVerdict verdict_;
  double scheme_sure_ = 0;
};

}  // namespace

LayoutVerdict infer_layout(const SchemeLibrary& library, std::string_view claimed,
                           std::span<const FaceNumbers> faces) {
  return Inference(library, claimed, faces).run();
}

}  // namespace facepoint
