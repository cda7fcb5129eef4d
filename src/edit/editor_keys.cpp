// Editor: the person's own keys.
#include "base/files.h"
#include "edit/editor.h"

namespace facepoint {
namespace fs = std::filesystem;

// Also while the editor runs: a key that was changed in the file is in force when it is saved.
bool Editor::reload_keys_if_changed() {
  if (keys_file_.empty()) return false;
  std::error_code missing;
  const fs::file_time_type written = fs::last_write_time(keys_file_, missing);
  const auto now = missing ? std::nullopt : std::optional(written);
  if (now == keys_written_) return false;
  keys_written_ = now;
  KeyFile file = read_keys(keys_file_);
  keys_ = std::move(file.keys);
  for (const std::string& problem : file.problems) say(StatusKind::kWarning, problem);
  return true;
}

void Editor::edit_keys() {
  std::error_code ignored;
  if (!fs::exists(keys_file_, ignored)) {
    fs::create_directories(keys_file_.parent_path(), ignored);
    write_file_atomically(keys_file_, keys_file_text(keys_));
    reload_keys_if_changed();
  }
  ask_for_file(keys_file_);
  say(StatusKind::kInfo, "The keys are in " + keys_file_.string() +
                             "; what you change there is in force when you save it.");
}

}  // namespace facepoint
