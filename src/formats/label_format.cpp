#include "formats/label_format.h"

#include <algorithm>
#include <cmath>

#include "formats/builtin_formats.h"

namespace facepoint {

namespace {

// From the left and upper edge to the right and lower one.
bool lies_in(PictureSize size, Point at) {
  return at.x >= 0 && at.y >= 0 && at.x <= size.width && at.y <= size.height;
}

}  // namespace

std::vector<Point> positions_of(const Keypoints& points) {
  std::vector<Point> positions;
  positions.reserve(points.size());
  for (const Landmark& point : points) positions.push_back(point.position);
  return positions;
}

std::ptrdiff_t points_there(const Keypoints& points) {
  return std::count_if(points.begin(), points.end(),
                       [](const Landmark& point) { return point.present(); });
}

std::string text_of(const LabelFormat& format, const std::vector<WriteFace>& faces,
                    const Scheme& scheme) {
  std::string text;
  format.write(WriteFaces(faces), scheme, [&](std::string_view piece) { text += piece; });
  return text;
}

Held held(const FormatTraits& traits, const Keypoints& points, PictureSize size) {
  Held result;
  result.points = points;
  for (Landmark& point : result.points) {
    if (traits.inside_only && point.present() && !lies_in(size, point.position)) {
      point.visibility = Visibility::kAbsent;
      ++result.outside;
    }
    if (!point.present()) {
      if (!traits.absence) ++result.absent;
      point.position = {};
      continue;
    }
    if (traits.whole_pixels) {
      const Point whole{std::round(point.position.x), std::round(point.position.y)};
      if (!(whole == point.position)) ++result.rounded;
      point.position = whole;
    }
    if (point.visibility == Visibility::kOccluded && !traits.occlusion) {
      ++result.occlusion_dropped;
      point.visibility = Visibility::kVisible;
    }
  }
  return result;
}

void LabelSink::face(ReadFace face) {
  if (points_there(face.points) == 0) return text(face.raw);  // a box alone, perhaps
  for (std::size_t i = 0; i < face.points.size(); ++i) {
    const Point at = face.points[i].position;
    if (std::abs(at.x) <= kFarthestPixel && std::abs(at.y) <= kFarthestPixel) continue;
    return bad({face.line, 1,
                "point " + std::to_string(i) + " lies farther away than any picture reaches"},
               face.raw);
  }
  take(std::move(face));
}

const std::vector<const LabelFormat*>& label_formats() {
  static const std::vector<const LabelFormat*> formats = {
      &udacity_csv_format(), &pts_format(),   &kaggle_format(),       &ljson_format(),
      &wflw_format(),        &hrnet_format(), &coco_format(),         &yolo_pose_format(),
      &dlib_xml_format(),    &cvat_format(),  &label_studio_format(), &labelme_format(),
  };
  return formats;
}

const LabelFormat* find_label_format(std::string_view name) {
  for (const LabelFormat* format : label_formats()) {
    if (format->traits().name == name) return format;
  }
  return nullptr;
}

std::string label_format_names() {
  std::string names;
  for (const LabelFormat* format : label_formats()) {
    names += (names.empty() ? "" : ", ") + format->traits().name;
  }
  return names;
}

std::vector<std::string> written_format_names() {
  std::vector<std::string> names;
  for (const LabelFormat* format : label_formats()) {
    if (format->traits().can_write) names.push_back(format->traits().name);
  }
  return names;
}

std::optional<DetectedFormat> detect_label_format(const std::string& path, std::string_view head) {
  DetectedFormat best;
  for (const LabelFormat* format : label_formats()) {
    Guess guess = format->detect(path, head);
    if (guess.sure > best.guess.sure) best = {format, std::move(guess)};
  }
  if (best.format == nullptr) return std::nullopt;
  return best;
}

}  // namespace facepoint
