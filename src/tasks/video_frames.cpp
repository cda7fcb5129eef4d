#include "tasks/video_frames.h"

#include <algorithm>
#include <fstream>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "image/analysis.h"
#include "image/codec.h"
#include "tasks/import_pictures.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr int kDigits = 6;  // of a frame's number, so that names are in the frames' order
constexpr int kQuality = 95;
constexpr int kSamePicture = 8;  // bits of the perceptual hash that JPEG may change

std::string numbered(const std::string& clip, std::int64_t number) {
  const std::string digits = std::to_string(number);
  const auto missing = kDigits - static_cast<int>(digits.size());
  return clip + "_" + std::string(static_cast<std::size_t>(std::max(missing, 0)), '0') + digits;
}

}  // namespace

FrameFiles::Kept FrameFiles::keep(const VideoFrame& frame) const {
  const std::string path = clip_ + "/" + numbered(clip_, frame.number) + extension_;
  const fs::path file = root_ / path;
  std::error_code failed;
  const bool is_there = fs::exists(file, failed);
  if (!is_there) {
    fs::create_directories(file.parent_path(), failed);
    write_file_atomically(file, extension_ == ".png" ? encode_png(frame.picture)
                                                     : encode_jpeg(frame.picture, kQuality));
  }
  PictureRead read = read_picture({file, {}});
  if (!read.facts.decode_error.empty()) {
    throw Error(ErrorCode::kUnreadable, read.facts.decode_error, file.string());
  }
  if (is_there && hamming_distance(read.facts.perceptual_hash,
                                   analyse(frame.picture).perceptual_hash) > kSamePicture) {
    throw Error(ErrorCode::kConflict,
                "the file is there already and shows another picture than this frame; name another "
                "folder with --frames",
                file.string());
  }
  read.facts.path = path;
  read.facts.clip = clip_;
  return {std::move(read.facts), std::move(read.look)};
}

std::string video_digest(const fs::path& file) {
  constexpr std::streamsize kPart = 1 << 20;
  std::ifstream stream(file, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(2 * kPart), '\0');
  stream.read(bytes.data(), kPart);
  std::streamsize size = stream.gcount();
  stream.clear();
  stream.seekg(0, std::ios::end);
  const std::streamoff whole = stream.tellg();
  if (!stream || whole < 0) {
    throw Error(ErrorCode::kUnreadable, "the video cannot be read", file.string());
  }
  if (whole > size) {
    stream.seekg(std::max<std::streamoff>(size, whole - kPart));
    stream.read(bytes.data() + size, kPart);
    size += stream.gcount();
  }
  bytes.resize(static_cast<std::size_t>(size));
  return digest_of(std::to_string(whole) + "\n" + bytes);
}

}  // namespace facepoint
