// Projects for `facepoint-edit bench`, made of nothing: drawn pictures and drawn faces in a folder
// that goes when the program ends. Any thread.
#pragma once

#include <filesystem>

#include "store/project.h"

namespace facepoint {

class TemporaryFolder {
 public:
  TemporaryFolder();  // throws Error(kUnreadable)
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder();
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

struct DrawnProject {
  int images = 1;
  int faces_each = 1;
  int width = 320;  // of the pictures
  int height = 240;
  int files = 64;  // different ones; images beyond these are the same files by other paths
};
// Makes `folder`/bench.facepoint and the pictures beside it.
Project draw_project(const std::filesystem::path& folder, const DrawnProject& wanted);

}  // namespace facepoint
