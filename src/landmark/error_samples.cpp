#include "landmark/error_samples.h"

#include <Eigen/Core>
#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "landmark/upright_frame.h"

namespace facepoint {
namespace {

using Eigen::Index;
using Eigen::MatrixXf;
using Eigen::VectorXf;
using Rows = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

constexpr Index kShapeAxes = 12;
constexpr Index kDoubtAxes = 8;
constexpr Index kErrorAxes = 48;
constexpr int kFewest = 200;  // faces: with less, what is like a face is chance

// Root mean squares over a face's coordinates at which a sample's weight is exp(-1/2). On 421
// held-out faces mean drags to 4 % of the box were, with one covariance for all, 2.46, with those
// of shapes alone 2.37 (0.012 to 0.03: 2.37 to 2.38; 0.008: 2.39), with both 2.33 (doubt 0.15) to
// 2.35 (0.3).
constexpr float kLikeShape = 0.02F;    // sides of the face
constexpr float kLikeDoubt = 0.2F;     // logarithms
constexpr float kLeastWeight = 1e-6F;  // of the largest

// What a face's errors together (root of the sum of squares, sides) count for at most, so that no
// single one rules; 0.19 is the median, 1 in 400 is beyond.
constexpr float kLargestError = 0.7F;

// An axis a row.
Rows principal_axes(const Rows& values, Index count) {
  const MatrixXf centred = values.rowwise() - values.colwise().mean();
  const Eigen::MatrixXd spread = (centred.transpose() * centred).cast<double>();
  const Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> solver(spread);
  const Index axes = std::min(count, values.cols());
  return solver.eigenvectors().rightCols(axes).rowwise().reverse().transpose().cast<float>();
}

Rows rows_of(std::span<const ErrorSample> faces, const auto& part) {
  Rows rows(std::ssize(faces), std::ssize(part(faces.front())));
  for (Index i = 0; i < rows.rows(); ++i) {
    const std::vector<float>& values = part(faces[static_cast<std::size_t>(i)]);
    rows.row(i) = Eigen::Map<const VectorXf>(values.data(), std::ssize(values)).transpose();
  }
  return rows;
}

std::vector<float> flat(const Rows& rows) { return {rows.data(), rows.data() + rows.size()}; }

Eigen::Map<const Rows> axes_of(const std::vector<float>& axes, std::size_t size) {
  const auto columns = static_cast<Index>(size);
  return {axes.data(), std::ssize(axes) / columns, columns};
}

Eigen::Map<const VectorXf> vector_of(const std::vector<float>& values) {
  return {values.data(), std::ssize(values)};
}

}  // namespace

PlacedFace placed_face(const Keypoints& mean_shape, const Keypoints& points,
                       std::span<const double> expected_error) {
  const UprightFrame frame = upright_frame(mean_shape, points);
  Point middle;
  int present = 0;
  for (const Landmark& point : points) {
    if (!point.present()) continue;
    middle = middle + point.position;
    ++present;
  }
  middle = middle * (1.0 / std::max(present, 1));
  PlacedFace face;
  for (const Landmark& point : points) {
    const Point way = point.present() ? frame.from_image(point.position - middle) : Point{};
    face.shape.push_back(static_cast<float>(way.x));
    face.shape.push_back(static_cast<float>(way.y));
  }
  if (expected_error.size() != points.size()) return face;
  const bool known = std::all_of(expected_error.begin(), expected_error.end(),
                                 [](double error) { return std::isfinite(error) && error > 0; });
  if (!known) return face;
  for (const double error : expected_error) {
    face.doubt.push_back(static_cast<float>(std::log(error / frame.side)));
  }
  return face;
}

std::vector<float> errors_in_frame(const Keypoints& mean_shape, const Keypoints& points,
                                   const Keypoints& label) {
  const UprightFrame frame = upright_frame(mean_shape, points);
  std::vector<float> errors;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const bool known = points[i].present() && label[i].present();
    const Point error = known ? frame.from_image(label[i].position - points[i].position) : Point{};
    errors.push_back(static_cast<float>(error.x));
    errors.push_back(static_cast<float>(error.y));
  }
  return errors;
}

bool ErrorSamples::fits(std::size_t points) const {
  const auto holds = [](const std::vector<float>& axes, std::size_t size) {
    return !axes.empty() && axes.size() % size == 0;
  };
  const auto finite = [](const std::vector<float>& values) {
    return std::all_of(values.begin(), values.end(), [](float v) { return std::isfinite(v); });
  };
  const std::size_t twice = 2 * points;
  if (points == 0 || shape_mean.size() != twice || doubt_mean.size() != points) return false;
  if (!holds(shape_axes, twice) || !holds(doubt_axes, points) || !holds(error_axes, twice)) {
    return false;
  }
  const std::size_t axes =
      shape_axes.size() / twice + doubt_axes.size() / points + error_axes.size() / twice;
  if (steps.size() != axes || codes.empty() || codes.size() % axes != 0) return false;
  return finite(shape_mean) && finite(shape_axes) && finite(doubt_mean) && finite(doubt_axes) &&
         finite(error_axes) && finite(steps);
}

ErrorSamples sampled(std::span<const ErrorSample> faces) {
  if (std::ssize(faces) < kFewest) return {};
  const Rows shapes = rows_of(
      faces, [](const ErrorSample& each) -> const auto& { return each.face.shape; });
  const Rows doubts = rows_of(
      faces, [](const ErrorSample& each) -> const auto& { return each.face.doubt; });
  Rows errors = rows_of(
      faces, [](const ErrorSample& each) -> const auto& { return each.error; });
  for (Index i = 0; i < errors.rows(); ++i) {
    errors.row(i) *= std::min(1.0F, kLargestError / std::max(errors.row(i).norm(), 1e-9F));
  }
  const Rows shape_axes = principal_axes(shapes, kShapeAxes);
  const Rows doubt_axes = principal_axes(doubts, kDoubtAxes);
  const Rows error_axes = principal_axes(errors, kErrorAxes);
  const auto centred = [](const Rows& values) -> Rows {
    return values.rowwise() - values.colwise().mean();
  };
  Rows places(errors.rows(), shape_axes.rows() + doubt_axes.rows() + error_axes.rows());
  places << centred(shapes) * shape_axes.transpose(), centred(doubts) * doubt_axes.transpose(),
      errors * error_axes.transpose();
  const VectorXf steps = (places.cwiseAbs().colwise().maxCoeff() / 127).cwiseMax(1e-12F);
  ErrorSamples samples{flat(shapes.colwise().mean()),
                       flat(shape_axes),
                       flat(doubts.colwise().mean()),
                       flat(doubt_axes),
                       flat(error_axes),
                       {steps.data(), steps.data() + steps.size()},
                       {}};
  samples.codes.reserve(static_cast<std::size_t>(places.size()));
  for (Index i = 0; i < places.rows(); ++i) {
    for (Index k = 0; k < places.cols(); ++k) {
      samples.codes.push_back(
          static_cast<std::uint8_t>(128 + std::lround(places(i, k) / steps[k])));
    }
  }
  return samples;
}

std::vector<float> error_covariance(std::span<const ErrorSample> faces) {
  if (faces.size() < 2) return {};
  const Rows errors = rows_of(
      faces, [](const ErrorSample& each) -> const auto& { return each.error; });
  return flat(errors.transpose() * errors / static_cast<float>(faces.size()));
}

std::vector<double> covariance_of_like(const ErrorSamples& samples, const PlacedFace& face) {
  const std::size_t points = samples.doubt_mean.size();
  const auto shape_axes = axes_of(samples.shape_axes, 2 * points);
  const auto doubt_axes = axes_of(samples.doubt_axes, points);
  const Index shapes = shape_axes.rows();
  const Index doubts = doubt_axes.rows();
  const Index axes = std::ssize(samples.steps);
  const Index errors = axes - shapes - doubts;
  // In units of the kernel.
  VectorXf here = VectorXf::Zero(shapes + doubts);
  VectorXf scale = VectorXf::Zero(shapes + doubts);
  const auto size = static_cast<float>(points);
  scale.head(shapes).setConstant(1 / (kLikeShape * std::sqrt(2 * size)));
  here.head(shapes) = shape_axes * (vector_of(face.shape) - vector_of(samples.shape_mean));
  if (!face.doubt.empty()) {
    scale.tail(doubts).setConstant(1 / (kLikeDoubt * std::sqrt(size)));
    here.tail(doubts) = doubt_axes * (vector_of(face.doubt) - vector_of(samples.doubt_mean));
  }
  here = here.cwiseProduct(scale);
  const auto steps = vector_of(samples.steps);
  const VectorXf to_kernel = scale.cwiseProduct(steps.head(shapes + doubts));
  const Eigen::Map<const Eigen::Matrix<std::uint8_t, Eigen::Dynamic, Eigen::Dynamic>> codes(
      samples.codes.data(), axes, std::ssize(samples.codes) / axes);
  VectorXf weights(codes.cols());
  for (Index i = 0; i < codes.cols(); ++i) {
    const VectorXf place = codes.col(i).head(shapes + doubts).cast<float>().array() - 128;
    weights[i] = -0.5F * (place.cwiseProduct(to_kernel) - here).squaredNorm();
  }
  weights = (weights.array() - weights.maxCoeff()).exp();
  MatrixXf alike(errors, codes.cols());
  Index count = 0;
  for (Index i = 0; i < codes.cols(); ++i) {
    if (weights[i] < kLeastWeight) continue;
    alike.col(count++) = (codes.col(i).tail(errors).cast<float>().array() - 128) *
                         steps.tail(errors).array() * std::sqrt(weights[i]);
  }
  MatrixXf moments = MatrixXf::Zero(errors, errors);
  moments.selfadjointView<Eigen::Lower>().rankUpdate(alike.leftCols(count));
  const Eigen::MatrixXd whole =
      MatrixXf(moments.selfadjointView<Eigen::Lower>()).cast<double>() / weights.sum();
  return {whole.data(), whole.data() + whole.size()};
}

}  // namespace facepoint
