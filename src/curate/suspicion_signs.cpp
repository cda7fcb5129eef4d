#include "curate/suspicion_signs.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "landmark/mean_shape.h"
#include "landmark/metrics.h"

namespace facepoint {
namespace {

constexpr double kTiny = 1e-12;
// Values that a range learned before counts for.
constexpr double kRangeStrength = 100;
// Median distance from the prediction, in the network's usual errors. Of 4,792 labels of ytf, lfpw
// and afw none has less than 0.43, half have 0.85 or more.
constexpr double kEcho = 0.4;
constexpr double kUpperShare = 0.85;
constexpr double kUpperDeviations = 1.036;  // where a normal distribution has that share below

bool judgeable(const Scheme& scheme, const Keypoints& label) {
  return label.size() == scheme.point_names.size() && box_side(label).has_value();
}

// Errors of the label against the prediction, upright, in the prediction's box sides, each over
// what is expected of the point compared with what usually is. NaN where a point is absent.
std::vector<double> residual_of(const Keypoints& mean, const LabelToJudge& face,
                                const std::vector<double>& usual_error) {
  const Keypoints& predicted = *face.predicted;
  const double side = std::max(box_side(predicted).value_or(0), 1e-9);
  const double angle = turned_by(mean, predicted);
  const double cosine = std::cos(angle);
  const double sine = std::sin(angle);
  std::vector<double> values;
  values.reserve(predicted.size() * 2);
  for (std::size_t p = 0; p < predicted.size(); ++p) {
    if (!(*face.label)[p].present() || !predicted[p].present()) {
      values.insert(values.end(), 2, std::numeric_limits<double>::quiet_NaN());
      continue;
    }
    const Point off = (*face.label)[p].position - predicted[p].position;
    const double expected = p < face.error.size() ? std::max(face.error[p] / side, 1e-6) : 0;
    const double scale = (expected > 0 ? usual_error[p] / expected : 1) / side;
    values.push_back((off.x * cosine + off.y * sine) * scale);
    values.push_back((off.y * cosine - off.x * sine) * scale);
  }
  return values;
}

std::vector<double> shape_of(const Keypoints& mean, const Keypoints& label) {
  const Keypoints aligned = transformed(fit_similarity(label, mean), label);
  std::vector<double> values;
  values.reserve(label.size() * 2);
  for (std::size_t p = 0; p < label.size(); ++p) {
    const bool present = label[p].present() && mean[p].present();
    const Point off = aligned[p].position - mean[p].position;
    values.push_back(present ? off.x : std::numeric_limits<double>::quiet_NaN());
    values.push_back(present ? off.y : std::numeric_limits<double>::quiet_NaN());
  }
  return values;
}

std::vector<double> logs_of(const std::vector<double>& values) {
  std::vector<double> logs;
  logs.reserve(values.size());
  for (const double value : values) logs.push_back(log_of(value));
  return logs;
}

int index_of_largest(const std::vector<double>& values) {
  return static_cast<int>(std::max_element(values.begin(), values.end()) - values.begin());
}

// Where nothing was learned before: all coordinates alike and by themselves, as far as the rows
// vary in the middle.
DeviationPrior default_prior(const DeviationPrior& prior,
                             const std::vector<std::vector<double>>& rows) {
  if (!prior.empty() || rows.empty()) return prior;
  const std::size_t size = rows.front().size();
  std::vector<double> squares;
  for (const std::vector<double>& row : rows) {
    double sum = 0;
    for (const double value : row) sum += std::isfinite(value) ? value * value : 0;
    squares.push_back(sum / static_cast<double>(size));
  }
  const auto middle = squares.begin() + static_cast<std::ptrdiff_t>(squares.size() / 2);
  std::nth_element(squares.begin(), middle, squares.end());
  DeviationPrior plain{std::vector<double>(size, 0), std::vector<double>(size * size, 0),
                       static_cast<double>(size) / 4};
  for (std::size_t i = 0; i < size; ++i) plain.covariance[i * size + i] = std::max(*middle, 1e-9);
  return plain;
}

UsualRange range_of(std::vector<double>& values, const UsualRange& before, bool has_before) {
  if (values.empty()) return before;
  const auto quantile = [&](double share) {
    const auto at = values.begin() +
                    static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size() - 1));
    std::nth_element(values.begin(), at, values.end());
    return *at;
  };
  const double median = quantile(0.5);
  const UsualRange here{median, std::max(quantile(kUpperShare), median + 1e-3)};
  if (!has_before) return here;
  const auto count = static_cast<double>(values.size());
  const double weight = count / (count + kRangeStrength);
  return {weight * here.median + (1 - weight) * before.median,
          weight * here.upper + (1 - weight) * before.upper};
}

}  // namespace

double log_of(double value) { return std::log(std::max(value, kTiny)); }

SignMeter::SignMeter(const Scheme& scheme, std::span<const LabelToJudge> labels,
                     const SuspicionPrior& prior)
    : scheme_(scheme), labels_(labels) {
  mean_ = prior.mean_shape;
  if (mean_.empty()) mean_ = mean_of_labels();
  usual_error_ = prior.usual_error;
  if (usual_error_.empty()) usual_error_ = mean_error();
  std::vector<std::vector<int>> regions;
  for (const Region& region : scheme.regions) regions.push_back(region.points);
  std::vector<std::vector<double>> residuals;  // to learn from
  std::vector<std::vector<double>> shapes;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    if (!judgeable(scheme, *labels[i].label)) continue;
    face_of_row_.push_back(i);
    shapes.push_back(shape_of(mean_, *labels[i].label));
    if (!has_prediction(i)) continue;
    Residual residual{residual_of(mean_, labels[i], usual_error_), {}};
    // Proposals accepted as they were say nothing of how far labels are from what the network says;
    // learned from, they would make every other label a rare one.
    if (prior.residuals.empty() || !echoes(residual.values)) {
      residual.row = residuals.size();
      residuals.push_back(residual.values);
    }
    residual_rows_.push_back(std::move(residual));
  }
  if (mean_.empty()) return;
  shapes_.emplace(shapes, default_prior(prior.shapes, shapes), regions);
  residuals_.emplace(residuals, default_prior(prior.residuals, residuals), regions);
  shape_rows_ = std::move(shapes);
}

std::vector<Measured> SignMeter::measure(const std::function<void(std::int64_t)>& progress) const {
  std::vector<Measured> measured(labels_.size());
  std::size_t residual = 0;
  for (std::size_t row = 0; row < face_of_row_.size(); ++row) {
    const std::size_t face = face_of_row_[row];
    const bool predicted = has_prediction(face);
    measured[face] = measure_face(row, face, predicted ? std::optional(residual) : std::nullopt);
    residual += predicted ? 1 : 0;
    if (progress && row % 64 == 0) progress(static_cast<std::int64_t>(row));
  }
  return measured;
}

bool SignMeter::has_prediction(std::size_t face) const {
  const LabelToJudge& label = labels_[face];
  return label.predicted != nullptr && label.predicted->size() == label.label->size() &&
         box_side(*label.predicted).has_value();
}

bool SignMeter::echoes(const std::vector<double>& residual) const {
  std::vector<double> lengths;  // in the network's usual errors
  for (std::size_t p = 0; p < usual_error_.size(); ++p) {
    const double length = std::hypot(residual[2 * p], residual[2 * p + 1]);
    if (std::isfinite(length)) lengths.push_back(length / usual_error_[p]);
  }
  if (lengths.empty()) return false;
  const auto middle = lengths.begin() + static_cast<std::ptrdiff_t>(lengths.size() / 2);
  std::nth_element(lengths.begin(), middle, lengths.end());
  return *middle < kEcho;
}

Keypoints SignMeter::mean_of_labels() const {
  std::vector<Keypoints> shapes;
  const std::size_t step = labels_.size() / 2000 + 1;
  for (std::size_t i = 0; i < labels_.size(); i += step) {
    if (judgeable(scheme_, *labels_[i].label)) shapes.push_back(*labels_[i].label);
  }
  return facepoint::mean_shape(scheme_, shapes);
}

std::vector<double> SignMeter::mean_error() const {
  std::vector<double> sum(scheme_.point_names.size(), 0);
  double faces = 0;
  for (std::size_t i = 0; i < labels_.size(); ++i) {
    if (labels_[i].error.size() != sum.size() || !has_prediction(i)) continue;
    const double side = box_side(*labels_[i].predicted).value_or(1);
    for (std::size_t p = 0; p < sum.size(); ++p) sum[p] += labels_[i].error[p] / side;
    ++faces;
  }
  for (double& each : sum) each = faces > 0 ? each / faces : 0.02;
  return sum;
}

Measured SignMeter::measure_face(std::size_t row, std::size_t face,
                                 std::optional<std::size_t> residual) const {
  Measured measured;
  measured.whole = true;
  const Strangeness shape = shapes_->strangeness({shape_rows_[row], shapes_->learned_from(row)});
  measured.shape_point = logs_of(shape.points);
  measured.signs[at(Sign::kShape)] = log_of(shape.whole);
  measured.signs[at(Sign::kShapePoint)] =
      *std::max_element(measured.shape_point.begin(), measured.shape_point.end());
  measured.region = logs_of(shape.groups);
  measured.signs[at(Sign::kShapeRegion)] =
      *std::max_element(measured.region.begin(), measured.region.end());
  measured.worst_point = index_of_largest(shape.points);
  measured.worst_region = index_of_largest(shape.groups);
  if (residual) add_residuals(measured, face, *residual);
  return measured;
}

void SignMeter::add_residuals(Measured& measured, std::size_t face, std::size_t row) const {
  const Residual& residual = residual_rows_[row];
  measured.predicted = true;
  measured.echoes = !residual.row;
  const Strangeness strange = residuals_->strangeness(
      {residual.values, residual.row && residuals_->learned_from(*residual.row)});
  measured.point = logs_of(strange.points);
  measured.region = logs_of(strange.groups);
  measured.worst_region = index_of_largest(strange.groups);
  measured.signs[at(Sign::kResiduals)] = log_of(strange.whole);
  measured.signs[at(Sign::kPoint)] =
      *std::max_element(measured.point.begin(), measured.point.end());
  measured.signs[at(Sign::kRegion)] =
      *std::max_element(measured.region.begin(), measured.region.end());
  measured.signs[at(Sign::kShift)] = log_of(strange.shift);
  add_distances(measured, labels_[face], residual.values);
  const auto together = [&](int p) {
    return measured.point[p] + measured.shape_point[p] + measured.largest[p];
  };
  for (int p = 0; p < std::ssize(measured.point); ++p) {
    if (together(p) > together(measured.worst_point)) measured.worst_point = p;
  }
}

// Once what all labels differ by is taken off.
void SignMeter::add_distances(Measured& measured, const LabelToJudge& face,
                              const std::vector<double>& row) const {
  const double side = box_side(*face.predicted).value_or(1);
  double sum = 0;
  double scaled = 0;
  double largest = 0;
  int count = 0;
  for (std::size_t p = 0; p < usual_error_.size(); ++p) {
    const double x = row[2 * p] - residuals_->mean()[2 * p];
    const double y = row[2 * p + 1] - residuals_->mean()[2 * p + 1];
    const double over = std::isfinite(x) ? std::hypot(x, y) / usual_error_[p] : 0;
    measured.largest.push_back(log_of(over));
    if (!std::isfinite(x)) continue;
    const double expected = p < face.error.size() ? face.error[p] / side : usual_error_[p];
    sum += over * expected;
    scaled += over;
    largest = std::max(largest, over);
    ++count;
  }
  measured.signs[at(Sign::kMean)] = log_of(sum / std::max(count, 1));
  measured.signs[at(Sign::kMeanScaled)] = log_of(scaled / std::max(count, 1));
  measured.signs[at(Sign::kLargest)] = log_of(largest);
}

double beyond(double value, const UsualRange& range) {
  return (value - range.median) * kUpperDeviations / (range.upper - range.median);
}

Ranges ranges_of(const std::vector<Measured>& faces, const SuspicionPrior& prior) {
  Ranges ranges;
  for (std::size_t sign = 0; sign < kSigns; ++sign) {
    std::vector<double> values;
    for (const Measured& face : faces) {
      const bool counts = is_of_shape(sign) || (face.predicted && !face.echoes);
      if (face.whole && counts) values.push_back(face.signs[sign]);
    }
    ranges.signs[sign] = range_of(values, prior.signs[sign], !prior.empty());
  }
  const std::vector<double> Measured::*const kinds[] = {&Measured::point, &Measured::largest,
                                                        &Measured::shape_point};
  const std::size_t step = faces.size() / 2000 + 1;
  for (std::size_t kind = 0; kind < std::size(kinds); ++kind) {
    std::vector<double> values;
    for (std::size_t i = 0; i < faces.size(); i += step) {
      if (faces[i].echoes && kinds[kind] != &Measured::shape_point) continue;
      for (const double value : faces[i].*kinds[kind]) {
        if (value > log_of(0)) values.push_back(value);  // else the point is absent
      }
    }
    ranges.points[kind] = range_of(values, prior.point_signs[kind], !prior.empty());
  }
  return ranges;
}

}  // namespace facepoint
