// Who works with this program. Any thread.
#pragma once

#include <string>

namespace facepoint {

// FACEPOINT_AUTHOR, else the login name, else "somebody". Never empty.
std::string person_name();

}  // namespace facepoint
