#include "curate/deviations.h"

#include <Eigen/Cholesky>
#include <Eigen/Core>
#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <utility>

namespace facepoint {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double kLeftOut = 0.1;  // the part of the rows that fits worst
constexpr int kRounds = 3;
constexpr double kRidge = 0.01;           // of the mean variance, on every coordinate
constexpr double kMostInfluence = 0.9;    // of a row on its own distance
constexpr std::size_t kMostRows = 20000;  // more teach nothing more

using Part = Eigen::Matrix<double, Eigen::Dynamic, 2>;

Part shift_of(const std::vector<int>& points, Index size) {
  Part part = Part::Zero(size, 2);
  for (const int point : points) {
    part(2 * point, 0) = 1;
    part(2 * point + 1, 1) = 1;
  }
  return part;
}

double quantile(std::vector<double> values, double share) {
  const auto at =
      values.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

}  // namespace

struct DeviationModel::Learned {
  std::vector<double> mean_values;
  VectorXd mean;
  MatrixXd covariance;
  MatrixXd precision;
  std::vector<bool> kept;
  double influence = 0;                                  // of one row on the covariance
  std::vector<std::pair<Part, Eigen::Matrix2d>> groups;  // and the precision of each
  std::pair<Part, Eigen::Matrix2d> all;

  // What is left of a row once the mean is taken off; absent coordinates are what the others let
  // expect, so that they add nothing to any distance.
  VectorXd centred(std::span<const double> row) const {
    VectorXd values = Eigen::Map<const VectorXd>(row.data(), std::ssize(row)) - mean;
    std::vector<Index> absent;
    for (Index i = 0; i < values.size(); ++i) {
      if (!std::isfinite(values[i])) absent.push_back(i);
    }
    if (absent.empty() || precision.size() == 0) {
      for (const Index i : absent) values[i] = 0;
      return values;
    }
    for (const Index i : absent) values[i] = 0;
    const VectorXd pull = precision(absent, Eigen::all) * values;
    const VectorXd filled = -precision(absent, absent).llt().solve(pull);
    for (std::size_t i = 0; i < absent.size(); ++i) {
      values[absent[i]] = filled[static_cast<Index>(i)];
    }
    return values;
  }

  double squared_distance(std::span<const double> row) const {
    const VectorXd values = centred(row);
    return values.dot(precision * values);
  }

  void estimate(const std::vector<std::vector<double>>& rows, const std::vector<std::size_t>& used,
                const DeviationPrior& prior) {
    const Index size = mean.size();
    const double weight = prior.strength + static_cast<double>(used.size());
    VectorXd sum = VectorXd::Zero(size);
    if (!prior.empty()) sum += prior.strength * Eigen::Map<const VectorXd>(prior.mean.data(), size);
    for (const std::size_t row : used) sum += centred(rows[row]) + mean;
    mean = sum / std::max(weight, 1.0);
    MatrixXd spread = MatrixXd::Zero(size, size);
    if (!prior.empty()) {
      spread += prior.strength * Eigen::Map<const MatrixXd>(prior.covariance.data(), size, size);
    }
    MatrixXd centred_rows(size, static_cast<Index>(used.size()));
    for (std::size_t i = 0; i < used.size(); ++i) {
      centred_rows.col(static_cast<Index>(i)) = centred(rows[used[i]]);
    }
    spread.noalias() += centred_rows * centred_rows.transpose();
    spread /= std::max(weight, 1.0);
    const double ridge = std::max(kRidge * spread.trace() / static_cast<double>(size), 1e-12);
    spread.diagonal().array() += ridge;
    covariance = spread;
    precision = spread.llt().solve(MatrixXd::Identity(size, size));
    influence = 1 / std::max(weight, 1.0);
  }

  // So that half of the rows are nearer than half of a Gaussian's would be.
  void scale_by(double factor) {
    covariance *= factor;
    precision /= factor;
    influence *= factor;
  }
};

DeviationModel::DeviationModel(const std::vector<std::vector<double>>& rows,
                               const DeviationPrior& prior,
                               const std::vector<std::vector<int>>& groups)
    : learned_(std::make_unique<Learned>()) {
  const std::size_t size = rows.empty() ? prior.mean.size() : rows.front().size();
  if (size == 0) return;  // nothing to learn from, nor to judge
  learned_->mean = VectorXd::Zero(static_cast<Index>(size));
  if (!prior.empty()) {
    learned_->mean = Eigen::Map<const VectorXd>(prior.mean.data(), static_cast<Index>(size));
  }
  const std::size_t step = rows.size() / kMostRows + 1;
  std::vector<std::size_t> used;
  for (std::size_t i = 0; i < rows.size(); i += step) used.push_back(i);
  const std::vector<std::size_t> all = used;
  for (int round = 0; round < kRounds; ++round) {
    learned_->estimate(rows, used, prior);
    std::vector<double> distances;
    distances.reserve(all.size());
    for (const std::size_t row : all) distances.push_back(learned_->squared_distance(rows[row]));
    if (distances.empty()) break;
    if (round + 1 == kRounds) {
      learned_->scale_by(std::max(quantile(distances, 0.5) / static_cast<double>(size), 1e-9));
      break;
    }
    const double limit = quantile(distances, 1 - kLeftOut);
    used.clear();
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (distances[i] <= limit) used.push_back(all[i]);
    }
  }
  learned_->kept.assign(rows.size(), false);
  for (const std::size_t row : used) learned_->kept[row] = true;
  learned_->mean_values.assign(learned_->mean.data(), learned_->mean.data() + size);
  std::vector<int> everything(size / 2);
  for (std::size_t p = 0; p < everything.size(); ++p) everything[p] = static_cast<int>(p);
  const auto with_precision = [&](const std::vector<int>& points) {
    Part part = shift_of(points, static_cast<Index>(size));
    const Eigen::Matrix2d precision = part.transpose() * learned_->precision * part;
    return std::pair(std::move(part), precision);
  };
  for (const std::vector<int>& group : groups) learned_->groups.push_back(with_precision(group));
  learned_->all = with_precision(everything);
}

DeviationModel::~DeviationModel() = default;
DeviationModel::DeviationModel(DeviationModel&&) noexcept = default;

bool DeviationModel::learned_from(std::size_t row) const { return learned_->kept[row]; }
const std::vector<double>& DeviationModel::mean() const { return learned_->mean_values; }
std::vector<double> DeviationModel::covariance() const {
  return {learned_->covariance.data(), learned_->covariance.data() + learned_->covariance.size()};
}

// What a row has taught is taken out again: without it the precision would be K + k k' a / (1 - a
// d), where k = K row, d = row' k and a is the row's weight (Sherman & Morrison 1950).
Strangeness DeviationModel::strangeness(const Deviation& deviation) const {
  const VectorXd values = learned_->centred(deviation.values);
  const VectorXd pull = learned_->precision * values;
  const double squared = values.dot(pull);
  const double weight = deviation.learned_from ? learned_->influence : 0;
  const double left = 1 - std::min(weight * squared, kMostInfluence);
  const VectorXd alone = pull / left;
  const auto drop = [&](const Eigen::Vector2d& own, const Eigen::Matrix2d& precision) {
    const Eigen::Matrix2d without = precision + weight * left * own * own.transpose();
    return own.dot(without.inverse() * own);
  };
  Strangeness strangeness;
  const auto coordinates = std::count_if(deviation.values.begin(), deviation.values.end(),
                                         [](double value) { return std::isfinite(value); });
  strangeness.whole =
      squared / left / static_cast<double>(std::max<std::ptrdiff_t>(1, coordinates));
  for (Index p = 0; p < values.size() / 2; ++p) {
    const bool present = std::isfinite(deviation.values[static_cast<std::size_t>(2 * p)]);
    strangeness.points.push_back(
        present ? drop(alone.segment<2>(2 * p), learned_->precision.block<2, 2>(2 * p, 2 * p)) : 0);
  }
  for (const auto& [part, precision] : learned_->groups) {
    strangeness.groups.push_back(drop(part.transpose() * alone, precision));
  }
  strangeness.shift = drop(learned_->all.first.transpose() * alone, learned_->all.second);
  return strangeness;
}

}  // namespace facepoint
