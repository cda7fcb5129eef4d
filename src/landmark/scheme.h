// A landmark scheme: a set of named, numbered points with regions, edges to draw and the mirror
// map. Read from JSON files in assets/schemes; adding a scheme is adding a file. Immutable
// values, any thread.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "landmark/keypoints.h"

namespace facepoint {

struct Rgb {
  std::uint8_t r = 0;
  std::uint8_t g = 0;
  std::uint8_t b = 0;
  friend bool operator==(const Rgb&, const Rgb&) = default;
};

struct Region {
  std::string name;   // "eye_image_left": the side is that of the image, not of the person
  std::string title;  // "Eye, image left"
  Rgb color;
  std::vector<int> points;  // 0-based, in drawing order
  bool closed = false;      // the last point is joined to the first
  bool joined = true;       // false: its points are no line, such as the two pupils
};

// What each point of a scheme is in another: the mean of these points of it.
using PointSources = std::vector<std::vector<int>>;

struct Scheme {
  std::string name;   // "ibug68"
  std::string title;  // "iBUG 68 points"
  std::vector<std::string> point_names;
  std::vector<Region> regions;             // every point is in exactly one
  std::vector<std::pair<int, int>> edges;  // derived from the regions
  std::vector<int> mirror;                 // mirrored[i] = original[mirror[i]]; an involution
  std::array<int, 2> inter_ocular{};       // outer eye corners; the eyes' centres where it has none
  // Of a face from the front, upright and equal on both sides, centred on the middle of its box,
  // whose longer side is 1. Empty: not known.
  Keypoints typical_shape;
  std::map<std::string, PointSources> from;  // by the other scheme's name; see scheme_mapping.h

  int size() const { return static_cast<int>(point_names.size()); }
  int region_of(int point) const;  // index into regions
};

std::string spoken(std::string name);  // "nose_tip" as people read it: "nose tip"
std::string spoken_name(const Scheme& scheme, int point);
// "33 (nose tip)". Numbers are the scheme's own, from 0.
std::string point_title(const Scheme& scheme, int point);

// Throws Error(kInvalidInput) that says what is wrong with the scheme; `context` names the file.
Scheme parse_scheme(std::string_view json, const std::string& context);

// All schemes of a folder, by name. Throws if one is broken, a name occurs twice, or a scheme is
// made from one, or from points of one, that is not there.
class SchemeLibrary {
 public:
  explicit SchemeLibrary(const std::filesystem::path& folder);
  // share_dir()/assets/schemes, read once.
  static const SchemeLibrary& standard();

  // Throws Error(kNotFound) that names the known ones.
  const Scheme& get(std::string_view name) const;
  const std::vector<Scheme>& all() const { return schemes_; }

 private:
  std::vector<Scheme> schemes_;
};

// The face as seen in a mirror: x -> (width - 1) - x, points exchanged by the mirror map.
Keypoints mirrored(const Scheme& scheme, const Keypoints& points, int image_width);

}  // namespace facepoint
