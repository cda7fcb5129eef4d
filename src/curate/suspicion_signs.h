// Private to curate: what a label's signs (see curate/suspicion.h) are told from, measured for all
// labels of a set at once. Pure, any thread.
#pragma once

#include <array>
#include <cmath>
#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "curate/suspicion.h"

namespace facepoint {

inline std::size_t at(Sign sign) { return static_cast<std::size_t>(sign); }
inline bool is_of_shape(std::size_t sign) { return sign >= at(Sign::kShape); }
double log_of(double value);  // of at least a tiny one
inline double logistic(double x) { return 1 / (1 + std::exp(-x)); }

// All as logarithms, before they are compared with what is usual.
struct Measured {
  bool whole = false;      // else nothing can be said of it
  bool predicted = false;  // else the shape alone speaks
  bool echoes = false;     // the label is what the network said, but for some points
  std::array<double, kSigns> signs{};
  std::vector<double> point;  // one a point
  std::vector<double> largest;
  std::vector<double> shape_point;
  std::vector<double> region;  // of residuals, or of the shape where there are none
  int worst_point = -1;
  int worst_region = -1;
};

class SignMeter {
 public:
  // The labels must outlive it.
  SignMeter(const Scheme& scheme, std::span<const LabelToJudge> labels,
            const SuspicionPrior& prior);
  std::vector<Measured> measure(const std::function<void(std::int64_t)>& progress) const;

  const Keypoints& mean_shape() const { return mean_; }
  const std::vector<double>& usual_error() const { return usual_error_; }
  const DeviationModel& residuals() const { return *residuals_; }
  const DeviationModel& shapes() const { return *shapes_; }

 private:
  bool has_prediction(std::size_t face) const;
  bool echoes(const std::vector<double>& residual) const;
  Keypoints mean_of_labels() const;
  std::vector<double> mean_error() const;
  Measured measure_face(std::size_t row, std::size_t face,
                        std::optional<std::size_t> residual) const;
  void add_residuals(Measured& measured, std::size_t face, std::size_t row) const;
  void add_distances(Measured& measured, const LabelToJudge& face,
                     const std::vector<double>& row) const;

  const Scheme& scheme_;
  std::span<const LabelToJudge> labels_;
  Keypoints mean_;
  std::vector<double> usual_error_;
  std::vector<std::size_t> face_of_row_;  // of shapes
  std::vector<std::vector<double>> shape_rows_;
  struct Residual {
    std::vector<double> values;
    std::optional<std::size_t> row;  // of residuals_; none for a label that echoes the network
  };
  std::vector<Residual> residual_rows_;  // of the faces with a prediction, in order
  std::optional<DeviationModel> shapes_;
  std::optional<DeviationModel> residuals_;
};

// What is usual among the labels of a set.
struct Ranges {
  std::array<UsualRange, kSigns> signs{};
  std::array<UsualRange, 3> points{};  // see SuspicionPrior::point_signs
};
Ranges ranges_of(const std::vector<Measured>& faces, const SuspicionPrior& prior);
// In standard deviations above the median.
double beyond(double value, const UsualRange& range);

}  // namespace facepoint
