#include "curate/layout_order.h"

#include <algorithm>
#include <numeric>

#include "base/text.h"
#include "curate/layout_shape.h"
#include "curate/point_matching.h"

namespace facepoint {
namespace {

constexpr double kOrderFits = 0.12;        // see PointMatch::apart
constexpr double kOtherWayWorse = 1.5;     // times as far apart, another way of reading must be
constexpr double kOfTheWay = 0.5;          // between two places, what exchanging them must gain
constexpr std::size_t kLeastFaces = 3;     // that tell an order
constexpr double kOtherMatchWorse = 1.25;  // times as far apart, another order must be
constexpr std::size_t kLeastToSplit = 10;  // faces

LayoutFinding order_finding(double sure, std::string reason, const std::vector<int>& weak) {
  if (!weak.empty()) reason += " Not sure of " + listed(weak) + ", which lie close to others.";
  return {LayoutAspect::kOrder, sure, true, std::move(reason),
          "Renumber the points by where they lie on the faces' average."};
}

// The order that matches best, and the points that another order fits nearly as well: some other
// match of theirs, one that was begun otherwise, or that of each half of the faces.
struct Order {
  PointMatch match;
  std::vector<int> unsure;
};

Order best_order(const std::vector<Keypoints>& faces, const Keypoints& mean,
                 const Keypoints& shape) {
  const std::vector<PointMatch> matches = matches_of_points(mean, shape);
  Order best{matches.front(), weak_points(mean, shape, matches.front().order)};
  const auto differs_from = [&](const std::vector<int>& other) {
    for (std::size_t i = 0; i < other.size(); ++i) {
      if (other[i] != best.match.order[i]) best.unsure.push_back(static_cast<int>(i));
    }
  };
  for (const PointMatch& match : matches) {
    if (match.apart < kOtherMatchWorse * best.match.apart) differs_from(match.order);
  }
  for (std::size_t first = 0; first < 2 && faces.size() >= kLeastToSplit; ++first) {
    std::vector<Keypoints> half;
    for (std::size_t i = first; i < faces.size(); i += 2) half.push_back(faces[i]);
    const Keypoints mean_of_half = mean_of_faces(half);
    if (!mean_of_half.empty()) differs_from(match_points(mean_of_half, shape).order);
  }
  std::sort(best.unsure.begin(), best.unsure.end());
  best.unsure.erase(std::unique(best.unsure.begin(), best.unsure.end()), best.unsure.end());
  return best;
}

}  // namespace

std::optional<OrderFinding> exchanged_points(const Reading& reading,
                                             std::span<const FaceNumbers> faces) {
  if (faces.size() < kLeastFaces) return std::nullopt;
  const std::vector<Keypoints> read = faces_as(*reading.scheme, reading.layout, faces);
  const Keypoints mean = mean_of_faces(read);
  if (mean.empty()) return std::nullopt;
  const Keypoints& shape = reading.scheme->typical_shape;
  const PointMatch match = match_points(mean, shape);
  std::vector<int> changed;
  double way = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    const auto from = static_cast<std::size_t>(match.order[i]);
    if (from == i) continue;
    changed.push_back(static_cast<int>(i));
    way += distance(shape[i].position, shape[from].position) / radius_of(shape);
  }
  if (changed.empty()) return std::nullopt;
  std::vector<int> as_it_is(shape.size());
  std::iota(as_it_is.begin(), as_it_is.end(), 0);
  const double gain =
      (apart_in_order(mean, shape, as_it_is) - apart_in_order(mean, shape, match.order)) *
      static_cast<double>(shape.size());
  if (gain < kOfTheWay * way) return std::nullopt;
  const std::vector<int> unsure = best_order(read, mean, shape).unsure;
  std::vector<int> weak;
  std::set_intersection(unsure.begin(), unsure.end(), changed.begin(), changed.end(),
                        std::back_inserter(weak));
  OrderFinding found{
      reading.layout,
      order_finding(weak.empty() ? 0.93 : 0.7,
                    count_of(std::ssize(changed), "point") + " of " + reading.scheme->name +
                        " lie in the places of others on the faces' average: " + listed(changed) +
                        ".",
                    weak)};
  found.layout.order = match.order;
  return found;
}

std::optional<OrderFinding> order_by_place(const std::vector<const Scheme*>& schemes,
                                           std::span<const FaceNumbers> faces,
                                           const LabelLayout& as_read) {
  struct Fit {
    LabelLayout layout;
    const Scheme* scheme = nullptr;
    Keypoints mean;
    PointMatch match;
  };
  std::vector<Fit> fits;
  for (const Scheme* scheme : schemes) {
    for (unsigned way = 0; way < 8; ++way) {
      LabelLayout layout = as_read;
      layout.scheme = scheme->name;
      layout.grouped = (way & 4U) != 0;
      layout.y_first = (way & 2U) != 0;
      layout.y_up = (way & 1U) != 0;
      Keypoints mean = mean_of_faces(faces_as(*scheme, layout, faces));
      if (mean.empty()) continue;
      PointMatch match = match_points(mean, scheme->typical_shape);
      fits.push_back({std::move(layout), scheme, std::move(mean), std::move(match)});
    }
  }
  std::sort(fits.begin(), fits.end(),
            [](const Fit& a, const Fit& b) { return a.match.apart < b.match.apart; });
  if (fits.empty() || fits[0].match.apart > kOrderFits) return std::nullopt;
  const Fit& best = fits[0];
  const bool clear = fits.size() < 2 || fits[1].match.apart > kOtherWayWorse * best.match.apart;
  const Keypoints& shape = best.scheme->typical_shape;
  const Order order = best_order(faces_as(*best.scheme, best.layout, faces), best.mean, shape);
  const std::vector<int>& weak = order.unsure;
  const double sure = !clear ? 0.6 : faces.size() < kLeastFaces || !weak.empty() ? 0.75 : 0.95;
  OrderFinding found{best.layout,
                     order_finding(sure,
                                   "The points make faces of " + best.layout.scheme +
                                       ", but not in its order: on average they lie " +
                                       fixed(order.match.apart * 100, 1) +
                                       " % of a face's radius from its points, once renumbered.",
                                   weak)};
  found.layout.order = order.match.order;
  return found;
}

}  // namespace facepoint
