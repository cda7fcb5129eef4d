// Private to image: the border between the program and the module that decodes videos, which is
// opened at the first video since FFmpeg with all it stands on takes as long to load as the rest of
// a command. Both sides are built from the same source; kVideoModuleApi tells when they aren't.
#pragma once

#include <cstdint>

#include "image/picture.h"

namespace facepoint {

class VideoDecoder {
 public:
  virtual ~VideoDecoder() = default;
  virtual double fps() const = 0;           // as the file says; 0: it doesn't
  virtual std::int64_t frames() const = 0;  // likewise
  virtual int rotation() const = 0;         // 0, 90, 180 or 270 degrees clockwise
  // The next frame, upright, and its stored time in seconds. False: there is none.
  virtual bool next(Picture& picture, double& seconds) = 0;
};

inline constexpr int kVideoModuleApi = 1;
inline constexpr const char* kVideoModuleEntry = "facepoint_open_video";

struct OpenedVideo {
  bool right_module = false;        // `api` is the module's own
  VideoDecoder* decoder = nullptr;  // none: the file cannot be opened. The caller's to delete
};
using VideoModuleEntry = void (*)(int api, const char* file, OpenedVideo& opened);

}  // namespace facepoint
