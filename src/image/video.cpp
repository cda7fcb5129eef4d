#include "image/video.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>
#include <opencv2/imgproc.hpp>
#include <opencv2/videoio.hpp>

#include "base/error.h"
#include "base/text.h"
#include "image/opencv_bridge.h"

namespace facepoint {
namespace {

bool has_at(std::string_view bytes, std::size_t at, std::string_view what) {
  return bytes.substr(std::min(at, bytes.size()), what.size()) == what;
}

// ISO base media files are videos and some pictures; the brand says which.
bool is_picture_brand(std::string_view brand) {
  constexpr std::array<std::string_view, 6> kPictures{"heic", "heix", "mif1",
                                                      "msf1", "avif", "avis"};
  return std::find(kPictures.begin(), kPictures.end(), brand) != kPictures.end();
}

bool is_transport_stream(std::string_view bytes) {
  constexpr std::size_t kPacket = 188;
  return bytes.size() > 2 * kPacket && bytes[0] == 'G' && bytes[kPacket] == 'G' &&
         bytes[2 * kPacket] == 'G';
}

std::string read_head(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string head(kVideoHead, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
  return head;
}

}  // namespace

std::string sniff_video(std::string_view head) {
  using namespace std::string_view_literals;
  if (has_at(head, 0, "RIFF") && has_at(head, 8, "AVI ")) return "avi";
  for (const std::string_view box : {"ftyp"sv, "moov"sv, "mdat"sv, "wide"sv}) {
    if (!has_at(head, 4, box)) continue;
    return box == "ftyp" && is_picture_brand(head.substr(std::min<std::size_t>(8, head.size()), 4))
               ? ""
               : "mp4";
  }
  if (has_at(head, 0, "\x1A\x45\xDF\xA3"sv)) return "matroska";
  if (has_at(head, 0, "\x00\x00\x01\xBA"sv) || has_at(head, 0, "\x00\x00\x01\xB3"sv)) return "mpeg";
  if (has_at(head, 0, "FLV\x01"sv)) return "flv";
  if (has_at(head, 0, "OggS")) return "ogg";
  if (has_at(head, 0, "\x30\x26\xB2\x75\x8E\x66\xCF\x11"sv)) return "asf";
  return is_transport_stream(head) ? "mpeg-ts" : "";
}

bool is_video(const std::filesystem::path& file) { return !sniff_video(read_head(file)).empty(); }

class VideoReader::Impl {
 public:
  explicit Impl(const std::filesystem::path& file) : file_(std::filesystem::absolute(file)) {
    std::error_code failed;
    if (!std::filesystem::is_regular_file(file_, failed)) {
      throw Error(ErrorCode::kNotFound, "there is no such video", file.string());
    }
    if (!is_video(file_)) {
      throw Error(ErrorCode::kUnsupported, "this is no video of a format that is known",
                  file.string());
    }
    // FFmpeg alone: other backends take patterns of names, devices and network addresses.
    if (!capture_.open(file_.string(), cv::CAP_FFMPEG)) {
      throw Error(
          ErrorCode::kDamaged,
          "the video cannot be opened: it is cut off before its index, or holds no pictures "
          "of a known kind",
          file.string());
    }
    read_facts();
    ahead_ = decode();
    if (!ahead_) {
      throw Error(ErrorCode::kDamaged, "not one frame of the video can be decoded", file.string());
    }
    facts_.width = ahead_->picture.width;
    facts_.height = ahead_->picture.height;
  }

  const VideoFacts& facts() const { return facts_; }

  std::optional<VideoFrame> next() {
    std::optional<VideoFrame> frame = std::move(ahead_);
    ahead_.reset();
    if (frame) ahead_ = decode();
    return frame;
  }

  Steps steps() const {
    if (decoded_ < 2) return {};
    const double even = 1 / facts_.fps;
    return {shortest_, longest_, longest_ - shortest_ > 0.5 * even};
  }

  std::string problem() const {
    // Estimates of the container round, and count a frame that ends with the sound.
    const auto tolerance = std::max<std::int64_t>(1, facts_.frames / 200);
    if (ahead_ || decoded_ + tolerance >= facts_.frames) return {};
    return "it ends or is damaged after frame " + std::to_string(decoded_ - 1) + ": " +
           count_of(decoded_, "frame") + " of the " + with_thousands(facts_.frames) +
           " that it promises could be read";
  }

 private:
  void read_facts() {
    const double fps = capture_.get(cv::CAP_PROP_FPS);
    facts_.fps = std::isfinite(fps) && fps > 0 ? fps : kUnknownRate;
    const double frames = capture_.get(cv::CAP_PROP_FRAME_COUNT);
    if (std::isfinite(frames) && frames > 0 && frames < kMostFrames) {
      facts_.frames = std::llround(frames);
    }
    // OpenCV 4.6.0 tells the angle the wrong way round, and would turn pictures that way (its issue
    // 22088).
    capture_.set(cv::CAP_PROP_ORIENTATION_AUTO, 0);
    constexpr bool kWrongWay = CV_VERSION_MAJOR == 4 && CV_VERSION_MINOR <= 6;
    const auto angle = static_cast<int>(capture_.get(cv::CAP_PROP_ORIENTATION_META));
    facts_.rotation = (((kWrongWay ? -angle : angle) % 360) + 360) % 360;
  }

  cv::Mat upright(const cv::Mat& stored) const {
    cv::Mat turned;
    switch (facts_.rotation) {
      case 90:
        cv::rotate(stored, turned, cv::ROTATE_90_CLOCKWISE);
        return turned;
      case 180:
        cv::rotate(stored, turned, cv::ROTATE_180);
        return turned;
      case 270:
        cv::rotate(stored, turned, cv::ROTATE_90_COUNTERCLOCKWISE);
        return turned;
      default:
        return stored;
    }
  }

  std::optional<VideoFrame> decode() {
    cv::Mat pixels;
    if (!capture_.read(pixels) || pixels.empty()) return std::nullopt;
    pixels = upright(pixels);
    VideoFrame frame;
    frame.picture = blank_picture(pixels.cols, pixels.rows, 3);
    cv::Mat rgb = view_of(frame.picture);
    cv::cvtColor(pixels, rgb, pixels.channels() == 1 ? cv::COLOR_GRAY2RGB : cv::COLOR_BGR2RGB);
    frame.number = decoded_;
    frame.seconds = time_of(frame.number);
    ++decoded_;
    return frame;
  }

  // The stored times, as long as they rise; else a frame's length after the one before.
  double time_of(std::int64_t number) {
    const double stored = capture_.get(cv::CAP_PROP_POS_MSEC) / 1000;
    if (number == 0) {
      first_ = std::isfinite(stored) ? stored : 0;
      return last_ = 0;
    }
    double seconds = stored - first_;
    if (!std::isfinite(seconds) || seconds <= last_) seconds = last_ + 1 / facts_.fps;
    shortest_ = std::min(shortest_, seconds - last_);
    longest_ = std::max(longest_, seconds - last_);
    return last_ = seconds;
  }

  static constexpr double kUnknownRate = 25;
  static constexpr double kMostFrames = 1e12;  // a damaged head promises anything

  std::filesystem::path file_;
  cv::VideoCapture capture_;
  VideoFacts facts_;
  std::optional<VideoFrame> ahead_;
  std::int64_t decoded_ = 0;
  double first_ = 0;  // stored time of the first frame, seconds
  double last_ = 0;
  double shortest_ = std::numeric_limits<double>::infinity();
  double longest_ = 0;
};

VideoReader::VideoReader(const std::filesystem::path& file) : impl_(std::make_unique<Impl>(file)) {}
VideoReader::~VideoReader() = default;
const VideoFacts& VideoReader::facts() const { return impl_->facts(); }
std::optional<VideoFrame> VideoReader::next() { return impl_->next(); }
VideoReader::Steps VideoReader::steps() const { return impl_->steps(); }
std::string VideoReader::problem() const { return impl_->problem(); }

// AV_LOG_QUIET; OpenCV hands it on to FFmpeg when it opens the first video.
void silence_video_decoders() {
  setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);  // NOLINT(concurrency-mt-unsafe): see the header
}

}  // namespace facepoint
