// Which projects were opened lately, and where facepoint keeps what belongs to a person rather than
// to a project. Files that are damaged or missing are an empty list; what cannot be written is
// forgotten. UI thread.
#pragma once

#include <filesystem>
#include <vector>

namespace facepoint {

// XDG's folders of this program: $XDG_STATE_HOME/facepoint (else ~/.local/state/facepoint) and
// $XDG_DATA_HOME/facepoint (else ~/.local/share/facepoint). They may not exist yet.
std::filesystem::path user_state_dir();
std::filesystem::path user_data_dir();

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
