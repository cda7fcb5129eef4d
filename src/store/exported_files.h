// What exports wrote, so that the next one knows its own files from those of somebody else. See
// project.h for threads and errors.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "store/project.h"

namespace facepoint {

struct ExportedFile {
  std::string path;    // absolute
  std::string digest;  // of its bytes when it was written, see base/digest.h
};

std::optional<std::string> exported_digest(Project& project, const std::string& path);
// All below a folder, by path; `folder` without a slash at its end.
std::vector<ExportedFile> exported_below(Project& project, const std::string& folder);
// In place of what was known of the same paths.
void keep_exported(Project& project, const std::vector<ExportedFile>& files);

}  // namespace facepoint
