#include "curate/layout_unit.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/text.h"
#include "curate/layout_shape.h"

namespace facepoint {
namespace {

constexpr double kMostOfUnit = 1.6;  // faces may reach out of the image
constexpr double kMostPercent = 112;
constexpr double kClearlyLarger = 1.5;  // images, than the largest coordinates
constexpr int kLeastSide = 8;           // of an image that has room for a face, pixels
constexpr double kSameSize = 0.02;      // of a length, what those that are the same may differ by

// Faces that would be in another unit than most.
constexpr double kFarFromUnit = 10;
constexpr double kFarFromPercent = 160;
constexpr double kLeastPercentFace = 25;  // per cent of an image
constexpr double kFewOdd = 0.05;          // a share of the faces

// Coordinates below 0: of faces that reach out of their images they are few.
constexpr double kBelow = -0.05;
constexpr double kManyBelow = 0.05;
constexpr std::size_t kLeastBoxes = 5;

struct Reach {
  double largest = 0;  // absolute coordinate
  Rect box;
  double side = 0;  // the image's shorter one
  double width = 0;
  double height = 0;
};

std::vector<Reach> reaches(std::span<const FaceNumbers> faces) {
  std::vector<Reach> all;
  for (const FaceNumbers& face : faces) {
    if (face.image_width <= 0 || face.image_height <= 0) continue;
    Reach reach;
    for (const Landmark& point : face.numbers) {
      if (!point.present()) continue;
      reach.largest =
          std::max({reach.largest, std::abs(point.position.x), std::abs(point.position.y)});
    }
    reach.box = bounding_box(face.numbers);
    reach.side = std::min(face.image_width, face.image_height);
    reach.width = face.image_width;
    reach.height = face.image_height;
    all.push_back(reach);
  }
  return all;
}

template <typename Value>
std::vector<double> values_of(const std::vector<Reach>& all, const Value& value) {
  std::vector<double> values;
  values.reserve(all.size());
  for (const Reach& reach : all) values.push_back(value(reach));
  return values;
}

// How much most of them differ.
double spread(const std::vector<double>& values) {
  return quantile(values, 0.9) - quantile(values, 0.1);
}

// In the first hundred pixels of a larger image, and as a face lies in the whole of one.
bool looks_like_percent(const Reach& reach) {
  const auto amid = [](double middle) { return middle > 25 && middle < 75; };
  return reach.largest <= kMostPercent && reach.side >= kClearlyLarger * kMostPercent &&
         std::max(reach.box.width, reach.box.height) >= kLeastPercentFace &&
         amid(reach.box.center().x) && amid(reach.box.center().y);
}

std::string counted(std::size_t some, std::size_t all, const char* what) {
  return share_text(some, all) + " " + what;
}

}  // namespace

std::string unit_text(CoordinateUnit unit) {
  switch (unit) {
    case CoordinateUnit::kPixel:
      return "pixels";
    case CoordinateUnit::kPercent:
      return "per cent of width and height";
    case CoordinateUnit::kUnitSquare:
      return "shares of width and height";
  }
  return {};
}

UnitGuess guess_unit(std::span<const FaceNumbers> faces, CoordinateUnit written) {
  const std::vector<Reach> all = reaches(faces);
  UnitGuess guess;
  guess.unit = written;
  if (all.empty()) return guess;
  const std::vector<double> largest = values_of(all, [](const Reach& r) { return r.largest; });
  const std::vector<double> sides = values_of(all, [](const Reach& r) { return r.side; });
  const double most = quantile(largest, 0.95);
  const double side = quantile(sides, 0.5);
  guess.same_size =
      spread(values_of(all, [](const Reach& r) { return r.width; })) < kSameSize * side &&
      spread(values_of(all, [](const Reach& r) { return r.height; })) < kSameSize * side;
  const std::string text = "No coordinate of 19 faces in 20 is above " + fixed(most, 2) +
                           ", in images of " + fixed(side, 0) + " pixels and more: they are ";
  if (most <= kMostOfUnit && side >= kLeastSide) {
    guess.unit = CoordinateUnit::kUnitSquare;
    guess.sure = all.size() < 2 ? 0.95 : 0.99;
  } else if (most > kMostPercent) {
    guess.unit = CoordinateUnit::kPixel;
    guess.sure = all.size() < 2 ? 0.9 : 0.97;
    guess.reason = "Coordinates reach up to " + fixed(most, 0) + ": they are pixels.";
    return guess;
  } else if (written == CoordinateUnit::kPixel) {
    if (side <= kMostPercent * 0.9) return guess;
    guess.unit = CoordinateUnit::kPercent;
    // Faces of every image would lie in its first hundred pixels.
    guess.is_clear =
        side >= kClearlyLarger * most && quantile(largest, 0.5) >= 40 && all.size() >= 5;
    guess.sure = guess.is_clear ? 0.97 : 0.7;
  } else {
    guess.unit = CoordinateUnit::kPercent;
    guess.sure = 0.95;
  }
  guess.reason = text + unit_text(guess.unit) + ".";
  return guess;
}

std::optional<LayoutFinding> several_units(std::span<const FaceNumbers> faces,
                                           CoordinateUnit unit) {
  const std::vector<Reach> all = reaches(faces);
  std::size_t odd = 0;
  std::size_t percent = 0;
  for (const Reach& reach : all) {
    if (unit == CoordinateUnit::kUnitSquare) odd += reach.largest > kFarFromUnit ? 1 : 0;
    if (unit == CoordinateUnit::kPercent) odd += reach.largest > kFarFromPercent ? 1 : 0;
    if (unit == CoordinateUnit::kPixel) {
      odd += reach.largest <= kMostOfUnit && reach.side >= kLeastSide ? 1 : 0;
      percent += looks_like_percent(reach) ? 1 : 0;
    }
  }
  if (percent >= 2 && static_cast<double>(percent) > kFewOdd * static_cast<double>(all.size())) {
    odd += percent;
  }
  if (odd == 0) return std::nullopt;
  return LayoutFinding{LayoutAspect::kUnit,
                       0.5,
                       false,
                       counted(odd, all.size(), "in another unit than the rest, which ") +
                           (all.size() - odd == 1 ? "is " : "are ") + "in " + unit_text(unit) + ".",
                       "Import those rows from a file of their own.",
                       0.95};
}

std::optional<LayoutFinding> relative_to_faces(std::span<const FaceNumbers> faces,
                                               CoordinateUnit unit) {
  const std::vector<Reach> all = reaches(faces);
  if (all.size() < kLeastBoxes) return std::nullopt;
  const auto finding = [](const std::string& reason) {
    return LayoutFinding{LayoutAspect::kUnit,
                         0.5,
                         false,
                         reason + ": they count from a box of each face, which is not in the file.",
                         "Make image pixels of them with those boxes first.",
                         0.97};
  };
  if (unit != CoordinateUnit::kPixel) {
    const double whole = unit == CoordinateUnit::kPercent ? 100 : 1;
    std::size_t below = 0;
    std::size_t numbers = 0;
    for (const FaceNumbers& face : faces) {
      for (const Landmark& point : face.numbers) {
        if (!point.present()) continue;
        numbers += 2;
        below += static_cast<std::size_t>(point.position.x < kBelow * whole);
        below += static_cast<std::size_t>(point.position.y < kBelow * whole);
      }
    }
    if (static_cast<double>(below) > kManyBelow * static_cast<double>(numbers)) {
      return finding(with_thousands(static_cast<std::int64_t>(below)) + " of " +
                     with_thousands(static_cast<std::int64_t>(numbers)) +
                     " coordinates are below 0, and all are small");
    }
  }
  const double size = quantile(
      values_of(all, [](const Reach& r) { return std::max(r.box.width, r.box.height); }), 0.5);
  const auto same = [&](const auto& value) {
    return spread(values_of(all, value)) <= kSameSize * size;
  };
  const bool same_box = same([](const Reach& r) { return std::max(r.box.width, r.box.height); }) &&
                        same([](const Reach& r) { return r.box.x; }) &&
                        same([](const Reach& r) { return r.box.y; });
  const bool same_images =
      same([](const Reach& r) { return r.width; }) && same([](const Reach& r) { return r.height; });
  const double whole = unit == CoordinateUnit::kPercent ? 100 : 1;
  const bool fills_box = unit != CoordinateUnit::kPixel && std::abs(size - whole) < 1e-3 * whole &&
                         std::abs(all.front().box.x) < 1e-3 * whole;
  if (!same_box || (same_images && !fills_box)) return std::nullopt;
  return finding("The points of every face begin at " + fixed(all.front().box.x, 2) + ", " +
                 fixed(all.front().box.y, 2) + " and reach " + fixed(size, 2) + " further");
}

}  // namespace facepoint
