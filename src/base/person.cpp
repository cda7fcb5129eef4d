#include "base/person.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace facepoint {
namespace {

std::string login_name() {
  std::array<char, 4096> room{};
  passwd entry{};
  passwd* found = nullptr;
  if (::getpwuid_r(::getuid(), &entry, room.data(), room.size(), &found) == 0 && found != nullptr) {
    return found->pw_name;
  }
  const char* said = std::getenv("LOGNAME");  // a container's user may have no entry
  return said == nullptr ? std::string() : said;
}

}  // namespace

std::string person_name() {
  const char* given = std::getenv("FACEPOINT_AUTHOR");
  if (given != nullptr && given[0] != '\0') return given;
  const std::string login = login_name();
  return login.empty() ? "somebody" : login;
}

}  // namespace facepoint
