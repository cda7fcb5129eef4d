// What files and folders that were dropped on the window are meant to do. Looks at the files, reads
// none but the first bytes of what may be a video. Any thread.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace facepoint {

struct Dropped {
  enum class Kind : std::uint8_t {
    kProject,  // one .facepoint file: open it
    kDataset,  // label files, or folders with pictures or label files: import them at once
    kVideo,    // videos, and nothing else: take frames of them
    kUnsure,   // something whose surroundings may be meant: ask, with this path filled in
    kNothing,  // nothing we know
  };
  Kind kind = Kind::kNothing;
  std::vector<std::filesystem::path> paths;  // kProject, kUnsure: one
  std::string why;                           // kUnsure, kNothing: a sentence for a person
};

Dropped understand_drop(const std::vector<std::filesystem::path>& paths);

}  // namespace facepoint
