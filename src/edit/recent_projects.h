// Which projects were opened lately. A file that is damaged or missing is an empty list; what
// cannot be written is forgotten. UI thread.
#pragma once

#include <filesystem>
#include <vector>

#include "edit/user_dirs.h"

namespace facepoint {

struct RecentProject {
  std::filesystem::path path;  // absolute
  bool missing = false;        // now
};

class RecentProjects {
 public:
  static constexpr std::size_t kMost = 9;

  explicit RecentProjects(std::filesystem::path file = user_state_dir() / "recent.json");

  std::vector<RecentProject> list() const;  // newest first
  void add(const std::filesystem::path& project);

 private:
  std::filesystem::path file_;
};

}  // namespace facepoint
