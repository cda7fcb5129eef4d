#include "landmark/correction_model.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <algorithm>
#include <cmath>

#include "base/error.h"
#include "landmark/mean_shape.h"

namespace facepoint {
namespace {

// Of the mean variance of a coordinate. A person's hand and the Gaussian are both a little wrong;
// with 0.03 held-out faces need 3.35 drags at 4 % of the box, with 0.3 3.08, with 0.6 3.02, with
// 0.85 3.03.
constexpr double kNoise = 0.4;

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

using Rows = Eigen::Matrix<double, 2, Eigen::Dynamic>;

// Set points that tell something of others, and what is known of them together.
struct Told {
  std::span<const double> covariance;
  const Keypoints& start;
  double reach;  // pixels
  std::vector<SetPoint> points;
  std::vector<char> is_set;  // one a point of the scheme
  Eigen::LLT<Eigen::MatrixXd> among;

  Told(std::span<const double> known, double noise, const Keypoints& began,
       std::span<const SetPoint> set, double far)
      : covariance(known), start(began), reach(far), is_set(start.size(), 0) {
    for (const SetPoint& each : set) {
      is_set[each.point] = 1;
      if (start[each.point].present()) points.push_back(each);
    }
    if (points.empty()) return;
    Eigen::MatrixXd together(2 * std::ssize(points), 2 * std::ssize(points));
    for (std::size_t i = 0; i < points.size(); ++i) {
      together.middleRows<2>(static_cast<Eigen::Index>(2 * i)) = with(points[i].point);
    }
    together.diagonal().array() += noise;
    among.compute(together);
  }

  // Tapering by a positive definite function keeps the covariance one (Schur's product).
  Eigen::Matrix2d block(int a, int b) const {
    const auto size = static_cast<Eigen::Index>(start.size() * 2);
    const Eigen::Map<const Eigen::MatrixXd> whole(covariance.data(), size, size);
    const double apart = distance(start[a].position, start[b].position) / reach;
    return whole.block<2, 2>(2 * a, 2 * b) * std::exp(-0.5 * apart * apart);
  }
  // Of a point's two coordinates with those of the points that tell.
  Rows with(int point) const {
    Rows rows(2, 2 * std::ssize(points));
    for (std::size_t i = 0; i < points.size(); ++i) {
      rows.middleCols<2>(static_cast<Eigen::Index>(2 * i)) = block(point, points[i].point);
    }
    return rows;
  }
};

}  // namespace

CorrectionModel::CorrectionModel(Keypoints mean_shape, std::span<const float> covariance)
    : mean_shape_(std::move(mean_shape)), covariance_(covariance.begin(), covariance.end()) {
  const std::size_t size = mean_shape_.size() * 2;
  const bool finite = std::all_of(covariance.begin(), covariance.end(),
                                  [](float value) { return std::isfinite(value); });
  if (size == 0 || covariance.size() != size * size || !finite) {
    throw Error(ErrorCode::kInvalidInput,
                "what is known of how points err together doesn't fit the scheme");
  }
  double trace = 0;
  for (std::size_t i = 0; i < size; ++i) trace += covariance_[i * size + i];
  noise_ = std::max(kNoise * trace / static_cast<double>(size), 1e-9);
}

Keypoints CorrectionModel::followed(const Keypoints& start, std::span<const SetPoint> set,
                                    double reach) const {
  Keypoints points = start;
  for (const SetPoint& each : set) points[each.point].position = each.position;
  if (empty() || start.size() != mean_shape_.size()) return points;
  const Frame frame = frame_of(mean_shape_, start);
  const Told told(covariance_, noise_, start, set, frame.side * reach);
  if (told.points.empty()) return points;
  Eigen::VectorXd errors(2 * std::ssize(told.points));
  for (std::size_t i = 0; i < told.points.size(); ++i) {
    const SetPoint& each = told.points[i];
    const Point error = frame.error_of(each.position - start[each.point].position);
    errors.segment<2>(static_cast<Eigen::Index>(2 * i)) = Eigen::Vector2d(error.x, error.y);
  }
  const Eigen::VectorXd weights = told.among.solve(errors);
  for (std::size_t p = 0; p < points.size(); ++p) {
    if (told.is_set[p] != 0 || !points[p].present()) continue;
    const Eigen::Vector2d moved = told.with(static_cast<int>(p)) * weights;
    points[p].position = start[p].position + frame.image_of({moved[0], moved[1]});
  }
  return points;
}

// The trace of S_rest,rest - S_rest,set (S_set,set + n I)^-1 S_set,rest against that of
// S_rest,rest.
std::vector<double> CorrectionModel::deviation_left(const Keypoints& start,
                                                    std::span<const SetPoint> set,
                                                    double reach) const {
  std::vector<double> left(start.size(), 1);
  if (!empty() && start.size() == mean_shape_.size()) {
    const Told told(covariance_, noise_, start, set, frame_of(mean_shape_, start).side * reach);
    for (std::size_t p = 0; p < start.size() && !told.points.empty(); ++p) {
      const int point = static_cast<int>(p);
      const double before = told.block(point, point).trace();
      if (!start[p].present() || before <= 0) continue;
      const Rows rows = told.with(point);
      const double known = (rows * told.among.solve(rows.transpose())).trace();
      left[p] = std::sqrt(std::max(0.0, 1 - known / before));
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
