#include "image/opencv_bridge.h"

namespace facepoint {

cv::Mat view_of(const Picture& picture) {
  return {picture.height, picture.width, CV_8UC(picture.channels),
          const_cast<std::uint8_t*>(picture.pixels.data())};
}

cv::Mat view_of(Picture& picture) {
  return {picture.height, picture.width, CV_8UC(picture.channels), picture.pixels.data()};
}

Picture blank_picture(int width, int height, int channels) {
  Picture picture{width, height, channels, {}};
  picture.pixels.resize(picture.row_bytes() * static_cast<std::size_t>(height));
  return picture;
}

Picture picture_of(const cv::Mat& mat) {
  Picture picture = blank_picture(mat.cols, mat.rows, mat.channels());
  mat.copyTo(view_of(picture));
  return picture;
}

}  // namespace facepoint
