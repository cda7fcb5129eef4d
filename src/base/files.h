// Reading and writing whole files, and where the program's own files lie. Any thread.
// Every failure is an Error that names the path.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>

namespace facepoint {

std::string read_file(const std::filesystem::path& path);

// Written beside, flushed to disk, then renamed over `path`: a reader sees the old file or the
// new one, never a part, also after a crash or on a full disk.
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

// The running program's file.
std::filesystem::path executable_path();

// PREFIX/share/facepoint and PREFIX/lib/facepoint, where the program is PREFIX/bin/NAME. A build
// folder has the same layout as an installation. FACEPOINT_PREFIX overrides PREFIX, for tests.
std::filesystem::path share_dir();
std::filesystem::path module_dir();

}  // namespace facepoint
