#include "tasks/peer_program.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <csignal>
#include <cstring>
#include <thread>

#include "base/error.h"
#include "base/files.h"

namespace facepoint {
namespace {

// Ends the program and waits for it, also when an exception passes.
class Child {
 public:
  explicit Child(pid_t pid) : pid_(pid) {}
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;
  ~Child() {
    if (ended_) return;
    kill(pid_, SIGTERM);
    waitpid(pid_, nullptr, 0);
  }

  bool ended() {
    int status = 0;
    if (!ended_ && waitpid(pid_, &status, WNOHANG) == pid_) {
      ended_ = true;
      succeeded_ = WIFEXITED(status) && WEXITSTATUS(status) == 0;
    }
    return ended_;
  }
  bool succeeded() const { return succeeded_; }

 private:
  pid_t pid_;
  bool ended_ = false;
  bool succeeded_ = false;
};

pid_t start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
            const std::filesystem::path& in, const std::filesystem::path& out,
            const std::filesystem::path& err) {
  std::vector<std::string> words{program.string()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  argv.reserve(words.size() + 1);
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  constexpr int kWrite = O_WRONLY | O_CREAT | O_TRUNC;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, in.c_str(), O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out.c_str(), kWrite, 0600);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err.c_str(), kWrite, 0600);
  pid_t pid = 0;
  const int failed = posix_spawn(&pid, program.c_str(), &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  if (failed != 0) {
    throw Error(ErrorCode::kNotFound,
                std::string("the program cannot be started: ") + std::strerror(failed),
                program.string());
  }
  return pid;
}

}  // namespace

std::string run_program(const std::filesystem::path& program,
                        const std::vector<std::string>& arguments, const std::string& input,
                        const std::filesystem::path& folder, JobContext& job) {
  const auto in = folder / "input";
  const auto out = folder / "output";
  const auto err = folder / "errors";
  write_file_atomically(in, input);
  Child child(start(program, arguments, in, out, err));
  while (!child.ended()) {
    job.throw_if_cancelled();
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  if (!child.succeeded()) {
    throw Error(ErrorCode::kInternal, "the program failed: " + read_file(err), program.string());
  }
  return read_file(out);
}

}  // namespace facepoint
