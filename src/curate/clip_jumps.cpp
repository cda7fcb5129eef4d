#include "curate/clip_jumps.h"

#include <algorithm>

#include "curate/remedies.h"
#include "landmark/metrics.h"

namespace facepoint {
namespace {

constexpr double kMeanJump = 0.06;   // in box sides
constexpr double kPointJump = 0.15;  // likewise

Keypoints as_seen_from(const LabelView& frame, const LabelView& other) {
  if (!frame.predicted || !other.predicted) {
    return transformed(fit_similarity(*other.label, *frame.label), *other.label);
  }
  const Similarity here = fit_similarity(*other.predicted, *frame.predicted);
  Keypoints expected = *frame.predicted;
  for (std::size_t p = 0; p < expected.size(); ++p) {
    if (!(*other.label)[p].present()) {
      expected[p].visibility = Visibility::kAbsent;
      continue;
    }
    expected[p].position = expected[p].position + (here((*other.label)[p].position) -
                                                   here((*other.predicted)[p].position));
  }
  return expected;
}

BrokenRule rule_of(const Scheme& scheme, const LabelView& frame, const Jump& jump) {
  BrokenRule rule{"jump", 0, {}, {}, frame.predicted ? predicted_remedy({}) : std::string()};
  if (jump.mean >= kMeanJump) {
    rule.score = std::min(0.9, 0.2 + 6 * jump.mean);
    rule.reason =
        "The face jumps by " + percent(jump.mean) + " of its size against the frames beside it.";
    return rule;
  }
  rule.score = std::min(0.9, 0.2 + 3 * jump.largest);
  rule.points = {jump.point};
  rule.reason = "Point " + point_title(scheme, jump.point) + " jumps by " + percent(jump.largest) +
                " of the face's size against the frames beside it.";
  if (frame.predicted) rule.remedy = predicted_remedy(rule.points);
  return rule;
}

}  // namespace

std::optional<Jump> jump_between(const LabelView& frame, const LabelView& other) {
  const double side = box_side(*frame.label).value_or(0);
  if (frame.label->size() != other.label->size() || side <= 0) return std::nullopt;
  const Keypoints expected = as_seen_from(frame, other);
  Jump jump;
  int count = 0;
  for (std::size_t p = 0; p < expected.size(); ++p) {
    if (!expected[p].present() || !(*frame.label)[p].present()) continue;
    const double way = distance(expected[p].position, (*frame.label)[p].position) / side;
    jump.mean += way;
    ++count;
    if (way <= jump.largest) continue;
    jump.largest = way;
    jump.point = static_cast<int>(p);
  }
  if (count == 0 || jump.point < 0) return std::nullopt;
  jump.mean /= count;
  return jump;
}

std::vector<std::optional<BrokenRule>> jumps_in_clip(const Scheme& scheme,
                                                     std::span<const LabelView> frames) {
  std::vector<std::optional<BrokenRule>> rules(frames.size());
  for (std::size_t i = 0; i < frames.size(); ++i) {
    std::optional<Jump> least;
    bool all = true;
    const auto against = [&](std::size_t other) {
      const auto jump = jump_between(frames[i], frames[other]);
      all = all && jump.has_value();
      if (jump && (!least || jump->mean < least->mean)) least = jump;
    };
    if (i > 0) against(i - 1);
    if (i + 1 < frames.size()) against(i + 1);
    if (!least || !all) continue;
    if (least->mean >= kMeanJump || least->largest >= kPointJump) {
      rules[i] = rule_of(scheme, frames[i], *least);
    }
  }
  return rules;
}

}  // namespace facepoint
