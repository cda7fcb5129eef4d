// What an MP4 or QuickTime file's boxes (ISO 14496-12) say and its decoder does not pass on. For
// the sources of this folder. Any thread.
#pragma once

#include <filesystem>
#include <optional>

namespace facepoint {

// For how many seconds the file shows pictures: a trimmed video keeps frames that it doesn't show.
// nullopt: it doesn't say, as one that was written in fragments, or cannot be read.
std::optional<double> mp4_picture_seconds(const std::filesystem::path& file);

}  // namespace facepoint
