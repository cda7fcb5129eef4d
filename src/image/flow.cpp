#include "image/flow.h"

#include <opencv2/imgproc.hpp>
#include <opencv2/video/tracking.hpp>

#include "image/opencv_bridge.h"

namespace facepoint {
namespace {

constexpr int kLevels = 4;
constexpr double kMostOff = 1;  // pixels, after the way forth and back

// On a common canvas, since the flow wants pictures of one size.
cv::Mat grey(const Picture& picture, int width, int height) {
  cv::Mat colourless;
  const cv::Mat pixels = view_of(picture);
  if (picture.channels == 1) {
    colourless = pixels;
  } else {
    cv::cvtColor(pixels, colourless, cv::COLOR_RGB2GRAY);
  }
  cv::Mat canvas;
  cv::copyMakeBorder(colourless, canvas, 0, height - picture.height, 0, width - picture.width,
                     cv::BORDER_REPLICATE);
  return canvas;
}

}  // namespace

std::vector<FollowedPoint> follow_points(const Picture& from, const Picture& to,
                                         const std::vector<Point>& points) {
  std::vector<FollowedPoint> followed;
  followed.reserve(points.size());
  for (const Point& point : points) followed.push_back({point, false, 0});
  if (from.empty() || to.empty() || points.empty()) return followed;
  const int width = std::max(from.width, to.width);
  const int height = std::max(from.height, to.height);
  const cv::Mat first = grey(from, width, height);
  const cv::Mat second = grey(to, width, height);
  std::vector<cv::Point2f> start;
  start.reserve(points.size());
  for (const Point& point : points) {
    start.emplace_back(static_cast<float>(point.x), static_cast<float>(point.y));
  }
  const int side = std::max(15, std::min(width, height) / 12) | 1;
  std::vector<cv::Point2f> there;
  std::vector<cv::Point2f> back;
  std::vector<unsigned char> found_there;
  std::vector<unsigned char> found_back;
  std::vector<float> errors;
  cv::calcOpticalFlowPyrLK(first, second, start, there, found_there, errors, {side, side}, kLevels);
  cv::calcOpticalFlowPyrLK(second, first, there, back, found_back, errors, {side, side}, kLevels);
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (found_there[i] == 0 || found_back[i] == 0) continue;
    const double missed = cv::norm(back[i] - start[i]);
    if (missed > kMostOff) continue;
    followed[i] = {{there[i].x, there[i].y}, true, missed};
  }
  return followed;
}

}  // namespace facepoint
