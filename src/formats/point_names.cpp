#include "formats/point_names.h"

#include <algorithm>

#include "base/text.h"
#include "formats/text_spans.h"

namespace facepoint {

std::optional<int> point_called(const Scheme& scheme, std::string_view name) {
  name = trimmed(name);
  const auto match = std::find(scheme.point_names.begin(), scheme.point_names.end(), name);
  if (match != scheme.point_names.end()) {
    return static_cast<int>(match - scheme.point_names.begin());
  }
  const std::optional<int> number = whole_number(name);
  if (!number || *number < 0 || *number >= scheme.size()) return std::nullopt;
  return number;
}

std::string padded_number(const Scheme& scheme, int point) {
  std::string text = std::to_string(point);
  const std::size_t width = std::to_string(std::max(scheme.size() - 1, 10)).size();
  return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

}  // namespace facepoint
