// How points deviate together, as one Gaussian over two coordinates a point, and how strange a
// deviation is under it: as a whole, in one point or region given all others, and as a shift. The
// Gaussian is learned from the data that it judges, of which a part is wrong, beside what was
// learned before from other data. Immutable values, any thread.
#pragma once

#include <memory>
#include <span>
#include <vector>

namespace facepoint {

// Learned before. Sizes: twice as many numbers as points, x0, y0, x1, y1, ...; the covariance row
// by row.
struct DeviationPrior {
  std::vector<double> mean;
  std::vector<double> covariance;
  double strength = 0;  // as many rows of data it counts for
  bool empty() const { return mean.empty(); }
};

// A deviation, NaN where a point is absent, and whether it was among those learned from.
struct Deviation {
  std::span<const double> values;
  bool learned_from = false;
};

// Squared Mahalanobis distances. A part's is the largest drop of the whole's that moving the part
// alone could bring: the distance of what the part is from what all others let expect of it.
struct Strangeness {
  double whole = 0;            // over the expected value for as many coordinates: about 1
  std::vector<double> points;  // of each point, moved by itself; 0 where it is absent
  std::vector<double> groups;  // of each group, moved as one
  double shift = 0;            // of all points moved as one
};

class DeviationModel {
 public:
  // `rows`: of equal size, NaN where a point is absent. The tenth that fits worst is left out, and
  // the covariance is scaled so that the median distance is what a Gaussian's would be (a trimmed
  // estimate, as Rousseeuw & Van Driessen, Technometrics 1999, reweighted once). `groups`: of point
  // indices.
  DeviationModel(const std::vector<std::vector<double>>& rows, const DeviationPrior& prior,
                 const std::vector<std::vector<int>>& groups);
  ~DeviationModel();
  DeviationModel(DeviationModel&&) noexcept;

  Strangeness strangeness(const Deviation& deviation) const;
  bool learned_from(std::size_t row) const;  // not left out
  const std::vector<double>& mean() const;
  std::vector<double> covariance() const;  // row by row

 private:
  struct Learned;
  std::unique_ptr<Learned> learned_;
};

}  // namespace facepoint
