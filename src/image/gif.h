// GIF, which OpenCV does not read. Any thread.
#pragma once

#include <string>
#include <string_view>

#include "image/picture.h"

namespace facepoint {

// The first picture of the file, at its place on the screen that the file describes; what it leaves
// open or transparent is black. Throws Error: kDamaged for a file that ends early or breaks off,
// kUnsupported for more than `most_pixels`.
Picture decode_gif(std::string_view bytes, std::int64_t most_pixels, const std::string& context);

}  // namespace facepoint
