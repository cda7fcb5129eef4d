#include "curate/point_matching.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

namespace facepoint {
namespace {

constexpr int kRounds = 4;  // of each map
constexpr std::size_t kLeastForAffine = 12;
constexpr std::size_t kLeastForCubic = 40;
constexpr double kStiffness = 1e-3;  // keeps maps near the identity where few points tell
// What another order must cost each point that it changes, in the shape's radii; less where these
// lie close.
constexpr double kClear = 0.03;
constexpr double kForbidden = 1e6;  // a cost that no other assignment reaches

using Places = std::vector<Point>;

// Around their middle, with a root mean square distance of 1 from it.
Places normalised(const Keypoints& points) {
  Point middle;
  for (const Landmark& point : points) middle = middle + point.position;
  middle = middle * (1.0 / static_cast<double>(points.size()));
  double square = 0;
  for (const Landmark& point : points) {
    const double off = distance(point.position, middle);
    square += off * off;
  }
  const double radius = std::sqrt(square / static_cast<double>(points.size()));
  Places places;
  places.reserve(points.size());
  for (const Landmark& point : points) {
    places.push_back((point.position - middle) * (radius > 0 ? 1 / radius : 1));
  }
  return places;
}

std::vector<double> distances(const Places& shape, const Places& mean, double power) {
  std::vector<double> cost;
  cost.reserve(shape.size() * mean.size());
  for (const Point& a : shape) {
    for (const Point& b : mean) cost.push_back(std::pow(distance(a, b), power));
  }
  return cost;
}

Eigen::VectorXd monomials(Point p, int degree) {
  Eigen::VectorXd terms((degree + 1) * (degree + 2) / 2);
  Eigen::Index k = 0;
  for (int sum = 0; sum <= degree; ++sum) {
    for (int i = 0; i <= sum; ++i) terms[k++] = std::pow(p.x, sum - i) * std::pow(p.y, i);
  }
  return terms;
}

// `mean` moved by the polynomial that takes it nearest to the points assigned to it.
Places warped(const Places& mean, const Places& shape, const std::vector<int>& order, int degree) {
  const auto count = static_cast<Eigen::Index>(shape.size());
  const Eigen::Index terms = (degree + 1) * (degree + 2) / 2;
  Eigen::MatrixXd from(count, terms);
  Eigen::MatrixXd way(count, 2);
  for (Eigen::Index i = 0; i < count; ++i) {
    const Point at = mean[static_cast<std::size_t>(order[static_cast<std::size_t>(i)])];
    const Point to = shape[static_cast<std::size_t>(i)];
    from.row(i) = monomials(at, degree).transpose();
    way.row(i) << to.x - at.x, to.y - at.y;
  }
  const Eigen::MatrixXd normal =
      from.transpose() * from +
      kStiffness * static_cast<double>(count) * Eigen::MatrixXd::Identity(terms, terms);
  const Eigen::MatrixXd map = normal.ldlt().solve(from.transpose() * way);
  Places places;
  places.reserve(mean.size());
  for (const Point& at : mean) {
    const Eigen::RowVector2d by = monomials(at, degree).transpose() * map;
    places.push_back({at.x + by[0], at.y + by[1]});
  }
  return places;
}

std::vector<int> degrees_for(std::size_t size) {
  std::vector<int> degrees;
  if (size >= kLeastForAffine) degrees.push_back(1);
  if (size >= kLeastForCubic) degrees.push_back(3);
  return degrees;
}

// The mean as it lies on the shape where points are matched so.
Places laid_on(const Places& mean, const Places& shape, const std::vector<int>& order) {
  const std::vector<int> degrees = degrees_for(shape.size());
  return degrees.empty() ? mean : warped(mean, shape, order, degrees.back());
}

double sum_apart(const Places& mean, const Places& shape, const std::vector<int>& order) {
  const Places laid = laid_on(mean, shape, order);
  double sum = 0;
  for (std::size_t i = 0; i < shape.size(); ++i) {
    sum += distance(shape[i], laid[static_cast<std::size_t>(order[i])]);
  }
  return sum;
}

}  // namespace

std::vector<int> least_cost_assignment(const std::vector<double>& cost, int size) {
  const auto n = static_cast<std::size_t>(size);
  constexpr double kInfinite = std::numeric_limits<double>::infinity();
  // Potentials of rows and columns; row 0 and column 0 are a place to start from.
  std::vector<double> u(n + 1, 0);
  std::vector<double> v(n + 1, 0);
  std::vector<std::size_t> row_of(n + 1, 0);
  for (std::size_t row = 1; row <= n; ++row) {
    std::vector<double> least(n + 1, kInfinite);
    std::vector<std::size_t> before(n + 1, 0);
    std::vector<bool> used(n + 1, false);
    std::size_t column = 0;
    row_of[0] = row;
    do {
      used[column] = true;
      const std::size_t current = row_of[column];
      double delta = kInfinite;
      std::size_t next = 0;
      for (std::size_t j = 1; j <= n; ++j) {
        if (used[j]) continue;
        const double reduced = cost[(current - 1) * n + j - 1] - u[current] - v[j];
        if (reduced < least[j]) {
          least[j] = reduced;
          before[j] = column;
        }
        if (least[j] < delta) {
          delta = least[j];
          next = j;
        }
      }
      for (std::size_t j = 0; j <= n; ++j) {
        if (used[j]) {
          u[row_of[j]] += delta;
          v[j] -= delta;
        } else {
          least[j] -= delta;
        }
      }
      column = next;
    } while (row_of[column] != 0);
    while (column != 0) {
      row_of[column] = row_of[before[column]];
      column = before[column];
    }
  }
  std::vector<int> result(n);
  for (std::size_t j = 1; j <= n; ++j) result[row_of[j] - 1] = static_cast<int>(j) - 1;
  return result;
}

namespace {

PointMatch matched_from(const Places& begun, const Places& start, const Places& target) {
  const int size = static_cast<int>(target.size());
  PointMatch match;
  Places moved = begun;
  match.order = least_cost_assignment(distances(target, moved, 2), size);
  for (const int degree : degrees_for(target.size())) {
    for (int round = 0; round < kRounds; ++round) {
      moved = warped(start, target, match.order, degree);
      match.order = least_cost_assignment(distances(target, moved, 2), size);
    }
  }
  for (std::size_t i = 0; i < target.size(); ++i) {
    match.apart += distance(target[i], moved[static_cast<std::size_t>(match.order[i])]) / size;
  }
  return match;
}

}  // namespace

PointMatch match_points(const Keypoints& mean, const Keypoints& shape) {
  const Places start = normalised(mean);
  return matched_from(start, start, normalised(shape));
}

std::vector<PointMatch> matches_of_points(const Keypoints& mean, const Keypoints& shape) {
  struct Begin {
    double across, along, turn;
  };
  const Places start = normalised(mean);
  const Places target = normalised(shape);
  std::vector<PointMatch> matches;
  for (const Begin& begin : {Begin{1, 1, 0},
                             {0.85, 1, 0},
                             {1.15, 1, 0},
                             {1, 0.85, 0},
                             {1, 1.15, 0},
                             {1, 1, 0.15},
                             {1, 1, -0.15}}) {
    Places begun = start;
    for (Point& at : begun) {
      const Point scaled{at.x * begin.across, at.y * begin.along};
      at = {scaled.x - begin.turn * scaled.y, scaled.y + begin.turn * scaled.x};
    }
    PointMatch match = matched_from(begun, start, target);
    const bool is_known = std::any_of(matches.begin(), matches.end(), [&](const PointMatch& each) {
      return each.order == match.order;
    });
    if (!is_known) matches.push_back(std::move(match));
  }
  std::stable_sort(matches.begin(), matches.end(),
                   [](const PointMatch& a, const PointMatch& b) { return a.apart < b.apart; });
  return matches;
}

double apart_in_order(const Keypoints& mean, const Keypoints& shape,
                      const std::vector<int>& order) {
  return sum_apart(normalised(mean), normalised(shape), order) / static_cast<double>(order.size());
}

std::vector<int> weak_points(const Keypoints& mean, const Keypoints& shape,
                             const std::vector<int>& order) {
  const Places target = normalised(shape);
  const Places start = normalised(mean);
  const std::vector<double> cost = distances(target, laid_on(start, target, order), 2);
  const double best = sum_apart(start, target, order);
  const std::size_t n = order.size();
  std::vector<bool> is_weak(n, false);
  for (std::size_t i = 0; i < n; ++i) {
    std::vector<double> without = cost;
    without[i * n + static_cast<std::size_t>(order[i])] = kForbidden;
    const std::vector<int> other = least_cost_assignment(without, static_cast<int>(n));
    std::vector<std::size_t> changed;
    double way = 0;
    for (std::size_t k = 0; k < n; ++k) {
      if (other[k] == order[k]) continue;
      changed.push_back(k);
      const auto taken = std::find(order.begin(), order.end(), other[k]) - order.begin();
      way += distance(target[k], target[static_cast<std::size_t>(taken)]);
    }
    const auto count = static_cast<double>(changed.size());
    const double more = (sum_apart(start, target, other) - best) / count;
    if (more > std::min(kClear, way / count / 2)) continue;
    for (const std::size_t k : changed) is_weak[k] = true;
  }
  std::vector<int> weak;
  for (std::size_t k = 0; k < n; ++k) {
    if (is_weak[k]) weak.push_back(static_cast<int>(k));
  }
  return weak;
}

}  // namespace facepoint
