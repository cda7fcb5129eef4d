#include "image/jpeg.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "base/error.h"
#include "image/opencv_bridge.h"

namespace facepoint {

std::string encode_jpeg(const Picture& picture, int quality) {
  cv::Mat pixels = view_of(picture);
  std::vector<unsigned char> bytes;
  try {
    if (picture.channels == 3) {
      cv::Mat bgr;
      cv::cvtColor(pixels, bgr, cv::COLOR_RGB2BGR);
      pixels = bgr;
    }
    cv::imencode(".jpg", pixels, bytes, {cv::IMWRITE_JPEG_QUALITY, quality});
  } catch (const cv::Exception& e) {
    throw Error(ErrorCode::kInternal, "The picture could not be encoded (" + e.err + ").");
  }
  return {bytes.begin(), bytes.end()};
}

}  // namespace facepoint
