#include "base/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>

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

}  // namespace

std::string read_file(const fs::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.get() < 0) fail("cannot open", path, errno);
  std::string content;
  std::error_code unknown;
  const auto size = fs::file_size(path, unknown);
  if (!unknown) content.reserve(size);
  std::array<char, 1 << 16> buffer{};
  for (;;) {
    const ssize_t n = ::read(file.get(), buffer.data(), buffer.size());
    if (n < 0) {
      if (errno == EINTR) continue;
      fail("cannot read", path, errno);
    }
    if (n == 0) return content;
    content.append(buffer.data(), static_cast<std::size_t>(n));
  }
}

void write_file_atomically(const fs::path& path, std::string_view content) {
  const fs::path beside = path.string() + ".part-" + std::to_string(::getpid());
  try {
    const Descriptor file(::open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644));
    if (file.get() < 0) fail("cannot create", path, errno);
    write_all(file.get(), content, path);
    if (::fsync(file.get()) != 0) fail("cannot write", path, errno);
  } catch (...) {
    ::unlink(beside.c_str());
    throw;
  }
  if (::rename(beside.c_str(), path.c_str()) != 0) {
    const int error = errno;
    ::unlink(beside.c_str());
    fail("cannot replace", path, error);
  }
  const Descriptor dir(
      ::open(path.has_parent_path() ? path.parent_path().c_str() : ".", O_RDONLY | O_DIRECTORY));
  if (dir.get() >= 0) ::fsync(dir.get());
}

fs::path executable_path() { return fs::read_symlink("/proc/self/exe"); }

fs::path share_dir() { return prefix() / "share" / "facepoint"; }

fs::path module_dir() { return prefix() / "lib" / "facepoint"; }

}  // namespace facepoint
