// A folder of a test's own, removed with everything in it when the test ends.
#pragma once

#include <filesystem>
#include <string>

namespace facepoint::test {

class TempDir {
 public:
  TempDir();
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

void write_text(const std::filesystem::path& path, const std::string& content);
std::filesystem::path source_dir();  // of the project

}  // namespace facepoint::test
