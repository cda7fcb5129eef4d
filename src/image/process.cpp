#include "image/process.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "image/opencv_bridge.h"

namespace facepoint {
namespace {

// The pixels of `picture` that a warp looks at: at least one, so that a crop that lies wholly
// outside still has an edge to repeat.
cv::Rect source_region(const Picture& picture, const Similarity& image_from_crop, int width,
                       int height) {
  constexpr double kMargin = 2;  // for interpolation
  const std::array<Point, 4> corners{image_from_crop({0, 0}), image_from_crop({width - 1.0, 0}),
                                     image_from_crop({0, height - 1.0}),
                                     image_from_crop({width - 1.0, height - 1.0})};
  Point low = corners[0];
  Point high = corners[0];
  for (const Point& corner : corners) {
    low = {std::min(low.x, corner.x), std::min(low.y, corner.y)};
    high = {std::max(high.x, corner.x), std::max(high.y, corner.y)};
  }
  const auto clamped = [](double value, int size) {
    return static_cast<int>(std::clamp(value, 0.0, size - 1.0));
  };
  const int left = clamped(std::floor(low.x - kMargin), picture.width);
  const int top = clamped(std::floor(low.y - kMargin), picture.height);
  const int right = clamped(std::ceil(high.x + kMargin), picture.width);
  const int bottom = clamped(std::ceil(high.y + kMargin), picture.height);
  return {left, top, right - left + 1, bottom - top + 1};
}

// The mean of each `factor` x `factor` block. The last blocks are filled from the picture around
// `mat`, which is a region of it, and by repetition where that ends.
cv::Mat shrunk_by(const cv::Mat& mat, int factor) {
  const int columns = (mat.cols + factor - 1) / factor;
  const int rows = (mat.rows + factor - 1) / factor;
  cv::Mat padded;
  cv::copyMakeBorder(mat, padded, 0, rows * factor - mat.rows, 0, columns * factor - mat.cols,
                     cv::BORDER_REPLICATE);
  cv::Mat result;
  cv::resize(padded, result, {columns, rows}, 0, 0, cv::INTER_AREA);
  return result;
}

}  // namespace

Picture to_grey(const Picture& picture) {
  if (picture.channels == 1) return picture;
  Picture grey = blank_picture(picture.width, picture.height, 1);
  cv::Mat target = view_of(grey);
  cv::cvtColor(view_of(picture), target, cv::COLOR_RGB2GRAY);
  return grey;
}

Picture resize(const Picture& picture, int width, int height) {
  const bool shrinks = width < picture.width || height < picture.height;
  Picture result = blank_picture(width, height, picture.channels);
  cv::Mat target = view_of(result);
  cv::resize(view_of(picture), target, {width, height}, 0, 0,
             shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
  return result;
}

Picture thumbnail(const Picture& picture, int side) {
  const int longest = std::max(picture.width, picture.height);
  if (longest <= side) return picture;
  const double scale = static_cast<double>(side) / longest;
  const auto scaled = [&](int length) {
    return std::max(1, static_cast<int>(std::lround(length * scale)));
  };
  return resize(picture, scaled(picture.width), scaled(picture.height));
}

Picture warp(const Picture& picture, const Similarity& crop_from_image, int width, int height) {
  const Similarity image_from_crop = crop_from_image.inverse();
  const cv::Rect region = source_region(picture, image_from_crop, width, height);
  cv::Mat source = view_of(picture)(region);
  // Where the pixels of `source` lie in the image.
  Similarity image_from_source{1, 0, static_cast<double>(region.x), static_cast<double>(region.y)};

  const int factor = static_cast<int>(image_from_crop.scale());
  if (factor >= 2) {
    source = shrunk_by(source, factor);
    // A block's centre is half a block less half a pixel from its first pixel.
    const Similarity blocks{static_cast<double>(factor), 0, (factor - 1) / 2.0, (factor - 1) / 2.0};
    image_from_source = compose(image_from_source, blocks);
  }

  const Similarity m = compose(crop_from_image, image_from_source);
  const cv::Matx23d matrix(m.a, -m.b, m.tx, m.b, m.a, m.ty);
  Picture crop = blank_picture(width, height, picture.channels);
  cv::Mat target = view_of(crop);
  cv::warpAffine(source, target, matrix, {width, height}, cv::INTER_LINEAR, cv::BORDER_REPLICATE);
  return crop;
}

Picture extend(const Picture& picture, int width, int height) {
  Picture result = blank_picture(width, height, picture.channels);
  cv::Mat target = view_of(result);
  cv::copyMakeBorder(view_of(picture), target, 0, height - picture.height, 0, width - picture.width,
                     cv::BORDER_REPLICATE);
  return result;
}

Picture mirror_horizontally(const Picture& picture) {
  Picture result = blank_picture(picture.width, picture.height, picture.channels);
  cv::Mat target = view_of(result);
  cv::flip(view_of(picture), target, 1);
  return result;
}

Picture gaussian_blur(const Picture& picture, double sigma) {
  if (sigma <= 0) return picture;
  Picture result = blank_picture(picture.width, picture.height, picture.channels);
  cv::Mat target = view_of(result);
  cv::GaussianBlur(view_of(picture), target, {}, sigma);
  return result;
}

Picture adjust(const Picture& picture, double gain, double bias) {
  Picture result = blank_picture(picture.width, picture.height, picture.channels);
  cv::Mat target = view_of(result);
  view_of(picture).convertTo(target, CV_8U, gain, 128 - 128 * gain + bias);
  return result;
}

void use_one_thread_a_picture() { cv::setNumThreads(1); }

}  // namespace facepoint
