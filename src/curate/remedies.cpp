#include "curate/remedies.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <sstream>

#include "landmark/numbering.h"

namespace facepoint {
namespace {

double rounded(double value) { return std::round(value * 1e6) / 1e6; }

template <class Map>
Keypoints moved(const Keypoints& label, const Map& map) {
  Keypoints result = label;
  for (Landmark& point : result) {
    if (!point.present()) continue;
    const Point to = map(point.position);
    point.position = {rounded(to.x), rounded(to.y)};
  }
  return result;
}

const Region* region_named(const Scheme& scheme, std::string_view name) {
  const auto found = std::find_if(scheme.regions.begin(), scheme.regions.end(),
                                  [&](const Region& region) { return region.name == name; });
  return found == scheme.regions.end() ? nullptr : &*found;
}

Keypoints exchanged(const Scheme& scheme, const Region& region, const Keypoints& label) {
  Keypoints result = label;
  for (const int point : region.points) {
    result[point] = label[scheme.mirror[point]];
    result[scheme.mirror[point]] = label[point];
  }
  return result;
}

Keypoints reversed(const Region& region, const Keypoints& label) {
  Keypoints result = label;
  const std::size_t last = region.points.size() - 1;
  for (std::size_t i = 0; i <= last; ++i) {
    result[region.points[i]] = label[region.points[last - i]];
  }
  return result;
}

// Where they are; what hides them, and which there are, is still the label's to say.
Keypoints with_predicted(const Keypoints& label, const Keypoints& predicted,
                         const std::vector<int>& points) {
  Keypoints result = label;
  const auto take = [&](std::size_t point) {
    if (!label[point].present() || !predicted[point].present()) return;
    result[point].position = predicted[point].position;
  };
  if (points.empty()) {
    for (std::size_t point = 0; point < label.size(); ++point) take(point);
  }
  for (const int point : points) take(static_cast<std::size_t>(point));
  return result;
}

// Of "12,13,14", those that `size` points have.
std::vector<int> indices_of(const std::string& text, std::size_t size) {
  std::vector<int> indices;
  std::istringstream list(text);
  for (std::string each; std::getline(list, each, ',');) {
    int index = -1;
    std::from_chars(each.data(), each.data() + each.size(), index);
    if (index >= 0 && index < static_cast<int>(size)) indices.push_back(index);
  }
  return indices;
}

std::string shortest(double value) {
  char text[32];
  const auto [end, error] = std::to_chars(text, text + sizeof text, value);
  return {text, end};
}

struct Words {
  std::string verb;
  std::string first;
  std::string second;
};
Words words_of(std::string_view remedy) {
  Words words;
  std::istringstream(std::string(remedy)) >> words.verb >> words.first >> words.second;
  return words;
}

double number_of(const std::string& text) {
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

std::optional<Keypoints> remedied(const Scheme& scheme, const Keypoints& label,
                                  std::string_view remedy, const RemedyContext& context) {
  if (label.size() != scheme.point_names.size()) return std::nullopt;
  const Words words = words_of(remedy);
  const Region* region = region_named(scheme, words.first);
  const double x = number_of(words.first);
  const double y = number_of(words.second);
  const double right = context.image_width - 1;
  const auto flipped = [&] {
    return moved(label, [&](Point at) { return Point{right - at.x, at.y}; });
  };
  if (words.verb == "renumber") return renumbered(scheme, label);
  if (words.verb == "exchange" && region) return exchanged(scheme, *region, label);
  if (words.verb == "reverse" && region) return reversed(*region, label);
  if (words.verb == "mirror") return renumbered(scheme, flipped());
  if (words.verb == "flip") return flipped();
  if (words.verb == "move") return moved(label, [&](Point at) { return at + Point{x, y}; });
  if (words.verb == "scale")
    return moved(label, [&](Point at) { return Point{at.x * x, at.y * y}; });
  if (words.verb == "predicted" && context.predicted && context.predicted->size() == label.size()) {
    return with_predicted(label, *context.predicted, indices_of(words.first, label.size()));
  }
  return std::nullopt;
}

std::string remedy_title(const Scheme& scheme, std::string_view remedy) {
  const Words words = words_of(remedy);
  const Region* region = region_named(scheme, words.first);
  const std::string title = region ? region->title : words.first;
  if (words.verb == "renumber") return "Exchange left and right";
  if (words.verb == "exchange") return "Exchange with the other side: " + title;
  if (words.verb == "reverse") return "Number the other way round: " + title;
  if (words.verb == "mirror" || words.verb == "flip") return "Mirror the points back";
  if (words.verb == "scale") return "Scale by " + words.first + ", " + words.second;
  if (words.verb == "predicted") {
    return words.first.empty() ? "Take the CNN's points" : "Take the CNN's places for these points";
  }
  if (words.verb != "move") return std::string(remedy);
  char text[64];
  std::snprintf(text, sizeof text, "Move the face by %.1f, %.1f pixels", number_of(words.first),
                number_of(words.second));
  return text;
}

std::string move_remedy(Point by) { return "move " + shortest(by.x) + " " + shortest(by.y); }

std::string scale_remedy(double x, double y) { return "scale " + shortest(x) + " " + shortest(y); }

std::string predicted_remedy(const std::vector<int>& points) {
  std::string text = "predicted";
  for (const int point : points) {
    text += (text.size() > 9 ? "," : " ") + std::to_string(point);
  }
  return text;
}

}  // namespace facepoint
