// Choosing a file or folder: a line to type in and a list to click through. UI thread, inside a
// frame.
#pragma once

#include <string>

#include "ui/frame.h"

namespace facepoint {

enum class PathKind : std::uint8_t { kFolder, kFolderOrCsv };

// `path` is what is chosen, `folder` what is listed. Recorded: "path", "path/up", and
// "path/entry/NAME" for what is listed.
void browse_path(Frame& frame, PathKind kind, std::string& path, std::string& folder);

}  // namespace facepoint
