// What can be said of a picture file's bytes without decoding them, since OpenCV's decoders pass
// over truncation in silence and drop the orientation of pictures with alpha. For the sources of
// this folder. Pure, any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace facepoint {

// Whether the file ends before the picture does: JPEG without its end marker, PNG without IEND,
// WebP shorter than it says. False for formats whose decoders notice it themselves.
bool is_truncated(const std::string& format, std::string_view bytes);

// As the header says; {0, 0} when it doesn't or for other formats than JPEG and PNG.
struct PixelSize {
  std::int64_t width = 0;
  std::int64_t height = 0;
};
PixelSize declared_size(const std::string& format, std::string_view bytes);

// EXIF orientation of JPEG, PNG and WebP, 1 to 8 (TIFF 6.0, tag 274); 1 when there is none.
int exif_orientation(const std::string& format, std::string_view bytes);

}  // namespace facepoint
