#include "base/process.h"

#include <sys/resource.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <sstream>

namespace facepoint {
namespace {

constexpr int kBackgroundNice = 10;

// Field 22 of /proc/PID/stat, in ticks since the machine started; empty: there is no such process.
std::string start_of(const std::string& pid) {
  std::ifstream file("/proc/" + pid + "/stat");
  const std::string stat{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  // The second field is the program's name in brackets, which may hold anything.
  const auto name_end = stat.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream fields(stat.substr(name_end + 1));
  std::string field;
  for (int i = 3; i <= 22; ++i) fields >> field;
  return field;
}

}  // namespace

std::string this_process() {
  const std::string pid = std::to_string(getpid());
  return pid + "@" + start_of(pid);
}

bool process_runs(const std::string& name) {
  const auto at = name.find('@');
  if (at == std::string::npos || at + 1 == name.size()) return false;
  const std::string pid = name.substr(0, at);
  if (pid.find_first_not_of("0123456789") != std::string::npos) return false;
  return start_of(pid) == name.substr(at + 1);
}

void work_in_background() {
  // A refusal only costs comfort. Of Linux, 0 is the calling thread.
  (void)setpriority(PRIO_PROCESS, 0, kBackgroundNice);
}

}  // namespace facepoint
