#include "base/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <utility>

#include "base/error.h"

namespace facepoint {
namespace fs = std::filesystem;
namespace {

[[noreturn]] void fail(const char* what, const fs::path& path, int error) {
  std::string message = std::string(what) + ": " + std::strerror(error);
  if (error == ENOSPC) message += ". Free some space and try again; nothing was changed";
  throw Error(error == ENOENT ? ErrorCode::kNotFound : ErrorCode::kUnreadable, message,
              path.string());
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  int get() const { return fd_; }

 private:
  int fd_;
};

void write_all(int fd, std::string_view content, const fs::path& path) {
  while (!content.empty()) {
    const ssize_t n = ::write(fd, content.data(), content.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      fail("cannot write", path, errno);
    }
    content.remove_prefix(static_cast<std::size_t>(n));
  }
}

fs::path prefix() {
  if (const char* given = std::getenv("FACEPOINT_PREFIX")) return given;
  return executable_path().parent_path().parent_path();
}

// What is written are reports, labels and weights: none belongs in the place of a project.
void refuse_database(const fs::path& path) {
  constexpr std::string_view kMagic("SQLite format 3\0", 16);
  std::array<char, kMagic.size()> head{};
  std::error_code unknown;
  if (!fs::is_regular_file(path, unknown)) return;
  std::ifstream in(path, std::ios::binary);
  if (!in.read(head.data(), head.size()) || std::string_view(head.data(), head.size()) != kMagic) {
    return;
  }
  throw Error(
      ErrorCode::kInvalidInput,
      "this is a project or another database, which would be overwritten; name another file",
      path.string());
}

}  // namespace

void read_pieces(const fs::path& path, const std::function<void(std::string_view)>& take) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) fail("cannot open", path, errno);
  std::array<char, 1 << 16> buffer{};
  for (;;) {
    const ssize_t n = ::read(file.get(), buffer.data(), buffer.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      fail("cannot read", path, errno);
    }
    if (n == 0) return;
    take({buffer.data(), static_cast<std::size_t>(n)});
  }
}

std::string read_file(const fs::path& path) {
  std::string content;
  std::error_code unknown;
  const auto size = fs::file_size(path, unknown);
  if (!unknown) content.reserve(size);
  read_pieces(path, [&](std::string_view piece) { content += piece; });
  return content;
}

AtomicFile::AtomicFile(fs::path path)
    : path_(std::move(path)), beside_(path_.string() + ".part-" + std::to_string(::getpid())) {
  refuse_database(path_);
  descriptor_ = ::open(beside_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (descriptor_ < 0) fail("cannot create", path_, errno);
}

AtomicFile::~AtomicFile() {
  if (descriptor_ < 0) return;
  ::close(descriptor_);
  ::unlink(beside_.c_str());
}

void AtomicFile::write(std::string_view content) { write_all(descriptor_, content, path_); }

void AtomicFile::start_again() {
  if (::ftruncate(descriptor_, 0) != 0 || ::lseek(descriptor_, 0, SEEK_SET) != 0) {
    fail("cannot write", path_, errno);
  }
}

void AtomicFile::commit() {
  if (::fsync(descriptor_) != 0) fail("cannot write", path_, errno);
  if (::rename(beside_.c_str(), path_.c_str()) != 0) fail("cannot replace", path_, errno);
  ::close(std::exchange(descriptor_, -1));
  const Descriptor dir(
      ::open(path_.has_parent_path() ? path_.parent_path().c_str() : ".", O_RDONLY | O_DIRECTORY));
  if (dir.get() >= 0) ::fsync(dir.get());
}

void write_file_atomically(const fs::path& path, std::string_view content) {
  AtomicFile file(path);
  file.write(content);
  file.commit();
}

fs::path executable_path() { return fs::read_symlink("/proc/self/exe"); }

fs::path share_dir() { return prefix() / "share" / "facepoint"; }

fs::path module_dir() { return prefix() / "lib" / "facepoint"; }

}  // namespace facepoint
