#include "landmark/scheme_mapping.h"

#include <algorithm>
#include <map>

#include "base/error.h"

namespace facepoint {
namespace {

Landmark mean_of(const Keypoints& points, const std::vector<int>& sources) {
  Landmark mean;
  for (const int source : sources) {
    const Landmark& point = points[static_cast<std::size_t>(source)];
    if (!point.present()) return {{}, Visibility::kAbsent};
    mean.position = mean.position + point.position;
    mean.visibility = std::max(mean.visibility, point.visibility);
  }
  if (sources.size() > 1) mean.position = mean.position * (1.0 / std::ssize(sources));
  return mean;
}

}  // namespace

std::optional<SchemeMapping> SchemeMapping::find(const SchemeLibrary& library,
                                                 std::string_view from, std::string_view to) {
  const Scheme& target = library.get(to);
  // Back from the target, nearest first: what each scheme is on the way to.
  std::map<std::string, std::string> next{{target.name, ""}};
  std::vector<std::string> reached{target.name};
  for (std::size_t i = 0; i < reached.size(); ++i) {
    const std::string current = reached[i];
    std::vector<std::string> sources;
    for (const auto& [other, points] : library.get(current).from) sources.push_back(other);
    std::sort(sources.begin(), sources.end(), [&](const std::string& a, const std::string& b) {
      return library.get(a).size() > library.get(b).size();
    });
    for (const std::string& other : sources) {
      if (next.emplace(other, current).second) reached.push_back(other);
    }
  }
  SchemeMapping mapping;
  std::string name = library.get(from).name;
  mapping.size_ = library.get(name).size();
  if (!next.contains(name)) return std::nullopt;
  mapping.way_.push_back(name);
  for (std::string after = next.at(name); !after.empty(); after = next.at(name)) {
    mapping.steps_.push_back(library.get(after).from.at(name));
    mapping.way_.push_back(after);
    name = after;
  }
  return mapping;
}

Keypoints SchemeMapping::operator()(const Keypoints& points) const {
  if (static_cast<int>(points.size()) != size_) {
    throw Error(ErrorCode::kInvalidInput,
                std::to_string(points.size()) + " points are not those of " + way_.front());
  }
  Keypoints result = points;
  for (const PointSources& step : steps_) {
    Keypoints mapped;
    mapped.reserve(step.size());
    for (const std::vector<int>& sources : step) mapped.push_back(mean_of(result, sources));
    result = std::move(mapped);
  }
  return result;
}

bool SchemeMapping::exact() const {
  return std::all_of(steps_.begin(), steps_.end(), [](const PointSources& step) {
    return std::all_of(step.begin(), step.end(),
                       [](const std::vector<int>& sources) { return sources.size() == 1; });
  });
}

}  // namespace facepoint
