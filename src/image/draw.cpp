#include "image/draw.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "image/opencv_bridge.h"

namespace facepoint {
namespace {

// Drawing positions carry this many binary digits below a pixel.
constexpr int kShift = 4;

cv::Point fixed_point(Point point) {
  constexpr double kOne = 1 << kShift;
  return {static_cast<int>(std::lround(point.x * kOne)),
          static_cast<int>(std::lround(point.y * kOne))};
}

cv::Scalar color_of(Rgb color) { return {double(color.r), double(color.g), double(color.b)}; }

const cv::Scalar kOutline{0, 0, 0};

// A point a long way outside the picture overflows OpenCV's fixed-point positions.
bool drawable(const Picture& picture, const Landmark& point) {
  const double reach = picture.width + picture.height;
  return point.present() && is_finite(point.position) && std::abs(point.position.x) < 2 * reach &&
         std::abs(point.position.y) < 2 * reach;
}

void draw_line(cv::Mat& target, Point from, Point to, const cv::Scalar& color, int thickness) {
  cv::line(target, fixed_point(from), fixed_point(to), color, thickness, cv::LINE_AA, kShift);
}

void draw_edges(Picture& picture, const Scheme& scheme, const Keypoints& points, double scale) {
  const int thickness = std::max(1, static_cast<int>(std::lround(scale)));
  cv::Mat target = view_of(picture);
  // All outlines first, so that none covers a neighbour's colour.
  for (const bool outline : {true, false}) {
    for (const auto& [from, to] : scheme.edges) {
      const Landmark& a = points[static_cast<std::size_t>(from)];
      const Landmark& b = points[static_cast<std::size_t>(to)];
      if (!drawable(picture, a) || !drawable(picture, b)) continue;
      const Rgb color = scheme.regions[static_cast<std::size_t>(scheme.region_of(from))].color;
      draw_line(target, a.position, b.position, outline ? kOutline : color_of(color),
                outline ? thickness + 2 : thickness);
    }
  }
}

void draw_dot(cv::Mat& target, Point centre, double radius, Rgb color, bool filled) {
  const auto fixed_radius = [](double r) {
    return static_cast<int>(std::lround(r * (1 << kShift)));
  };
  cv::circle(target, fixed_point(centre), fixed_radius(radius + 1), kOutline, cv::FILLED,
             cv::LINE_AA, kShift);
  cv::circle(target, fixed_point(centre), fixed_radius(radius), color_of(color),
             filled ? cv::FILLED : 1, cv::LINE_AA, kShift);
}

}  // namespace

void draw_landmarks(Picture& picture, const Scheme& scheme, const Keypoints& points,
                    const DrawStyle& style) {
  constexpr double kRadius = 1.5;
  constexpr double kNumberHeight = 8;
  if (style.edges) draw_edges(picture, scheme, points, style.scale);
  cv::Mat target = view_of(picture);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!drawable(picture, points[i])) continue;
    const Rgb color = scheme.regions[static_cast<std::size_t>(scheme.region_of(int(i)))].color;
    draw_dot(target, points[i].position, kRadius * style.scale, color,
             points[i].visibility == Visibility::kVisible);
  }
  if (!style.numbers) return;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!drawable(picture, points[i])) continue;
    const Rgb color = scheme.regions[static_cast<std::size_t>(scheme.region_of(int(i)))].color;
    const Point beside = points[i].position + Point{2.5 * style.scale, -1.5 * style.scale};
    draw_text(picture, std::to_string(i), beside, color, kNumberHeight * style.scale);
  }
}

void draw_box(Picture& picture, const Rect& box, Rgb color, int thickness) {
  cv::Mat target = view_of(picture);
  const cv::Point corner = fixed_point({box.x, box.y});
  const cv::Point opposite = fixed_point({box.x + box.width, box.y + box.height});
  cv::rectangle(target, corner, opposite, kOutline, thickness + 2, cv::LINE_AA, kShift);
  cv::rectangle(target, corner, opposite, color_of(color), thickness, cv::LINE_AA, kShift);
}

void draw_text(Picture& picture, const std::string& text, Point bottom_left, Rgb color,
               double height_px) {
  constexpr int kFont = cv::FONT_HERSHEY_SIMPLEX;
  constexpr double kFontHeight = 21;  // of a digit at scale 1, in pixels
  const double scale = height_px / kFontHeight;
  const int thickness = std::max(1, static_cast<int>(std::lround(height_px / 12)));
  const cv::Point origin(static_cast<int>(std::lround(bottom_left.x)),
                         static_cast<int>(std::lround(bottom_left.y)));
  cv::Mat target = view_of(picture);
  cv::putText(target, text, origin, kFont, scale, kOutline, thickness + 2, cv::LINE_AA);
  cv::putText(target, text, origin, kFont, scale, color_of(color), thickness, cv::LINE_AA);
}

}  // namespace facepoint
