// What can be said of a picture file's bytes without decoding them: OpenCV's decoders pass over
// truncation in silence, drop the orientation of pictures with alpha, know no animations, and look
// at sizes only after they have made room. For the sources of this folder. Pure, any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace facepoint {

// Whether the file ends before the picture does: JPEG without its end marker, PNG without IEND,
// WebP shorter than it says. False for formats whose decoders notice it themselves.
bool is_truncated(const std::string& format, std::string_view bytes);

// As the header says, before the orientation is applied; {0, 0} when it doesn't.
struct PixelSize {
  std::int64_t width = 0;
  std::int64_t height = 0;
};
PixelSize declared_size(const std::string& format, std::string_view bytes);

// How the stored pixels are to be turned and mirrored, 1 to 8 (TIFF 6.0, tag 274): that of EXIF in
// JPEG, PNG and WebP, and a TIFF's own; 1 when there is none.
int stored_orientation(const std::string& format, std::string_view bytes);

// The first frame of an animated WebP as a file of its own, and its place on the canvas, which is
// as large as the declared size. nullopt: it is not animated.
struct WebpFrame {
  std::string file;
  int x = 0;
  int y = 0;
};
std::optional<WebpFrame> first_webp_frame(std::string_view webp);

// Which bytes of a BMP's pixels are which.
struct BmpMasks {
  bool given = false;  // else blue, green, red
  bool alpha = false;
  bool heeded = true;  // by OpenCV, which takes blue, green, red for granted with older headers
};
BmpMasks bmp_masks(std::string_view bmp);

}  // namespace facepoint
