// Picture files in and out. The format is found by content, never by name. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

#include "image/picture.h"

namespace facepoint {

// "jpeg", "png", "bmp", "tiff", "webp", "gif", "pnm"; empty if it is none of them.
std::string sniff_format(std::string_view bytes);
// Whether a file's extension says `format` (".jpg" and ".jpeg" both say "jpeg").
bool extension_agrees(const std::filesystem::path& path, const std::string& format);
// Whether a file of this name is worth sniffing when a folder is listed.
bool has_picture_extension(const std::filesystem::path& path);

// 8-bit RGB; orientation applied, alpha laid over black, other depths scaled to 8 bits; of an
// animation its first frame. Throws Error(kDamaged / kUnsupported) with `context`: an empty file,
// not a picture, a truncated JPEG or PNG (never a half-grey picture), too many pixels.
Picture decode_picture(std::string_view bytes, const std::string& context);
Picture load_picture(const std::filesystem::path& path);

// Width and height in pixels of what load_picture() would give, from the file's head where that
// tells. {0, 0} for a file that is no picture or isn't there.
struct PictureExtent {
  int width = 0;
  int height = 0;
};
PictureExtent picture_extent(const std::filesystem::path& path);

// By extension: .png, .jpg (quality 95), .ppm. Atomic.
void save_picture(const std::filesystem::path& path, const Picture& picture);
std::string encode_png(const Picture& picture);
std::string encode_jpeg(const Picture& picture, int quality);  // 1 to 100
// As it looks after being saved as a JPEG of this quality, 1 to 100.
Picture as_jpeg(const Picture& picture, int quality);

}  // namespace facepoint
