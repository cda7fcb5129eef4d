// What a Matroska or WebM file's elements (RFC 9559) say and its decoder does not pass on. For the
// sources of this folder. Any thread.
#pragma once

#include <filesystem>
#include <optional>

namespace facepoint {

// When the last picture ends, by the tag that most programs write. nullopt: it is not there.
std::optional<double> matroska_picture_seconds(const std::filesystem::path& file);

}  // namespace facepoint
