#include "curate/layout_places.h"

#include <algorithm>

#include "base/text.h"
#include "curate/layout_shape.h"

namespace facepoint {
namespace {

constexpr double kEdge = 0.01;         // of an image's side, how far outside is still at its edge
constexpr double kSomeOutside = 0.03;  // of all points; real ones have a tenth of that
constexpr double kMostOutside = 0.2;
constexpr std::size_t kLeastFaces = 5;  // for the smaller share
constexpr double kLeastFace = 8;        // pixels of its longer side, in images of
constexpr int kLeastImage = 64;
constexpr double kAwayFromRest = 0.2;   // of a face's size, from the marks of missing points
constexpr double kFewMarked = 0.02;     // of the faces
constexpr double kElsewhere = 0.15;     // of a face's size: no correction of its points
constexpr double kManyElsewhere = 0.2;  // of the faces
constexpr double kClearlyNearer = 0.5;  // times as far

// How far each face's points are from those that are known, on average, in pixels and in its size.
struct Distance {
  double pixels = 0;
  double sizes = 0;
};

std::vector<Distance> distances_to_known(const LabelLayout& layout, const Scheme& scheme,
                                         std::span<const FaceNumbers> faces) {
  std::vector<Distance> all;
  for (const FaceNumbers& face : faces) {
    if (face.second == nullptr || face.second->size() != face.numbers.size()) continue;
    const Keypoints points =
        read_as(layout, scheme, face.numbers, face.image_width, face.image_height);
    const Rect box = bounding_box(*face.second);
    const double size = std::max(box.width, box.height);
    double sum = 0;
    int count = 0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      if (!points[i].present() || !(*face.second)[i].present()) continue;
      sum += distance(points[i].position, (*face.second)[i].position);
      ++count;
    }
    if (count > 0 && size > 0) all.push_back({sum / count, sum / count / size});
  }
  return all;
}

double median_size(const std::vector<Distance>& all) {
  std::vector<double> values;
  values.reserve(all.size());
  for (const Distance& each : all) values.push_back(each.sizes);
  return median(values);
}

std::size_t outside_of(const Keypoints& points, int width, int height) {
  const double x = kEdge * width + 1;
  const double y = kEdge * height + 1;
  return static_cast<std::size_t>(
      std::count_if(points.begin(), points.end(), [&](const Landmark& point) {
        const Point at = point.position;
        return point.present() &&
               (at.x < -x || at.y < -y || at.x > width - 1 + x || at.y > height - 1 + y);
      }));
}

}  // namespace

std::optional<LayoutFinding> place_finding(const LabelLayout& layout, const Scheme& scheme,
                                           std::span<const FaceNumbers> faces) {
  std::size_t outside = 0;
  std::size_t all = 0;
  std::size_t looked_at = 0;
  std::vector<double> sizes;
  for (const FaceNumbers& face : faces) {
    if (face.image_width <= 0 || face.image_height <= 0) continue;
    const Keypoints points =
        read_as(layout, scheme, face.numbers, face.image_width, face.image_height);
    ++looked_at;
    outside += outside_of(points, face.image_width, face.image_height);
    all += static_cast<std::size_t>(
        std::count_if(points.begin(), points.end(), [](const auto& p) { return p.present(); }));
    if (std::min(face.image_width, face.image_height) < kLeastImage) continue;
    const Rect box = bounding_box(points);
    sizes.push_back(std::max(box.width, box.height));
  }
  const double share = all == 0 ? 0 : static_cast<double>(outside) / static_cast<double>(all);
  const std::string remedy =
      "Say with --unit or --axes how they are meant, or see to it that these are the labels' "
      "images, in the size that was labelled.";
  if (share > (looked_at < kLeastFaces ? kMostOutside : kSomeOutside)) {
    return LayoutFinding{LayoutAspect::kPlace,
                         0.5,
                         false,
                         with_thousands(static_cast<std::int64_t>(outside)) + " of " +
                             with_thousands(static_cast<std::int64_t>(all)) +
                             " points lie outside of their images.",
                         remedy,
                         share > kMostOutside ? 0.95 : 0.6};
  }
  if (!sizes.empty() && median(sizes) < kLeastFace) {
    return LayoutFinding{LayoutAspect::kPlace,
                         0.5,
                         false,
                         "The faces are " + fixed(median(sizes), 1) +
                             " pixels large, which is too small for points.",
                         remedy,
                         0.95};
  }
  return std::nullopt;
}

std::vector<std::size_t> marks_of_missing(const Keypoints& numbers) {
  std::vector<std::size_t> marks;
  Keypoints rest = numbers;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const Point at = numbers[i].position;
    if (!numbers[i].present() || at.x != at.y || (at.x != 0 && at.x != -1)) continue;
    marks.push_back(i);
    rest[i].visibility = Visibility::kAbsent;
  }
  const Rect box = bounding_box(rest);
  const double away = kAwayFromRest * std::max(box.width, box.height);
  if (!(away > 0) || box.x < away || box.y < away) return {};
  return marks;
}

std::optional<LayoutFinding> missing_finding(std::size_t faces_with_marks, std::size_t faces) {
  if (faces_with_marks < 2) return std::nullopt;
  const bool many = static_cast<double>(faces_with_marks) > kFewMarked * static_cast<double>(faces);
  return LayoutFinding{
      LayoutAspect::kMissing,
      0.5,
      false,
      with_thousands(static_cast<std::int64_t>(faces_with_marks)) + " of " +
          count_of(static_cast<std::int64_t>(faces), "face") +
          " have points at 0, 0 or -1, -1, far from the rest: these are missing.",
      "Leave them out, in a format that has points that are absent (COCO, for one).",
      many ? 0.95 : 0.6};
}

std::optional<LayoutFinding> known_finding(const LabelLayout& layout, const Scheme& scheme,
                                           std::span<const FaceNumbers> faces) {
  const std::vector<Distance> all = distances_to_known(layout, scheme, faces);
  std::vector<double> moved;
  for (const Distance& each : all) {
    if (each.sizes > kElsewhere) moved.push_back(each.pixels);
  }
  if (moved.size() < 2 ||
      static_cast<double>(moved.size()) < kManyElsewhere * static_cast<double>(all.size())) {
    return std::nullopt;
  }
  return LayoutFinding{LayoutAspect::kKnown,
                       0.5,
                       false,
                       "The points of " + with_thousands(std::ssize(moved)) + " of " +
                           count_of(std::ssize(all), "face") +
                           " that the project knows would move by " + fixed(median(moved), 0) +
                           " pixels.",
                       "See whether these are other images, or other rows than before.",
                       0.6};
}

std::optional<LabelLayout> told_by_known_faces(const LabelLayout& layout, const Scheme& scheme,
                                               std::span<const FaceNumbers> faces) {
  LabelLayout other = layout;
  other.sides_exchanged = !layout.sides_exchanged;
  other.x_from_right = !layout.x_from_right;
  const std::vector<Distance> here = distances_to_known(layout, scheme, faces);
  if (here.size() < kLeastFaces) return std::nullopt;
  const double near = median_size(here);
  const double far = median_size(distances_to_known(other, scheme, faces));
  if (near < kClearlyNearer * far && near < kElsewhere) return layout;
  if (far < kClearlyNearer * near && far < kElsewhere) return other;
  return std::nullopt;
}

}  // namespace facepoint
