#include "curate/suspicion_reasons.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "curate/remedies.h"
#include "landmark/metrics.h"

namespace facepoint {
namespace {

constexpr double kNoDoubt = 0.95;    // the score of a rule that decides by itself
constexpr double kPointWrong = 0.5;  // points with at least this chance are named
// Mean distance of label and CNN, in box sides, beyond which no single point is to blame.
constexpr double kNothingNear = 0.2;

// Mean distance of label and CNN over the points, in the CNN's box sides.
double apart(const LabelView& view, const std::vector<int>& points) {
  const double side = box_side(*view.predicted).value_or(0);
  if (side <= 0 || points.empty()) return 0;
  double sum = 0;
  for (const int p : points) {
    sum += distance((*view.label)[p].position, (*view.predicted)[p].position) / side;
  }
  return sum / static_cast<double>(points.size());
}

std::vector<int> present(const Keypoints& label, const std::vector<int>& points) {
  std::vector<int> there;
  for (const int p : points) {
    if (label[p].present()) there.push_back(p);
  }
  return there;
}

std::vector<int> every_point(const Keypoints& label) {
  std::vector<int> points(label.size());
  std::iota(points.begin(), points.end(), 0);
  return present(label, points);
}

std::vector<int> wrong_points(const LabelSuspicion& suspicion) {
  std::vector<int> points;
  for (int p = 0; p < std::ssize(suspicion.points); ++p) {
    if (suspicion.points[p] >= kPointWrong) points.push_back(p);
  }
  return points;
}

Sign strongest(const Signs& signs) {
  return static_cast<Sign>(std::max_element(signs.begin(), signs.end()) - signs.begin());
}

BrokenRule of_point(const Scheme& scheme, const LabelView& view, const LabelSuspicion& suspicion) {
  BrokenRule rule{"point", suspicion.value, wrong_points(suspicion), {}, {}};
  if (rule.points.empty() || rule.points.size() > 5) rule.points = {suspicion.point};
  const std::string name = point_title(scheme, suspicion.point);
  if (!view.predicted) {
    rule.reason = "Point " + name + " lies where it does on no other face, given its neighbours.";
    return rule;
  }
  rule.reason = "Point " + name + " lies " + percent(apart(view, {suspicion.point})) +
                " of the face's size from where the CNN sees it, unlike its neighbours.";
  rule.remedy = predicted_remedy(rule.points);
  return rule;
}

BrokenRule of_region(const Scheme& scheme, const LabelView& view, const LabelSuspicion& suspicion) {
  const Region& region = scheme.regions[suspicion.region];
  BrokenRule rule{"region", suspicion.value, present(*view.label, region.points), {}, {}};
  if (!view.predicted) {
    rule.reason = region.title + ": not where it is on other faces, given the rest of this one.";
    return rule;
  }
  rule.reason = region.title + ": " + percent(apart(view, rule.points)) +
                " of the face's size from where the CNN sees it, unlike the rest.";
  rule.remedy = predicted_remedy(rule.points);
  return rule;
}

bool nothing_is_near(const LabelView& view) {
  return view.predicted && apart(view, every_point(*view.label)) > kNothingNear;
}

BrokenRule of_face(const LabelView& view, const LabelSuspicion& suspicion) {
  const bool is_shape =
      !view.predicted || (strongest(suspicion.signs) >= Sign::kShape && !nothing_is_near(view));
  BrokenRule rule{
      is_shape ? "shape" : "disagrees", suspicion.value, wrong_points(suspicion), {}, {}};
  if (is_shape) {
    rule.reason = "The face as a whole has a shape that others don't have.";
  } else {
    rule.reason = "Label and CNN are " + percent(apart(view, every_point(*view.label))) +
                  " of the face's size apart, more than on other faces.";
  }
  if (view.predicted) rule.remedy = predicted_remedy({});
  return rule;
}

BrokenRule of_signs(const Scheme& scheme, const LabelView& view, const LabelSuspicion& suspicion) {
  if (nothing_is_near(view)) return of_face(view, suspicion);
  switch (strongest(suspicion.signs)) {
    case Sign::kPoint:
    case Sign::kLargest:
    case Sign::kShapePoint:
      return of_point(scheme, view, suspicion);
    case Sign::kRegion:
    case Sign::kShapeRegion:
      return of_region(scheme, view, suspicion);
    default:
      return of_face(view, suspicion);
  }
}

}  // namespace

JudgedLabel judged_label(const Scheme& scheme, const LabelView& view,
                         const LabelSuspicion& suspicion, double worth_a_word) {
  JudgedLabel judged{suspicion.value, broken_rules(scheme, view)};
  if (suspicion.region < 0) {
    judged.reasons.insert(judged.reasons.begin(),
                          {"empty",
                           1,
                           {},
                           "The points all lie in one place or on a line.",
                           view.predicted ? predicted_remedy({}) : std::string()});
    return judged;
  }
  bool decided = false;
  for (const BrokenRule& rule : judged.reasons) {
    if (rule.score < kNoDoubt) continue;
    decided = true;
    judged.value = std::max(judged.value, rule.score);
  }
  if (!decided && judged.value >= worth_a_word) {
    judged.reasons.push_back(of_signs(scheme, view, suspicion));
    std::stable_sort(judged.reasons.begin(), judged.reasons.end(),
                     [](const BrokenRule& a, const BrokenRule& b) { return a.score > b.score; });
  }
  return judged;
}

}  // namespace facepoint
