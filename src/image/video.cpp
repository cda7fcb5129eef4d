#include "image/video.h"

#include <dlfcn.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <limits>

#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "image/matroska.h"
#include "image/mp4.h"
#include "image/video_decoder.h"

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

// Packets that begin with their sync byte; AVCHD and Blu-ray put a time before each.
bool is_transport_stream(std::string_view bytes) {
  constexpr std::size_t kPacket = 188;
  constexpr std::size_t kTime = 4;
  const auto has_packets = [&](std::size_t first, std::size_t step) {
    return has_at(bytes, first, "G") && has_at(bytes, first + step, "G") &&
           has_at(bytes, first + 2 * step, "G");
  };
  return has_packets(0, kPacket) || has_packets(kTime, kTime + kPacket);
}

// QuickTime files may begin with room or a preview. Those words are found in texts as well: the
// box's size tells.
bool begins_with_a_small_box(std::string_view bytes) {
  constexpr std::string_view kSmall("\0", 1);
  constexpr std::array<std::string_view, 3> kBoxes{"free", "skip", "pnot"};
  return has_at(bytes, 0, kSmall) &&
         std::any_of(kBoxes.begin(), kBoxes.end(),
                     [&](std::string_view box) { return has_at(bytes, 4, box); });
}

std::string read_head(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  std::string head(kVideoHead, '\0');
  stream.read(head.data(), static_cast<std::streamsize>(head.size()));
  head.resize(static_cast<std::size_t>(std::max<std::streamsize>(stream.gcount(), 0)));
  return head;
}

[[noreturn]] void cannot_open(const std::filesystem::path& module, const std::string& why) {
  throw Error(ErrorCode::kNotFound,
              "cannot open the module that decodes videos (" + why + "); install facepoint again",
              module.string());
}

VideoModuleEntry open_module() {
  const std::filesystem::path path = module_dir() / "libfacepoint_video_module.so";
  // AV_LOG_QUIET, read once: what is wrong with a video is told by Errors and problem().
  ::setenv("OPENCV_FFMPEG_LOGLEVEL", "-8", 0);
  void* library = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) cannot_open(path, ::dlerror());
  const auto entry = reinterpret_cast<VideoModuleEntry>(::dlsym(library, kVideoModuleEntry));
  if (entry == nullptr) cannot_open(path, "it is not facepoint's");
  OpenedVideo nothing;
  entry(kVideoModuleApi, "", nothing);
  if (!nothing.right_module) cannot_open(path, "it belongs to another version");
  return entry;
}

// nullptr: the file cannot be opened.
std::unique_ptr<VideoDecoder> open_decoder(const std::filesystem::path& file) {
  static const VideoModuleEntry entry = open_module();
  OpenedVideo opened;
  entry(kVideoModuleApi, file.c_str(), opened);
  return std::unique_ptr<VideoDecoder>(opened.decoder);
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
  if (begins_with_a_small_box(head)) return "mp4";
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
    const std::string container = sniff_video(read_head(file_));
    if (container.empty()) {
      throw Error(ErrorCode::kUnsupported, "this is no video of a format that is known",
                  file.string());
    }
    decoder_ = open_decoder(file_);
    if (decoder_ == nullptr) {
      throw Error(
          ErrorCode::kDamaged,
          "the video cannot be opened: it is cut off before its index, or holds no pictures "
          "of a known kind",
          file.string());
    }
    facts_.fps = decoder_->fps() > 0 ? decoder_->fps() : kUnknownRate;
    facts_.frames = decoder_->frames();
    facts_.rotation = decoder_->rotation();
    promise_ = promise_of(container);
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
    const auto rounding = std::max<std::int64_t>(1, facts_.frames / 200);
    if (ahead_ || decoded_ + rounding >= facts_.frames) return {};
    // The count alone proves nothing: frames may be trimmed away, repeated without being stored, or
    // estimated from a rate that varies.
    const double end = last_ + std::max(longest_, 1 / facts_.fps);
    if (end + promise_.slack >= promise_.seconds) return {};
    return "it ends or is damaged after frame " + std::to_string(decoded_ - 1) + ": " +
           (promise_.counts ? count_of(decoded_, "frame") + " of the " +
                                  with_thousands(facts_.frames) + " that it promises could be read"
                            : fixed(end, 1) + " of the " + fixed(promise_.seconds, 1) +
                                  " seconds that it promises could be read");
  }

 private:
  struct Promise {
    bool counts = false;  // the file has an index of its frames
    double seconds = 0;   // that the pictures last
    double slack = 0;     // seconds that may be missing in a file that is whole
  };

  Promise promise_of(const std::string& container) const {
    Promise promise;
    promise.counts = container == "mp4" || container == "avi";
    promise.seconds = static_cast<double>(facts_.frames) / facts_.fps;
    if (container == "avi") {
      promise.slack = std::max(0.25, promise.seconds / 100);
      return promise;
    }
    if (container == "mp4") {
      if (const std::optional<double> shown = mp4_picture_seconds(file_)) {
        promise.seconds = *shown;
        promise.slack = std::max(2 / facts_.fps, promise.seconds / 200);
        return promise;
      }
    }
    // Of the file, whose sound may last longer than its pictures; of Matroska files, many say.
    const std::optional<double> end =
        container == "matroska" ? matroska_picture_seconds(file_) : std::nullopt;
    promise.seconds = std::min(promise.seconds, end.value_or(promise.seconds));
    promise.slack = std::max(1.0, promise.seconds / 50);
    return promise;
  }

  std::optional<VideoFrame> decode() {
    VideoFrame frame;
    double stored = 0;
    if (!decoder_->next(frame.picture, stored)) return std::nullopt;
    frame.number = decoded_++;
    frame.seconds = time_of(frame.number, stored);
    return frame;
  }

  // The stored times, as long as they rise; else a frame's length after the one before.
  double time_of(std::int64_t number, double stored) {
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

  std::filesystem::path file_;
  std::unique_ptr<VideoDecoder> decoder_;
  VideoFacts facts_;
  Promise promise_;
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

}  // namespace facepoint
