#include "curate/agreement.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

#include "base/error.h"

namespace facepoint {
namespace {

// Mean position of a point over those that have it.
std::optional<Point> mean_of(const std::vector<const Keypoints*>& labels, std::size_t index) {
  Point sum;
  int count = 0;
  for (const Keypoints* label : labels) {
    if (!(*label)[index].present()) continue;
    sum = sum + (*label)[index].position;
    ++count;
  }
  if (count == 0) return std::nullopt;
  return sum * (1.0 / count);
}

// The people's points; where no person has answered, all.
std::vector<const Keypoints*> judges(const std::vector<Answer>& answers) {
  std::vector<const Keypoints*> people;
  std::vector<const Keypoints*> all;
  for (const Answer& answer : answers) {
    all.push_back(&answer.points);
    if (!answer.by_model) people.push_back(&answer.points);
  }
  return people.empty() ? all : people;
}

// Turns the face until the outer eye corners are level and one apart, the origin between them; none
// without them.
std::optional<Similarity> upright_frame(const Scheme& scheme, const std::vector<Answer>& answers) {
  const auto labels = judges(answers);
  const auto left = mean_of(labels, static_cast<std::size_t>(scheme.inter_ocular[0]));
  const auto right = mean_of(labels, static_cast<std::size_t>(scheme.inter_ocular[1]));
  if (!left || !right) return std::nullopt;
  const Point eyes = *right - *left;
  const double squared = eyes.x * eyes.x + eyes.y * eyes.y;
  if (squared == 0) return std::nullopt;
  Similarity upright{eyes.x / squared, -eyes.y / squared, 0, 0};
  const Point middle = upright((*left + *right) * 0.5);
  upright.tx = -middle.x;
  upright.ty = -middle.y;
  return upright;
}

}  // namespace

bool is_systematic(const MeanShift& shift) {
  return shift.count > 2 && length(shift.mean) > 3 * shift.error;
}

void Agreement::Shift::add(Point p) {
  ++count;
  sum = sum + p;
  squares += p.x * p.x + p.y * p.y;
}

MeanShift Agreement::Shift::mean() const {
  if (count == 0) return {};
  const auto n = static_cast<double>(count);
  const Point mean = sum * (1 / n);
  const double spread = std::max(0.0, squares / n - (mean.x * mean.x + mean.y * mean.y));
  return {count, mean, count > 1 ? std::sqrt(spread / (n - 1)) : length(mean)};
}

Agreement::Agreement(const Scheme& scheme)
    : scheme_(&scheme), typical_(static_cast<std::size_t>(scheme.size())) {}

void Agreement::add_to_typical(const std::vector<Answer>& answers,
                               const Similarity& upright_from_image) {
  const auto labels = judges(answers);
  for (std::size_t i = 0; i < typical_.size(); ++i) {
    if (const auto mean = mean_of(labels, i)) typical_[i].add(upright_from_image(*mean));
  }
}

void Agreement::add_pair(const Answer& first, const Answer& second,
                         const Similarity& upright_from_image) {
  const auto size = static_cast<std::size_t>(scheme_->size());
  Pair& pair = pairs_[{first.annotator, second.annotator}];
  pair.sum.resize(size);
  pair.shift.resize(size);
  double sum = 0;
  int points = 0;
  for (std::size_t i = 0; i < size; ++i) {
    if (!first.points[i].present() || !second.points[i].present()) continue;
    const Point apart = upright_from_image(second.points[i].position) -
                        upright_from_image(first.points[i].position);
    pair.sum[i] += length(apart);
    pair.shift[i].add(apart);
    sum += length(apart);
    ++points;
  }
  if (points == 0) return;
  ++pair.faces;
  pair.sum_nme += sum / points;
}

void Agreement::add_bias(const Answer& own, const std::vector<Answer>& answers,
                         const Similarity& upright_from_image) {
  std::vector<const Keypoints*> others;
  for (const Answer& answer : answers) {
    if (&answer != &own && !answer.by_model) others.push_back(&answer.points);
  }
  if (others.empty()) return;
  const auto size = static_cast<std::size_t>(scheme_->size());
  Bias& bias = biases_[own.annotator];
  bias.by_model = own.by_model;
  bias.by_point.resize(size);
  bias.by_region.resize(scheme_->regions.size());
  ++bias.faces;
  for (std::size_t r = 0; r < scheme_->regions.size(); ++r) {
    Shift region;
    for (const int point : scheme_->regions[r].points) {
      const auto i = static_cast<std::size_t>(point);
      const std::optional<Point> mean = mean_of(others, i);
      if (!mean || !own.points[i].present()) continue;
      const Point apart = upright_from_image(own.points[i].position) - upright_from_image(*mean);
      bias.by_point[i].add(apart);
      region.add(apart);
    }
    // A face counts once: its points hang together.
    if (region.count > 0) bias.by_region[r].add(region.mean().mean);
  }
}

void Agreement::add(const std::vector<Answer>& answers) {
  std::set<std::string> names;
  for (const Answer& answer : answers) {
    if (std::ssize(answer.points) != scheme_->size()) {
      throw Error(ErrorCode::kInvalidInput, "These points are not those of " + scheme_->name + ".");
    }
    if (!names.insert(answer.annotator).second) {
      throw Error(ErrorCode::kInvalidInput, answer.annotator + " has answered twice.");
    }
  }
  if (answers.size() < 2) return;
  const std::optional<Similarity> upright = upright_frame(*scheme_, answers);
  if (!upright) return;
  ++faces_;
  add_to_typical(answers, *upright);
  for (const Answer& first : answers) {
    for (const Answer& second : answers) {
      if (first.annotator < second.annotator) add_pair(first, second, *upright);
    }
    add_bias(first, answers, *upright);
  }
}

AgreementFigures Agreement::figures() const {
  AgreementFigures figures;
  figures.faces = faces_;
  for (const Shift& point : typical_) {
    figures.typical.push_back(
        {point.mean().mean, point.count > 0 ? Visibility::kVisible : Visibility::kAbsent});
  }
  for (const auto& [names, sums] : pairs_) {
    PairAgreement pair;
    pair.first = names.first;
    pair.second = names.second;
    pair.faces = sums.faces;
    pair.nme = sums.faces > 0 ? sums.sum_nme / static_cast<double>(sums.faces) : 0;
    for (std::size_t i = 0; i < sums.sum.size(); ++i) {
      const auto count = static_cast<double>(sums.shift[i].count);
      pair.by_point.push_back(count > 0 ? sums.sum[i] / count : -1);
      pair.shift_by_point.push_back(sums.shift[i].mean());
    }
    for (const Region& region : scheme_->regions) {
      double sum = 0;
      std::int64_t count = 0;
      for (const int point : region.points) {
        sum += sums.sum[static_cast<std::size_t>(point)];
        count += sums.shift[static_cast<std::size_t>(point)].count;
      }
      pair.by_region.push_back(count > 0 ? sum / static_cast<double>(count) : -1);
    }
    figures.pairs.push_back(std::move(pair));
  }
  for (const auto& [name, sums] : biases_) {
    AnnotatorBias bias{name, sums.by_model, sums.faces, {}, {}};
    for (const Shift& shift : sums.by_point) bias.by_point.push_back(shift.mean());
    for (const Shift& shift : sums.by_region) bias.by_region.push_back(shift.mean());
    figures.biases.push_back(std::move(bias));
  }
  return figures;
}

}  // namespace facepoint
