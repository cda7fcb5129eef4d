// Where facepoint keeps what belongs to a person rather than to a project: XDG's folders of this
// program. They may not exist yet. Any thread.
#pragma once

#include <filesystem>

namespace facepoint {

std::filesystem::path user_state_dir();  // $XDG_STATE_HOME/facepoint, else ~/.local/state/facepoint
std::filesystem::path user_data_dir();   // $XDG_DATA_HOME/facepoint, else ~/.local/share/facepoint
std::filesystem::path user_config_dir();  // $XDG_CONFIG_HOME/facepoint, else ~/.config/facepoint

}  // namespace facepoint
