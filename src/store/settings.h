// What a project remembers by name. See project.h for threads and errors.
#pragma once

#include <optional>
#include <string>

#include "store/project.h"

namespace facepoint {

// The weights file that annotating uses where none is named.
inline constexpr const char* kDefaultModelSetting = "default_model";

std::optional<std::string> setting(Project& project, const std::string& name);
// nullopt forgets it.
void set_setting(Project& project, const std::string& name,
                 const std::optional<std::string>& value);

}  // namespace facepoint
