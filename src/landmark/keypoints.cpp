#include "landmark/keypoints.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/json_numbers.h"

namespace facepoint {
namespace {

bool take(std::string_view& text, std::string_view expected) {
  if (!text.starts_with(expected)) return false;
  text.remove_prefix(expected.size());
  return true;
}

// One entry of a list as to_json_text writes it.
std::optional<Landmark> take_landmark(std::string_view& text) {
  if (take(text, "null")) return Landmark{{}, Visibility::kAbsent};
  if (!take(text, "[")) return std::nullopt;
  const auto x = take_json_number(text);
  if (!x || !take(text, ",")) return std::nullopt;
  const auto y = take_json_number(text);
  if (!y) return std::nullopt;
  const bool occluded = take(text, ",1");
  if (!take(text, "]")) return std::nullopt;
  return Landmark{{*x, *y}, occluded ? Visibility::kOccluded : Visibility::kVisible};
}

// nullopt: the text is written otherwise; it may still be right.
std::optional<Keypoints> plainly_written(std::string_view text) {
  Keypoints points;
  points.reserve(68);
  if (!take(text, "[")) return std::nullopt;
  do {
    const auto landmark = take_landmark(text);
    if (!landmark) return std::nullopt;
    points.push_back(*landmark);
  } while (take(text, ","));
  if (text != "]") return std::nullopt;
  return points;
}

}  // namespace

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

// As nlohmann::json would dump it, without making a document of it: this is done by the million.
std::string to_json_text(const Keypoints& points) {
  std::string text = "[";
  const auto add = [&text](double value) {
    if (!std::isfinite(value)) {
      text += "null";
      return;
    }
    std::array<char, 64> number{};
    text.append(number.data(),
                nlohmann::detail::to_chars(number.data(), number.data() + number.size(), value));
  };
  for (const Landmark& landmark : points) {
    if (text.size() > 1) text += ',';
    if (!landmark.present()) {
      text += "null";
      continue;
    }
    text += '[';
    add(landmark.position.x);
    text += ',';
    add(landmark.position.y);
    text += landmark.visibility == Visibility::kOccluded ? ",1]" : "]";
  }
  return text + ']';
}

Keypoints keypoints_from_json_text(std::string_view text) {
  const auto wrong = [] {
    return Error(ErrorCode::kInvalidInput, "points are not a list of [x, y], [x, y, 1] or null");
  };
  if (auto plain = plainly_written(text)) return *std::move(plain);
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
