// The module that decodes videos, by OpenCV's FFmpeg backend. See image/video_decoder.h.
#include <algorithm>
#include <cmath>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "image/video_decoder.h"

namespace facepoint {
namespace {

// OpenCV 4.6.0 tells the angle the wrong way round, and would turn pictures that way (its issue
// 22088).
constexpr bool kTurnsTheWrongWay = CV_VERSION_MAJOR == 4 && CV_VERSION_MINOR <= 6;

class CaptureDecoder : public VideoDecoder {
 public:
  // FFmpeg alone: other backends take patterns of names, devices and network addresses.
  bool open(const char* file) {
    if (!capture_.open(file, cv::CAP_FFMPEG)) return false;
    capture_.set(cv::CAP_PROP_ORIENTATION_AUTO, 0);
    const auto angle = static_cast<int>(capture_.get(cv::CAP_PROP_ORIENTATION_META));
    rotation_ = (((kTurnsTheWrongWay ? -angle : angle) % 360) + 360) % 360;
    return true;
  }

  double fps() const override {
    const double fps = capture_.get(cv::CAP_PROP_FPS);
    return std::isfinite(fps) && fps > 0 ? fps : 0;
  }

  std::int64_t frames() const override {
    constexpr double kMost = 1e12;  // a damaged head promises anything
    const double frames = capture_.get(cv::CAP_PROP_FRAME_COUNT);
    return std::isfinite(frames) && frames > 0 && frames < kMost ? std::llround(frames) : 0;
  }

  int rotation() const override { return rotation_; }

  bool next(Picture& picture, double& seconds) override {
    if (!capture_.read(stored_) || stored_.empty()) return false;
    seconds = capture_.get(cv::CAP_PROP_POS_MSEC) / 1000;
    const cv::Mat pixels = upright();
    picture = {pixels.cols, pixels.rows, 3, {}};
    picture.pixels.resize(picture.row_bytes() * static_cast<std::size_t>(picture.height));
    cv::Mat rgb(pixels.rows, pixels.cols, CV_8UC3, picture.pixels.data());
    cv::cvtColor(pixels, rgb, pixels.channels() == 1 ? cv::COLOR_GRAY2RGB : cv::COLOR_BGR2RGB);
    return true;
  }

 private:
  cv::Mat upright() const {
    cv::Mat turned;
    switch (rotation_) {
      case 90:
        cv::rotate(stored_, turned, cv::ROTATE_90_CLOCKWISE);
        return turned;
      case 180:
        cv::rotate(stored_, turned, cv::ROTATE_180);
        return turned;
      case 270:
        cv::rotate(stored_, turned, cv::ROTATE_90_COUNTERCLOCKWISE);
        return turned;
      default:
        return stored_;
    }
  }

  cv::VideoCapture capture_;
  cv::Mat stored_;
  int rotation_ = 0;
};

}  // namespace
}  // namespace facepoint

extern "C" [[gnu::visibility("default")]] void facepoint_open_video(
    int api, const char* file, facepoint::OpenedVideo& opened) {
  opened.right_module = api == facepoint::kVideoModuleApi;
  if (!opened.right_module) return;
  auto decoder = std::make_unique<facepoint::CaptureDecoder>();
  if (decoder->open(file)) opened.decoder = decoder.release();
}
