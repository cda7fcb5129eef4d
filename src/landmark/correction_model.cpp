#include "landmark/correction_model.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "landmark/mean_shape.h"

namespace facepoint {
namespace {

// Of the mean variance of a coordinate: a person's hand and the Gaussian are both a little wrong.
constexpr double kNoise = 0.05;
// The variance of a point that a gesture left alone, of the gesture's way squared. Drags of 421
// held-out faces to 4 % of the box (share that takes more than without following): nothing learned
// of points left alone 2.85 (4.3 %), 2.77 (3.1 %) with a noise of 0.4, its best; with 4 2.71 (2.4
// %), 2 2.69 (1.9 %), 1 2.77 (1.9 %). Somebody who moves just any wrong point, not the worst,
// takes 3.40 with 2 and 3.50 without.
constexpr double kLeftAlone = 2;
constexpr double kPasses = 0.03;  // of the face's side: what people leave alone anyway

struct Frame {
  double cosine;
  double sine;
  double side;  // pixels

  Point error_of(Point image) const {
    return {(image.x * cosine + image.y * sine) / side, (image.y * cosine - image.x * sine) / side};
  }
  Point image_of(Point error) const {
    return {(error.x * cosine - error.y * sine) * side, (error.y * cosine + error.x * sine) * side};
  }
};

Frame frame_of(const Keypoints& mean_shape, const Keypoints& points) {
  const double angle = turned_by(mean_shape, points);
  const Rect box = bounding_box(transformed({std::cos(angle), -std::sin(angle), 0, 0}, points));
  return {std::cos(angle), std::sin(angle), std::max({box.width, box.height, 1e-9})};
}

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// The two rows of each of these points.
MatrixXd rows_of(const Eigen::Ref<const MatrixXd>& matrix, const std::vector<int>& points) {
  MatrixXd rows(2 * std::ssize(points), matrix.cols());
  for (std::size_t i = 0; i < points.size(); ++i) {
    rows.middleRows<2>(static_cast<Index>(2 * i)) = matrix.middleRows<2>(Index{2} * points[i]);
  }
  return rows;
}

// What is known of a face's errors while its points are set, gesture by gesture. What was left
// alone is observed with one variance for all points, so it only shrinks the covariance's
// eigenvalues: the filter's covariance is that of a Gaussian with these, given all set points so
// far.
class Belief {
 public:
  Belief(std::span<const double> modes, std::span<const double> variances, double noise,
         const Keypoints& start, const Frame& frame, double reach)
      : modes_(modes.data(), std::ssize(variances), std::ssize(variances)),
        variances_(variances.data(), std::ssize(variances)),
        noise_(noise),
        start_(start),
        frame_(frame),
        reach_(reach),
        errors_(VectorXd::Zero(std::ssize(variances))) {}

  bool empty() const { return told_.empty(); }

  // `points` were set `wanted` (two a point) from where they were at the start, the farthest by
  // `way`; all in sides of the face.
  void learn(const std::vector<int>& points, const VectorXd& wanted, double way) {
    if (way > 0) settled_ += 1 / (kLeftAlone * std::pow(std::max(way, kPasses), 2));
    MatrixXd with = columns(points);
    if (!told_.empty()) {
      const MatrixXd before = columns(told_);
      with -= before * among(before).solve(rows_of(with, told_));
    }
    MatrixXd together = rows_of(with, points);
    together.diagonal().array() += noise_;
    errors_ += with * together.llt().solve(wanted - rows_of(errors_, points));
    told_.insert(told_.end(), points.begin(), points.end());
  }

  Point error(int point) const { return {errors_[2 * point], errors_[2 * point + 1]}; }

  // One a point, see CorrectionModel::deviation_left.
  std::vector<double> deviation_left() const {
    const MatrixXd with = columns(told_);
    const MatrixXd weighed = among(with).solve(with.transpose());
    const VectorXd first = modes_.array().square().matrix() * variances_;
    const VectorXd now = modes_.array().square().matrix() * remaining();
    std::vector<double> left;
    for (Index p = 0; p < first.size() / 2; ++p) {
      const double before = first.segment<2>(2 * p).sum();
      const double known =
          with.middleRows<2>(2 * p).cwiseProduct(weighed.middleCols<2>(2 * p).transpose()).sum();
      const double after = now.segment<2>(2 * p).sum() - known;
      left.push_back(before > 0 ? std::sqrt(std::max(0.0, after / before)) : 1);
    }
    return left;
  }

 private:
  VectorXd remaining() const {
    return variances_.cwiseQuotient((1 + settled_ * variances_.array()).matrix());
  }
  // Of the covariance of all points as far as it isn't settled, before any was set. Tapering by a
  // positive definite function keeps it a covariance (Schur's product).
  MatrixXd columns(const std::vector<int>& points) const {
    const MatrixXd rows = rows_of(modes_, points);
    MatrixXd out = modes_ * (remaining().asDiagonal() * rows.transpose());
    if (reach_ >= CorrectionModel::kFarthest) return out;
    for (std::size_t i = 0; i < points.size(); ++i) {
      for (std::size_t p = 0; p < start_.size(); ++p) {
        const double apart = distance(start_[points[i]].position, start_[p].position);
        const double sides = apart / frame_.side / reach_;
        out.block<2, 2>(static_cast<Index>(2 * p), static_cast<Index>(2 * i)) *=
            std::exp(-0.5 * sides * sides);
      }
    }
    return out;
  }
  // Of set points whose columns these are.
  Eigen::LLT<MatrixXd> among(const MatrixXd& told_columns) const {
    MatrixXd together = rows_of(told_columns, told_);
    together.diagonal().array() += noise_;
    return together.llt();
  }

  Eigen::Map<const MatrixXd> modes_;
  Eigen::Map<const VectorXd> variances_;
  double noise_;
  const Keypoints& start_;
  const Frame& frame_;
  double reach_;  // sides of the face
  VectorXd errors_;
  std::vector<int> told_;
  double settled_ = 0;  // the precision with which points left alone were observed
};

// `set`: those that tell something, in any order.
void learn(Belief& belief, const Frame& frame, const Keypoints& start,
           std::span<const SetPoint> set) {
  std::vector<SetPoint> telling;
  for (const SetPoint& each : set) {
    if (start[each.point].present()) telling.push_back(each);
  }
  std::stable_sort(telling.begin(), telling.end(),
                   [](const SetPoint& a, const SetPoint& b) { return a.gesture < b.gesture; });
  for (auto first = telling.begin(); first != telling.end();) {
    const auto last = std::find_if(
        first, telling.end(), [&](const SetPoint& each) { return each.gesture != first->gesture; });
    std::vector<int> points;
    VectorXd wanted(2 * (last - first));
    double way = 0;
    for (auto each = first; each != last; ++each) {
      const Point error = frame.error_of(each->position - start[each->point].position);
      wanted.segment<2>(2 * (each - first)) = Eigen::Vector2d(error.x, error.y);
      points.push_back(each->point);
      way = std::max(way, each->way / frame.side);
    }
    belief.learn(points, wanted, way);
    first = last;
  }
}

}  // namespace

CorrectionModel::CorrectionModel(Keypoints mean_shape, std::span<const float> covariance)
    : mean_shape_(std::move(mean_shape)) {
  const std::size_t size = mean_shape_.size() * 2;
  const bool finite = std::all_of(covariance.begin(), covariance.end(),
                                  [](float value) { return std::isfinite(value); });
  if (size == 0 || covariance.size() != size * size || !finite) {
    throw Error(ErrorCode::kInvalidInput,
                "what is known of how points err together doesn't fit the scheme");
  }
  const MatrixXd matrix = Eigen::Map<const Eigen::MatrixXf>(
                              covariance.data(), static_cast<Index>(size), static_cast<Index>(size))
                              .cast<double>();
  noise_ = std::max(kNoise * matrix.trace() / static_cast<double>(size), 1e-9);
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(matrix);
  const VectorXd variances = solver.eigenvalues().cwiseMax(0);
  modes_.assign(solver.eigenvectors().data(), solver.eigenvectors().data() + size * size);
  variances_.assign(variances.data(), variances.data() + size);
}

Keypoints CorrectionModel::followed(const Keypoints& start, std::span<const SetPoint> set,
                                    double reach) const {
  Keypoints points = start;
  if (!empty() && start.size() == mean_shape_.size()) {
    const Frame frame = frame_of(mean_shape_, start);
    Belief belief(modes_, variances_, noise_, start, frame, reach);
    learn(belief, frame, start, set);
    for (std::size_t p = 0; p < points.size() && !belief.empty(); ++p) {
      if (!points[p].present()) continue;
      points[p].position = points[p].position + frame.image_of(belief.error(static_cast<int>(p)));
    }
  }
  for (const SetPoint& each : set) points[each.point].position = each.position;
  return points;
}

std::vector<double> CorrectionModel::deviation_left(const Keypoints& start,
                                                    std::span<const SetPoint> set,
                                                    double reach) const {
  std::vector<double> left(start.size(), 1);
  if (!empty() && start.size() == mean_shape_.size()) {
    const Frame frame = frame_of(mean_shape_, start);
    Belief belief(modes_, variances_, noise_, start, frame, reach);
    learn(belief, frame, start, set);
    if (!belief.empty()) left = belief.deviation_left();
    for (std::size_t p = 0; p < start.size(); ++p) {
      if (!start[p].present()) left[p] = 1;
    }
  }
  for (const SetPoint& each : set) left[each.point] = 0;
  return left;
}

std::vector<float> shape_covariance(const Keypoints& mean_shape, std::span<const Keypoints> faces) {
  const auto size = static_cast<Eigen::Index>(mean_shape.size() * 2);
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(size, size);
  Eigen::VectorXd mean = Eigen::VectorXd::Zero(size);
  std::vector<Eigen::VectorXd> rows;
  for (const Keypoints& face : faces) {
    const bool whole = face.size() == mean_shape.size() &&
                       std::all_of(face.begin(), face.end(), [](const Landmark& point) {
                         return point.present() && is_finite(point.position);
                       });
    if (!whole) continue;
    const Keypoints aligned = transformed(fit_similarity(face, mean_shape), face);
    Eigen::VectorXd row(size);
    for (std::size_t p = 0; p < aligned.size(); ++p) {
      const Point off = aligned[p].position - mean_shape[p].position;
      row[static_cast<Eigen::Index>(2 * p)] = off.x;
      row[static_cast<Eigen::Index>(2 * p + 1)] = off.y;
    }
    mean += row;
    rows.push_back(std::move(row));
  }
  if (rows.size() < 3) return {};
  mean /= static_cast<double>(rows.size());
  for (const Eigen::VectorXd& row : rows) {
    sum.noalias() += (row - mean) * (row - mean).transpose();
  }
  sum /= static_cast<double>(rows.size() - 1);
  std::vector<float> covariance;
  covariance.reserve(static_cast<std::size_t>(size * size));
  for (Eigen::Index i = 0; i < size; ++i) {
    for (Eigen::Index k = 0; k < size; ++k) covariance.push_back(static_cast<float>(sum(i, k)));
  }
  return covariance;
}

}  // namespace facepoint
