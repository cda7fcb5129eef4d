#include "tasks/video_frames.h"

#include <algorithm>
#include <fstream>

#include "base/digest.h"
#include "base/error.h"
#include "base/files.h"
#include "image/codec.h"
#include "tasks/import_pictures.h"

namespace facepoint {
namespace {

namespace fs = std::filesystem;

constexpr int kDigits = 6;  // of a frame's number, so that names are in the frames' order
constexpr int kQuality = 95;

std::string numbered(const std::string& clip, std::int64_t number) {
  const std::string digits = std::to_string(number);
  const auto missing = kDigits - static_cast<int>(digits.size());
  return clip + "_" + std::string(static_cast<std::size_t>(std::max(missing, 0)), '0') + digits;
}

bool holds(const fs::path& file, const std::string& bytes) {
  std::error_code failed;
  return fs::is_regular_file(file, failed) && fs::file_size(file, failed) == bytes.size() &&
         read_file(file) == bytes;
}

}  // namespace

FrameFiles::Kept FrameFiles::keep(const VideoFrame& frame) const {
  const std::string bytes =
      extension_ == ".png" ? encode_png(frame.picture) : encode_jpeg(frame.picture, kQuality);
  const std::string path = write(numbered(clip_, frame.number), bytes);
  const fs::path file = root_ / path;
  PictureRead read = read_picture({file, {}});
  if (!read.facts.decode_error.empty()) {
    throw Error(ErrorCode::kUnreadable, read.facts.decode_error, file.string());
  }
  read.facts.path = path;
  read.facts.clip = clip_;
  return {std::move(read.facts), std::move(read.look)};
}

std::string FrameFiles::write(const std::string& name, const std::string& bytes) const {
  const fs::path folder = root_ / clip_;
  std::error_code failed;
  fs::create_directories(folder, failed);
  if (failed) {
    throw Error(ErrorCode::kUnreadable,
                "the folder for the frames cannot be made: " + failed.message() +
                    "; name another one with --frames",
                folder.string());
  }
  for (int i = 1;; ++i) {
    // The last number of a name is the frame's.
    const std::string file = name + std::string(static_cast<std::size_t>(i - 1), '+') + extension_;
    if (!fs::exists(folder / file, failed)) {
      write_file_atomically(folder / file, bytes);
    } else if (!holds(folder / file, bytes)) {
      continue;
    }
    return clip_ + "/" + file;
  }
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
