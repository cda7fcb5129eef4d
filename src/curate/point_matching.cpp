#include "curate/point_matching.h"

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>

namespace facepoint {
namespace {

constexpr int kRounds = 4;  // of each map
constexpr int kLeastForAffine = 12;
constexpr int kLeastForCubic = 40;
constexpr double kStiffness = 1e-3;  // keeps maps near the identity where few points tell
// What exchanging two points must cost, in the shape's radii; less where they lie close.
constexpr double kClear = 0.06;

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

// Points that match well cost twice their distance when they are exchanged.
std::vector<int> weak_points(const Places& shape, const std::vector<double>& cost,
                             const std::vector<int>& order) {
  const std::size_t n = order.size();
  const auto at = [&](std::size_t row, int column) {
    return cost[row * n + static_cast<std::size_t>(column)];
  };
  std::vector<int> weak;
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      if (i == j) continue;
      const double exchanged = at(i, order[j]) + at(j, order[i]);
      const double clear = std::min(kClear, distance(shape[i], shape[j]));
      if (exchanged - at(i, order[i]) - at(j, order[j]) > clear) continue;
      weak.push_back(static_cast<int>(i));
      break;
    }
  }
  return weak;
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

PointMatch match_points(const Keypoints& mean, const Keypoints& shape) {
  const Places target = normalised(shape);
  const Places start = normalised(mean);
  const int size = static_cast<int>(target.size());
  PointMatch match;
  Places moved = start;
  match.order = least_cost_assignment(distances(target, moved, 2), size);
  std::vector<int> degrees;
  if (size >= kLeastForAffine) degrees.push_back(1);
  if (size >= kLeastForCubic) degrees.push_back(3);
  for (const int degree : degrees) {
    for (int round = 0; round < kRounds; ++round) {
      moved = warped(start, target, match.order, degree);
      match.order = least_cost_assignment(distances(target, moved, 2), size);
    }
  }
  const std::vector<double> cost = distances(target, moved, 1);
  for (std::size_t i = 0; i < target.size(); ++i) {
    match.apart += cost[i * target.size() + static_cast<std::size_t>(match.order[i])] / size;
  }
  match.weak = weak_points(target, cost, match.order);
  return match;
}

}  // namespace facepoint
