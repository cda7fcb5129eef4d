#include "landmark/keypoints.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <utility>

#include "base/error.h"

namespace facepoint {

Keypoints make_keypoints(const std::vector<Point>& points) {
  Keypoints result;
  result.reserve(points.size());
  for (const Point& point : points) result.push_back({point, Visibility::kVisible});
  return result;
}

Rect bounding_box(const Keypoints& points) {
  double left = std::numeric_limits<double>::infinity();
  double top = left;
  double right = -left;
  double bottom = -left;
  for (const Landmark& landmark : points) {
    if (!landmark.present()) continue;
    left = std::min(left, landmark.position.x);
    right = std::max(right, landmark.position.x);
    top = std::min(top, landmark.position.y);
    bottom = std::max(bottom, landmark.position.y);
  }
  if (left > right) return {};
  return {left, top, right - left, bottom - top};
}

int coincident_points(const Keypoints& points) {
  std::set<std::pair<double, double>> seen;
  int repeated = 0;
  for (const Landmark& landmark : points) {
    if (!landmark.present()) continue;
    if (!seen.emplace(landmark.position.x, landmark.position.y).second) ++repeated;
  }
  return repeated;
}

int points_outside(const Keypoints& points, int width, int height) {
  const Rect pixels{0, 0, width - 1.0, height - 1.0};
  return static_cast<int>(std::count_if(points.begin(), points.end(), [&](const Landmark& l) {
    return l.present() && !pixels.contains(l.position);
  }));
}

Similarity fit_similarity(const Keypoints& from, const Keypoints& to) {
  const std::size_t n = std::min(from.size(), to.size());
  Point from_mean;
  Point to_mean;
  int used = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (!from[i].present() || !to[i].present()) continue;
    from_mean = from_mean + from[i].position;
    to_mean = to_mean + to[i].position;
    ++used;
  }
  if (used < 2) return {};
  from_mean = from_mean * (1.0 / used);
  to_mean = to_mean * (1.0 / used);
  double variance = 0;
  double dot = 0;
  double cross = 0;
  for (std::size_t i = 0; i < n; ++i) {
    if (!from[i].present() || !to[i].present()) continue;
    const Point f = from[i].position - from_mean;
    const Point t = to[i].position - to_mean;
    variance += f.x * f.x + f.y * f.y;
    dot += f.x * t.x + f.y * t.y;
    cross += f.x * t.y - f.y * t.x;
  }
  if (variance <= 0) return {};
  Similarity fit{dot / variance, cross / variance, 0, 0};
  const Point shift = to_mean - fit(from_mean);
  fit.tx = shift.x;
  fit.ty = shift.y;
  return fit;
}

Keypoints transformed(const Similarity& transform, const Keypoints& points) {
  Keypoints result = points;
  for (Landmark& landmark : result) landmark.position = transform(landmark.position);
  return result;
}

std::string to_json_text(const Keypoints& points) {
  auto array = nlohmann::json::array();
  for (const Landmark& landmark : points) {
    if (!landmark.present()) {
      array.push_back(nullptr);
    } else if (landmark.visibility == Visibility::kOccluded) {
      array.push_back({landmark.position.x, landmark.position.y, 1});
    } else {
      array.push_back({landmark.position.x, landmark.position.y});
    }
  }
  return array.dump();
}

namespace {

bool take(std::string_view& rest, std::string_view what) {
  if (!rest.starts_with(what)) return false;
  rest.remove_prefix(what.size());
  return true;
}

// A number as JSON writes it; from_chars also takes some that JSON doesn't.
bool take_number(std::string_view& rest, double& number) {
  const auto digit_at = [rest](std::size_t i) {
    return i < rest.size() && rest[i] >= '0' && rest[i] <= '9';
  };
  const std::size_t first = rest.starts_with('-') ? 1 : 0;
  if (!digit_at(first) || (rest[first] == '0' && digit_at(first + 1))) return false;
  const auto [end, failure] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  if (failure != std::errc{}) return false;
  const auto size = static_cast<std::size_t>(end - rest.data());
  const std::size_t dot = rest.substr(0, size).find('.');
  if (dot != std::string_view::npos && !digit_at(dot + 1)) return false;
  rest.remove_prefix(size);
  return true;
}

// The points of a text as to_json_text writes it, ten times faster than a whole JSON parser; none
// for any other. Projects are read by thousands of these.
std::optional<Keypoints> own_points(std::string_view rest) {
  Keypoints points;
  if (!take(rest, "[")) return std::nullopt;
  while (true) {
    Landmark point;
    if (take(rest, "null")) {
      point.visibility = Visibility::kAbsent;
    } else {
      if (!take(rest, "[") || !take_number(rest, point.position.x) || !take(rest, ",") ||
          !take_number(rest, point.position.y)) {
        return std::nullopt;
      }
      if (take(rest, ",1]")) {
        point.visibility = Visibility::kOccluded;
      } else if (!take(rest, "]")) {
        return std::nullopt;
      }
    }
    points.push_back(point);
    if (rest == "]") return points;
    if (!take(rest, ",")) return std::nullopt;
  }
}

}  // namespace

Keypoints keypoints_from_json_text(std::string_view text) {
  if (auto points = own_points(text)) return *std::move(points);
  const auto wrong = [] {
    return Error(ErrorCode::kInvalidInput, "points are not a list of [x, y], [x, y, 1] or null");
  };
  const auto array = nlohmann::json::parse(text, nullptr, false);
  if (!array.is_array()) throw wrong();
  Keypoints points;
  points.reserve(array.size());
  for (const auto& entry : array) {
    if (entry.is_null()) {
      points.push_back({{}, Visibility::kAbsent});
      continue;
    }
    const bool has_flag = entry.is_array() && entry.size() == 3 && entry[2].is_number_integer();
    if (!entry.is_array() || (entry.size() != 2 && !has_flag) || !entry[0].is_number() ||
        !entry[1].is_number()) {
      throw wrong();
    }
    const bool occluded = has_flag && entry[2].get<int>() == 1;
    points.push_back({{entry[0].get<double>(), entry[1].get<double>()},
                      occluded ? Visibility::kOccluded : Visibility::kVisible});
  }
  return points;
}

}  // namespace facepoint
