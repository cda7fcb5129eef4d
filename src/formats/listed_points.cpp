#include "formats/listed_points.h"

#include <algorithm>
#include <map>

namespace facepoint {
namespace {

using Labels = std::vector<std::size_t>;  // points of the scheme, in the order of the file
using Faces = std::vector<std::size_t>;   // of each, from 0

// How often each comes.
std::map<std::size_t, std::size_t> counts_of(const Labels& labels) {
  std::map<std::size_t, std::size_t> counts;
  for (const std::size_t label : labels) ++counts[label];
  return counts;
}

Faces by_count(const Labels& labels) {
  std::map<std::size_t, std::size_t> seen;
  Faces faces;
  for (const std::size_t label : labels) faces.push_back(seen[label]++);
  return faces;
}

// One behind the other, each as long as no label comes again.
Faces by_repetition(const Labels& labels) {
  std::map<std::size_t, std::size_t> last;  // face of each label
  Faces faces;
  std::size_t face = 0;
  for (const std::size_t label : labels) {
    const auto [known, is_new] = last.try_emplace(label, face);
    if (!is_new && known->second == face) ++face;
    known->second = face;
    faces.push_back(face);
  }
  return faces;
}

// The same, each as short as possible.
Faces by_repetition_from_behind(Labels labels) {
  std::reverse(labels.begin(), labels.end());
  Faces faces = by_repetition(labels);
  std::reverse(faces.begin(), faces.end());
  const std::size_t last = faces.front();
  for (std::size_t& face : faces) face = last - face;
  return faces;
}

// Each in the order of the scheme.
Faces by_order(const Labels& labels) {
  Faces faces(labels.size(), 0);
  for (std::size_t i = 1; i < labels.size(); ++i) {
    faces[i] = faces[i - 1] + (labels[i] > labels[i - 1] ? 0 : 1);
  }
  return faces;
}

// First all of one label, then all of another.
bool is_by_label(const Labels& labels, std::size_t different) {
  std::size_t changes = 1;
  for (std::size_t i = 1; i < labels.size(); ++i) changes += labels[i] != labels[i - 1] ? 1 : 0;
  return changes == different;
}

// Empty: its order fits more than one way.
Faces divided(const Labels& labels) {
  const auto counts = counts_of(labels);
  const auto by_size = [](const auto& a, const auto& b) { return a.second < b.second; };
  const auto [fewest, most] = std::minmax_element(counts.begin(), counts.end(), by_size);
  if (fewest->second == most->second) return by_count(labels);
  if (is_by_label(labels, counts.size())) return {};
  const std::size_t faces = most->second;
  const Faces longest = by_repetition(labels);
  if (longest.back() + 1 != faces) return {};
  if (longest == by_repetition_from_behind(labels)) return longest;
  Faces ordered = by_order(labels);
  return ordered.back() + 1 == faces ? ordered : Faces();
}

}  // namespace

std::vector<std::optional<std::size_t>> faces_of(const std::vector<ListedPoint>& points) {
  std::map<std::string, Labels> groups;
  for (const ListedPoint& listed : points) groups[listed.group].push_back(listed.point);
  std::map<std::string, Faces> in_group;
  for (const auto& [group, labels] : groups) in_group.emplace(group, divided(labels));

  std::vector<std::optional<std::size_t>> faces;
  std::map<std::pair<std::string, std::size_t>, std::size_t> numbers;
  std::map<std::string, std::size_t> next;
  for (const ListedPoint& listed : points) {
    const Faces& own = in_group.at(listed.group);
    if (own.empty()) {
      faces.emplace_back();
      continue;
    }
    const std::size_t face = own[next[listed.group]++];
    faces.emplace_back(numbers.try_emplace({listed.group, face}, numbers.size()).first->second);
  }
  return faces;
}

}  // namespace facepoint
