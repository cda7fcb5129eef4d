// Choosing a file or folder: a line to type in and a list to click through. UI thread, inside a
// frame.
#pragma once

#include <string>

#include "ui/recorder.h"
#include "ui/theme.h"

namespace facepoint {

enum class PathKind : std::uint8_t { kFolder, kFolderOrLabels, kProject };

// `path` is what is chosen, `folder` what is listed. Recorded: "path", "path/up", and
// "path/entry/NAME" for what is listed: also a folder that is being typed.
void browse_path(const Theme& theme, Recorder& record, PathKind kind, std::string& path,
                 std::string& folder);

}  // namespace facepoint
