// Reading and writing whole files, and where the program's own files lie. Any thread.
// Every failure is an Error that names the path.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

namespace facepoint {

std::string read_file(const std::filesystem::path& path);
// The same in pieces of some 64 kB.
void read_pieces(const std::filesystem::path& path,
                 const std::function<void(std::string_view)>& take);

// Written beside, flushed to disk, then renamed over `path`: a reader sees the old file or the
// new one, never a part, also after a crash or on a full disk.
void write_file_atomically(const std::filesystem::path& path, std::string_view content);

// The same in pieces: what is written lies beside until `commit`, and goes away without it. One
// thread.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  const std::filesystem::path& beside() const { return beside_; }  // what is written so far
  void write(std::string_view content);
  void start_again();  // without what was written
  void commit();

 private:
  std::filesystem::path path_;
  std::filesystem::path beside_;
  int descriptor_ = -1;
};

// The running program's file.
std::filesystem::path executable_path();

// PREFIX/share/facepoint and PREFIX/lib/facepoint, where the program is PREFIX/bin/NAME. A build
// folder has the same layout as an installation. FACEPOINT_PREFIX overrides PREFIX, for tests.
std::filesystem::path share_dir();
std::filesystem::path module_dir();

}  // namespace facepoint
