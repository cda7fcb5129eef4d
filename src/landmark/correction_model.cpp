#include "landmark/correction_model.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "landmark/mean_shape.h"
#include "landmark/upright_frame.h"

namespace facepoint {
namespace {

// Of the mean variance of a coordinate: a person's hand and the Gaussian are both a little wrong.
constexpr double kNoise = 0.1;
// The variance of a point that a gesture left alone, of the gesture's way squared. Where nothing is
// learned of such points, 421 held-out faces take 2.77 drags to 4 % of the box (3.1 % of them more
// than without following) with a noise of 0.4, the best; with 2 here, 2.68 (2.1 %). With a noise of
// 0.1: 2.85 (4.3 %); with 4 here 2.71 (2.4 %), 2 2.69 (1.9 %), 1 2.77 (1.9 %). Somebody who moves
// any wrong point, not the worst: 3.50 without, 3.40 with.
constexpr double kLeftAlone = 2;
// Share of the covariance that is that of all faces: those like one may be few.
constexpr double kAnyFace = 0.15;
constexpr double kPasses = 0.03;  // of the face's side: what people leave alone anyway

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

// What is known of a face's errors while its points are set, gesture by gesture. What was left
// alone is observed with one variance for all points, so it only shrinks the covariance's
// eigenvalues: the filter's covariance is that of a Gaussian with these, given all set points so
// far. All errors are sums of its columns at set points, so only set points are looked at until the
// end.
class Belief {
 public:
  // `set`: the points that will be learned of, in that order. `reach`: in sides of the face.
  Belief(std::span<const double> modes, std::span<const double> variances, double noise,
         std::vector<Point> places, const std::vector<int>& set, double reach)
      : modes_(modes.data(), std::ssize(variances), std::ssize(variances)),
        variances_(variances.data(), std::ssize(variances)),
        noise_(noise),
        places_(std::move(places)),
        set_(set),
        reach_(reach),
        rows_(2 * std::ssize(set), std::ssize(variances)),
        sums_(MatrixXd::Zero(std::ssize(variances), std::ssize(set))) {
    for (std::size_t i = 0; i < set.size(); ++i) {
      rows_.middleRows<2>(2 * static_cast<Index>(i)) = modes_.middleRows<2>(Index{2} * set[i]);
    }
  }

  // The next points were set by one gesture, where these errors (two a point) are mended; it moved
  // the farthest by `way`. All in sides of the face.
  void learn(const VectorXd& wanted, double way) {
    if (way > 0) settled_ += 1 / (kLeftAlone * std::pow(std::max(way, kPasses), 2));
    const Index told = told_;
    const Index more = wanted.size();
    const MatrixXd known = covariance(told + more);
    const auto across = known.topRightCorner(told, more);
    MatrixXd weighed(told, more);
    if (told > 0) weighed = among(known.topLeftCorner(told, told)).solve(across);
    const MatrixXd left = known.bottomRightCorner(more, more) - across.transpose() * weighed;
    VectorXd weights(told + more);
    weights.tail(more) = among(left).solve(wanted - errors(told, more));
    weights.head(told) = -weighed * weights.tail(more);
    const VectorXd variances = remaining();
    told_ += more;
    for (Index i = 0; i < told_ / 2; ++i) {
      sums_.col(i) += variances.cwiseProduct(rows_.middleRows<2>(2 * i).transpose() *
                                             weights.segment<2>(2 * i));
    }
  }

  // Two a point of the scheme.
  VectorXd errors() const {
    MatrixXd all = modes_ * sums_;
    for (Index p = 0; p < all.rows() / 2; ++p) {
      for (Index i = 0; i < all.cols(); ++i) {
        all.block<2, 1>(2 * p, i) *= taper(static_cast<int>(p), set_[i]);
      }
    }
    return all.rowwise().sum();
  }

  // One a point, see CorrectionModel::deviation_left.
  std::vector<double> deviation_left() const {
    MatrixXd with = modes_ * (remaining().asDiagonal() * rows_.transpose());
    for (Index p = 0; p < with.rows() / 2; ++p) {
      for (Index i = 0; i < with.cols() / 2; ++i) {
        with.block<2, 2>(2 * p, 2 * i) *= taper(static_cast<int>(p), set_[i]);
      }
    }
    const MatrixXd weighed = among(covariance(told_)).solve(with.transpose());
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
  // Tapering by a positive definite function keeps a covariance one (Schur's product).
  double taper(int a, int b) const {
    if (reach_ >= CorrectionModel::kFarthest) return 1;
    const double apart = distance(places_[a], places_[b]) / reach_;
    return std::exp(-0.5 * apart * apart);
  }
  // Of the first `size` coordinates of set points, as far as they aren't settled, before any was
  // set.
  MatrixXd covariance(Index size) const {
    const auto rows = rows_.topRows(size);
    MatrixXd known = rows * (remaining().asDiagonal() * rows.transpose());
    for (Index a = 0; a < size / 2; ++a) {
      for (Index b = 0; b < size / 2; ++b) {
        known.block<2, 2>(2 * a, 2 * b) *= taper(set_[a], set_[b]);
      }
    }
    return known;
  }
  Eigen::LLT<MatrixXd> among(MatrixXd known) const {
    known.diagonal().array() += noise_;
    return known.llt();
  }
  // Of set points, as far as is known: `count` coordinates from `first` on.
  VectorXd errors(Index first, Index count) const {
    MatrixXd all = rows_.middleRows(first, count) * sums_.leftCols(first / 2);
    for (Index p = 0; p < count / 2; ++p) {
      for (Index i = 0; i < all.cols(); ++i) {
        all.block<2, 1>(2 * p, i) *= taper(set_[first / 2 + p], set_[i]);
      }
    }
    return all.rowwise().sum();
  }

  Eigen::Map<const MatrixXd> modes_;
  Eigen::Map<const VectorXd> variances_;
  double noise_;
  std::vector<Point> places_;  // of the scheme's points, in sides of the face
  const std::vector<int>& set_;
  double reach_;
  MatrixXd rows_;       // of the modes, two a set point
  MatrixXd sums_;       // a set point's column of the covariance times its weight, as modes
  Index told_ = 0;      // coordinates learned of so far
  double settled_ = 0;  // the precision with which points left alone were observed
};

// `set`: those that tell something, by gesture.
void learn(Belief& belief, const UprightFrame& frame, const Keypoints& start,
           std::span<const SetPoint> set) {
  for (std::size_t first = 0; first < set.size();) {
    std::size_t last = first;
    while (last < set.size() && set[last].gesture == set[first].gesture) ++last;
    VectorXd wanted(2 * static_cast<Index>(last - first));
    double way = 0;
    for (std::size_t i = first; i < last; ++i) {
      const Point error = frame.from_image(set[i].position - start[set[i].point].position);
      wanted.segment<2>(2 * static_cast<Index>(i - first)) = Eigen::Vector2d(error.x, error.y);
      way = std::max(way, set[i].way / frame.side);
    }
    belief.learn(wanted, way);
    first = last;
  }
}

}  // namespace

CorrectionModel::CorrectionModel(Keypoints mean_shape, std::span<const float> covariance,
                                 ErrorSamples samples)
    : mean_shape_(std::move(mean_shape)) {
  const std::size_t size = mean_shape_.size() * 2;
  const bool finite = std::all_of(covariance.begin(), covariance.end(),
                                  [](float value) { return std::isfinite(value); });
  if (size == 0 || covariance.size() != size * size || !finite ||
      (!samples.empty() && !samples.fits(mean_shape_.size()))) {
    throw Error(ErrorCode::kInvalidInput,
                "what is known of how points err together doesn't fit the scheme");
  }
  set_covariance(std::vector<double>(covariance.begin(), covariance.end()));
  if (!samples.empty()) samples_ = std::make_shared<const ErrorSamples>(std::move(samples));
}

void CorrectionModel::set_covariance(std::span<const double> covariance) {
  const auto size = static_cast<Index>(mean_shape_.size() * 2);
  const Eigen::Map<const MatrixXd> matrix(covariance.data(), size, size);
  noise_ = std::max(kNoise * matrix.trace() / static_cast<double>(size), 1e-9);
  const Eigen::SelfAdjointEigenSolver<MatrixXd> solver(matrix);
  const VectorXd variances = solver.eigenvalues().cwiseMax(0);
  modes_.assign(solver.eigenvectors().data(), solver.eigenvectors().data() + size * size);
  variances_.assign(variances.data(), variances.data() + size);
}

CorrectionModel CorrectionModel::of_face(const Keypoints& start,
                                         std::span<const double> expected_error) const {
  if (!samples_ || start.size() != mean_shape_.size()) return *this;
  const auto size = static_cast<Index>(mean_shape_.size() * 2);
  const Eigen::Map<const MatrixXd> modes(modes_.data(), size, size);
  const Eigen::Map<const VectorXd> variances(variances_.data(), size);
  MatrixXd covariance = modes * variances.asDiagonal() * modes.transpose();
  const auto axes_count = std::ssize(samples_->error_axes) / size;
  const MatrixXd axes =
      Eigen::Map<const Eigen::MatrixXf>(samples_->error_axes.data(), size, axes_count)
          .cast<double>();
  const std::vector<double> like =
      covariance_of_like(*samples_, placed_face(mean_shape_, start, expected_error));
  const MatrixXd of_all = axes.transpose() * covariance * axes;
  const MatrixXd of_like = Eigen::Map<const MatrixXd>(like.data(), axes_count, axes_count);
  covariance += (1 - kAnyFace) * axes * (of_like - of_all) * axes.transpose();
  CorrectionModel model = *this;
  model.set_covariance({covariance.data(), static_cast<std::size_t>(covariance.size())});
  return model;
}

template <class Use>
void CorrectionModel::with_belief(const Keypoints& start, std::span<const SetPoint> set,
                                  double reach, const Use& use) const {
  if (empty() || start.size() != mean_shape_.size()) return;
  std::vector<SetPoint> telling;
  for (const SetPoint& each : set) {
    if (start[each.point].present()) telling.push_back(each);
  }
  if (telling.empty()) return;
  std::stable_sort(telling.begin(), telling.end(),
                   [](const SetPoint& a, const SetPoint& b) { return a.gesture < b.gesture; });
  std::vector<int> points;
  points.reserve(telling.size());
  for (const SetPoint& each : telling) points.push_back(each.point);
  const UprightFrame frame = upright_frame(mean_shape_, start);
  std::vector<Point> places;
  places.reserve(start.size());
  for (const Landmark& point : start) places.push_back(point.position * (1 / frame.side));
  Belief belief(modes_, variances_, noise_, std::move(places), points, reach);
  learn(belief, frame, start, telling);
  use(belief, frame);
}

Keypoints CorrectionModel::followed(const Keypoints& start, std::span<const SetPoint> set,
                                    double reach) const {
  Keypoints points = start;
  with_belief(start, set, reach, [&](const Belief& belief, const UprightFrame& frame) {
    const VectorXd errors = belief.errors();
    for (std::size_t p = 0; p < points.size(); ++p) {
      if (!points[p].present()) continue;
      const auto at = static_cast<Index>(2 * p);
      points[p].position = points[p].position + frame.to_image({errors[at], errors[at + 1]});
    }
  });
  for (const SetPoint& each : set) points[each.point].position = each.position;
  return points;
}

std::vector<double> CorrectionModel::deviation_left(const Keypoints& start,
                                                    std::span<const SetPoint> set,
                                                    double reach) const {
  std::vector<double> left(start.size(), 1);
  with_belief(start, set, reach, [&](const Belief& belief, const UprightFrame&) {
    left = belief.deviation_left();
    for (std::size_t p = 0; p < start.size(); ++p) {
      if (!start[p].present()) left[p] = 1;
    }
  });
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
