#include "landmark/scheme.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <set>

#include "base/error.h"
#include "base/files.h"

namespace facepoint {
namespace {

using nlohmann::json;

Rgb parse_color(const std::string& text, const std::string& context) {
  unsigned value = 0;
  const char* end = text.data() + text.size();
  if (text.size() != 7 || text[0] != '#' ||
      std::from_chars(text.data() + 1, end, value, 16).ptr != end) {
    throw Error(ErrorCode::kInvalidInput, "color \"" + text + "\" is not like \"#1f77b4\"",
                context);
  }
  return {static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 8U),
          static_cast<std::uint8_t>(value)};
}

// The number of a point; whether the scheme has it is seen later.
int index(const json& value, const std::string& context) {
  constexpr double kMost = 1e6;
  const double number = value.get<double>();
  if (std::abs(number) <= kMost && number == std::round(number)) return static_cast<int>(number);
  throw Error(ErrorCode::kInvalidInput, value.dump() + " is no number of a point", context);
}

std::vector<int> indices(const json& values, const std::string& context) {
  if (!values.is_array()) {
    throw Error(ErrorCode::kInvalidInput, values.dump() + " is no list of points", context);
  }
  std::vector<int> numbers;
  for (const json& value : values) numbers.push_back(index(value, context));
  return numbers;
}

Region parse_region(const json& entry, const std::string& context) {
  Region region;
  region.name = entry.at("name").get<std::string>();
  region.title = entry.value("title", region.name);
  region.color = parse_color(entry.at("color").get<std::string>(), context);
  region.closed = entry.value("closed", false);
  region.joined = entry.value("joined", true);
  region.points = indices(entry.at("points"), context);
  return region;
}

// Of [36, [37, 38], ...]: a point that another is, or those that it is the mean of.
PointSources parse_sources(const json& entries, const std::string& context) {
  PointSources sources;
  for (const json& entry : entries) {
    sources.push_back(entry.is_array() ? indices(entry, context)
                                       : std::vector{index(entry, context)});
  }
  return sources;
}

// Every point once, every index in range, the mirror map its own inverse.
void check(const Scheme& scheme, const std::string& context) {
  const auto require = [&](bool holds, const std::string& message) {
    if (!holds) throw Error(ErrorCode::kInvalidInput, message, context);
  };
  const int n = scheme.size();
  const auto in_range = [n](int i) { return i >= 0 && i < n; };
  require(n > 0, "a scheme needs at least one point");
  require(
      static_cast<int>(std::set(scheme.point_names.begin(), scheme.point_names.end()).size()) == n,
      "two points have the same name");
  std::vector<int> uses(static_cast<std::size_t>(n), 0);
  for (const Region& region : scheme.regions) {
    for (const int point : region.points) {
      require(in_range(point), "region \"" + region.name + "\" has a point that does not exist");
      ++uses[static_cast<std::size_t>(point)];
    }
  }
  require(std::all_of(uses.begin(), uses.end(), [](int u) { return u == 1; }),
          "every point must be in exactly one region");
  require(static_cast<int>(scheme.mirror.size()) == n, "the mirror map needs one entry a point");
  for (int i = 0; i < n; ++i) {
    const int other = scheme.mirror[static_cast<std::size_t>(i)];
    require(in_range(other) && scheme.mirror[static_cast<std::size_t>(other)] == i,
            "the mirror map is not its own inverse at point " + std::to_string(i));
  }
  require(in_range(scheme.inter_ocular[0]) && in_range(scheme.inter_ocular[1]),
          "inter_ocular names a point that does not exist");
  require(scheme.typical_shape.empty() || static_cast<int>(scheme.typical_shape.size()) == n,
          "the typical shape needs one place a point");
  for (const auto& [name, sources] : scheme.from) {
    require(static_cast<int>(sources.size()) == n, "from " + name + " needs one entry a point");
  }
}

void check_sources(const Scheme& from, const Scheme& to) {
  for (const std::vector<int>& points : to.from.at(from.name)) {
    const bool known =
        std::all_of(points.begin(), points.end(), [&](int p) { return p >= 0 && p < from.size(); });
    if (known && !points.empty()) continue;
    throw Error(ErrorCode::kInvalidInput,
                "a point is made from points that " + from.name + " does not have", to.name);
  }
}

std::vector<std::pair<int, int>> edges_of(const std::vector<Region>& regions) {
  std::vector<std::pair<int, int>> edges;
  for (const Region& region : regions) {
    if (!region.joined) continue;
    for (std::size_t i = 1; i < region.points.size(); ++i) {
      edges.emplace_back(region.points[i - 1], region.points[i]);
    }
    if (region.closed && region.points.size() > 2) {
      edges.emplace_back(region.points.back(), region.points.front());
    }
  }
  return edges;
}

}  // namespace

int Scheme::region_of(int point) const {
  for (std::size_t r = 0; r < regions.size(); ++r) {
    const auto& points = regions[r].points;
    if (std::find(points.begin(), points.end(), point) != points.end()) return static_cast<int>(r);
  }
  throw Error(ErrorCode::kInternal, "point " + std::to_string(point) + " is in no region", name);
}

Scheme parse_scheme(std::string_view text, const std::string& context) {
  Scheme scheme;
  try {
    const json root = json::parse(text);
    scheme.name = root.at("name").get<std::string>();
    scheme.title = root.value("title", scheme.name);
    scheme.point_names = root.at("points").get<std::vector<std::string>>();
    for (const json& entry : root.at("regions")) {
      scheme.regions.push_back(parse_region(entry, context));
    }
    scheme.mirror = indices(root.at("mirror"), context);
    scheme.inter_ocular = {index(root.at("inter_ocular").at(0), context),
                           index(root.at("inter_ocular").at(1), context)};
    if (root.contains("typical_shape")) {
      scheme.typical_shape = keypoints_from_json_text(root.at("typical_shape").dump());
    }
    if (root.contains("from")) {
      for (const auto& [from, entries] : root.at("from").items()) {
        scheme.from.emplace(from, parse_sources(entries, context));
      }
    }
  } catch (const json::exception& e) {
    throw Error(ErrorCode::kInvalidInput, std::string("not a landmark scheme: ") + e.what(),
                context);
  }
  check(scheme, context);
  scheme.edges = edges_of(scheme.regions);
  return scheme;
}

SchemeLibrary::SchemeLibrary(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) {
    throw Error(ErrorCode::kNotFound,
                "the landmark schemes are missing; the installation is not complete",
                folder.string());
  }
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    schemes_.push_back(parse_scheme(read_file(entry.path()), entry.path().string()));
  }
  std::sort(schemes_.begin(), schemes_.end(),
            [](const Scheme& a, const Scheme& b) { return a.name < b.name; });
  for (std::size_t i = 1; i < schemes_.size(); ++i) {
    if (schemes_[i - 1].name == schemes_[i].name) {
      throw Error(ErrorCode::kInvalidInput, "two schemes are called " + schemes_[i].name,
                  folder.string());
    }
  }
  for (const Scheme& scheme : schemes_) {
    for (const auto& [from, sources] : scheme.from) check_sources(get(from), scheme);
  }
}

const SchemeLibrary& SchemeLibrary::standard() {
  static const SchemeLibrary library(share_dir() / "assets" / "schemes");
  return library;
}

const Scheme& SchemeLibrary::get(std::string_view name) const {
  std::string known;
  for (const Scheme& scheme : schemes_) {
    if (scheme.name == name) return scheme;
    known += (known.empty() ? "" : ", ") + scheme.name;
  }
  throw Error(ErrorCode::kNotFound,
              "unknown landmark scheme \"" + std::string(name) + "\"; known: " + known);
}

Keypoints mirrored(const Scheme& scheme, const Keypoints& points, int image_width) {
  Keypoints result(points.size());
  for (std::size_t i = 0; i < points.size(); ++i) {
    result[i] = points[static_cast<std::size_t>(scheme.mirror[i])];
    result[i].position.x = (image_width - 1) - result[i].position.x;
  }
  return result;
}

std::string spoken(std::string name) {
  std::replace(name.begin(), name.end(), '_', ' ');
  return name;
}

std::string spoken_name(const Scheme& scheme, int point) {
  return spoken(scheme.point_names.at(static_cast<std::size_t>(point)));
}

std::string point_title(const Scheme& scheme, int point) {
  return std::to_string(point) + " (" + spoken_name(scheme, point) + ")";
}

}  // namespace facepoint
