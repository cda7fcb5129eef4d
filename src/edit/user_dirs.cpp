#include "edit/user_dirs.h"

#include <cstdlib>

namespace facepoint {
namespace {
namespace fs = std::filesystem;

fs::path user_dir(const char* variable, const char* below_home) {
  const char* set = std::getenv(variable);
  // XDG: a relative path is to be ignored.
  if (set != nullptr && set[0] == '/') return fs::path(set) / "facepoint";
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr ? home : "/tmp") / below_home / "facepoint";
}

}  // namespace

fs::path user_state_dir() { return user_dir("XDG_STATE_HOME", ".local/state"); }
fs::path user_data_dir() { return user_dir("XDG_DATA_HOME", ".local/share"); }
fs::path user_config_dir() { return user_dir("XDG_CONFIG_HOME", ".config"); }

}  // namespace facepoint
