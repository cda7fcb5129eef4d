#include "cli/signals.h"

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>

#include "base/error.h"
#include "cli/commands.h"

namespace facepoint::cli {
namespace {

// A handler may do no more than write to a pipe (requesting a stop takes a lock), and masking the
// signals for a waiting thread is not enough: libraries start threads before main that don't mask.
std::atomic<int> pipe_of_handler = -1;

void write_to_pipe(int) {
  const int saved = errno;
  const char signal = 's';
  [[maybe_unused]] const ssize_t written = write(pipe_of_handler, &signal, 1);
  errno = saved;
}

}  // namespace

CancelOnSignal::CancelOnSignal() {
  if (pipe2(pipe_, O_CLOEXEC) != 0) {
    throw Error(ErrorCode::kUnreadable, "no pipe can be opened: too many open files");
  }
  pipe_of_handler = pipe_[1];
  struct sigaction action {};
  action.sa_handler = write_to_pipe;
  action.sa_flags = SA_RESTART;
  sigaction(SIGINT, &action, &former_interrupt_);
  sigaction(SIGTERM, &action, &former_terminate_);
  waiter_ = std::thread([this] {
    char received = 0;
    while (read(pipe_[0], &received, 1) == 1 && received == 's') {
      if (source_.stop_requested()) _exit(kExitCancelled);
      source_.request_stop();
    }
  });
}

CancelOnSignal::~CancelOnSignal() {
  sigaction(SIGINT, &former_interrupt_, nullptr);
  sigaction(SIGTERM, &former_terminate_, nullptr);
  const char end = 'e';
  [[maybe_unused]] const ssize_t written = write(pipe_[1], &end, 1);
  waiter_.join();
  close(pipe_[0]);
  close(pipe_[1]);
}

}  // namespace facepoint::cli
