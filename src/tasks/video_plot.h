// How the points of followed faces tremble, as a page that needs nothing else. Pure, any thread.
#pragma once

#include <string>

#include "tasks/video.h"

namespace facepoint {

// HTML: a plot a clip, the residual (see Jitter) of each track over time.
std::string tremble_page(const VideoReport& report);

}  // namespace facepoint
