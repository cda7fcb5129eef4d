#include "edit/recent_projects.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/files.h"

namespace facepoint {
namespace fs = std::filesystem;

RecentProjects::RecentProjects(fs::path file) : file_(std::move(file)) {}

std::vector<RecentProject> RecentProjects::list() const {
  std::vector<RecentProject> projects;
  try {
    for (const auto& entry : nlohmann::json::parse(read_file(file_))) {
      const fs::path path = entry.get<std::string>();
      std::error_code failed;
      projects.push_back({path, !fs::exists(path, failed)});
    }
  } catch (const std::exception&) {
    projects.clear();
  }
  if (projects.size() > kMost) projects.resize(kMost);
  return projects;
}

void RecentProjects::add(const fs::path& project) {
  std::error_code failed;
  const fs::path path = fs::absolute(project, failed).lexically_normal();
  std::vector<std::string> names{path.string()};
  for (const RecentProject& known : list()) {
    if (known.path != path && names.size() < kMost) names.push_back(known.path.string());
  }
  try {
    fs::create_directories(file_.parent_path(), failed);
    write_file_atomically(file_, nlohmann::json(names).dump(2) + "\n");
  } catch (const Error&) {
    // A list of conveniences is not worth a message.
  }
}

}  // namespace facepoint
