// Video files, frame by frame from the first to the last. The format is found by content, never by
// name. A reader belongs to one thread at a time; the first one opens the module that decodes.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "image/picture.h"

namespace facepoint {

// "avi", "mp4" (and QuickTime), "matroska" (and WebM), "mpeg", "mpeg-ts", "flv", "ogg", "asf" by a
// file's first bytes, of which kVideoHead are enough; empty if it is none of them.
inline constexpr std::size_t kVideoHead = 512;
std::string sniff_video(std::string_view head);
bool is_video(const std::filesystem::path& file);  // false also for what cannot be read

struct VideoFacts {
  int width = 0;  // pixels, upright
  int height = 0;
  double fps = 0;           // frames a second as the file says, on average where they vary
  std::int64_t frames = 0;  // that the file promises, often only estimated; 0: it doesn't say
  int rotation = 0;         // degrees clockwise by which the stored pictures are turned, see next()
};

struct VideoFrame {
  Picture picture;
  std::int64_t number = 0;  // in the order of showing, 0-based
  double seconds = 0;       // since the first frame, as stored with the frame
};

class VideoReader {
 public:
  // Decodes the first frame. Throws Error that names the file: kNotFound, kUnsupported (no video,
  // or none that can be decoded), kDamaged (it ends before its index or its first frame).
  explicit VideoReader(const std::filesystem::path& file);
  VideoReader(const VideoReader&) = delete;
  VideoReader& operator=(const VideoReader&) = delete;
  ~VideoReader();

  const VideoFacts& facts() const;

  // 8-bit RGB, turned upright as the file's metadata says. nullopt after the last one that can be
  // decoded.
  std::optional<VideoFrame> next();

  // Of the frames that were read so far: the shortest and the longest time between two.
  struct Steps {
    double shortest = 0;  // seconds
    double longest = 0;
    // The frame rate varies: by more than half a frame, which no rounding of times comes to.
    bool uneven = false;
  };
  Steps steps() const;

  // Once next() has given nullopt: what is missing of the file, as a sentence; empty: nothing.
  std::string problem() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace facepoint
