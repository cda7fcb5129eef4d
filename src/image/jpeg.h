// Pictures as JPEG bytes, small ones for reports. Any thread.
#pragma once

#include <string>

#include "image/picture.h"

namespace facepoint {

// `quality`: 1 to 100. Throws Error(kInternal).
std::string encode_jpeg(const Picture& picture, int quality);

}  // namespace facepoint
