#include "formats/point_names.h"

#include <algorithm>

#include "base/text.h"
#include "formats/text_spans.h"

namespace facepoint {
namespace {

std::optional<std::size_t> point_named(const Scheme& scheme, std::string_view name) {
  const auto match = std::find(scheme.point_names.begin(), scheme.point_names.end(), trimmed(name));
  if (match == scheme.point_names.end()) return std::nullopt;
  return static_cast<std::size_t>(match - scheme.point_names.begin());
}

}  // namespace

std::optional<int> point_called(const Scheme& scheme, std::string_view name) {
  if (const auto point = point_named(scheme, name)) return static_cast<int>(*point);
  const std::optional<int> number = whole_number(name);
  if (!number || *number < 0 || *number >= scheme.size()) return std::nullopt;
  return number;
}

std::string padded_number(const Scheme& scheme, int point) {
  std::string text = std::to_string(point);
  const std::size_t width = std::to_string(std::max(scheme.size() - 1, 10)).size();
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

PointLabels::PointLabels(const Scheme& scheme, const std::vector<std::string>& labels,
                         const Keypoints& points)
    : PointLabels(scheme) {
  std::vector<bool> there;
  for (const Landmark& point : points) there.push_back(point.present());
  const auto fits = [&](bool from_0) {
    zero_ = from_0;
    last_ = !from_0;
    std::vector<bool> meant(there.size(), false);
    for (const std::string& label : labels) {
      if (const std::optional<std::size_t> found = point(label)) meant[*found] = true;
    }
    return meant == there;
  };
  if (!fits(true) && !fits(false)) last_ = false;
}

void PointLabels::see(std::string_view label) {
  if (const std::optional<std::size_t> named = point_named(scheme_, label)) {
    names_ += named_[*named] ? 0 : 1;
    named_[*named] = true;
  } else if (const std::optional<int> number = whole_number(label)) {
    zero_ = zero_ || *number == 0;
    last_ = last_ || *number == scheme_.size();
  }
}

bool PointLabels::is_number(std::string_view label) const {
  return !point_named(scheme_, label) && whole_number(label);
}

std::optional<std::size_t> PointLabels::point(std::string_view label) const {
  if (const auto named = point_named(scheme_, label)) return named;
  const std::optional<int> number = whole_number(label);
  if (!number || !is_known()) return std::nullopt;
  const int point = *number - (last_ && !zero_ ? 1 : 0);
  if (point < 0 || point >= scheme_.size()) return std::nullopt;
  return static_cast<std::size_t>(point);
}

std::string PointLabels::refusal(std::string_view label, const std::string& what) const {
  const std::string start = "the " + what + " \"" + std::string(label) + "\" ";
  const std::optional<int> number = whole_number(label);
  if (!is_known() && number && *number > 0 && *number < scheme_.size()) {
    return start + "may count from 0 or from 1, since neither 0 nor " +
           std::to_string(scheme_.size()) + " is a " + what +
           " of the file; use the names of the points of " + scheme_.name + " (\"" +
           scheme_.point_names.front() + "\", ...), or name another scheme with --scheme";
  }
  return start + "is no point of " + scheme_.name + "; name another scheme with --scheme";
}

}  // namespace facepoint
