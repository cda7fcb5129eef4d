// Frames of a video as picture files: DIR/CLIP/CLIP_000123.jpg (or _000123+.jpg beside a
// file that was there). One thread at a time.
#pragma once

#include <filesystem>
#include <string>

#include "image/video.h"
#include "store/records.h"

namespace facepoint {

class FrameFiles {
 public:
  FrameFiles(std::filesystem::path root, std::string clip, bool png)
      : root_(std::move(root)), clip_(std::move(clip)), extension_(png ? ".png" : ".jpg") {}

  struct Kept {
    Image image;       // what is known of the file and its clip, with its path below the root
    std::string look;  // see image/look.h
  };
  // Encodes the frame (JPEG of quality 95, or PNG) and writes it at once or not at all. A file that
  // is there already, of a run that was broken off, is used if it is this frame to the byte; beside
  // any other one the frame gets a name of its own. Throws Error(kUnreadable).
  Kept keep(const VideoFrame& frame) const;

 private:
  // The path below the root.
  std::string write(const std::string& name, const std::string& bytes) const;

  std::filesystem::path root_;
  std::string clip_;
  std::string extension_;
};

// By size, beginning and end, since all of a film would take long: what tells one video from
// another, wherever it lies. Throws Error(kUnreadable).
std::string video_digest(const std::filesystem::path& file);

}  // namespace facepoint
