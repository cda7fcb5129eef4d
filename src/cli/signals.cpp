#include "cli/signals.h"

#include <pthread.h>
#include <unistd.h>

#include <csignal>

#include "cli/commands.h"

namespace facepoint::cli {
namespace {

sigset_t cancelling_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  return set;
}

}  // namespace

// A thread that waits for the signals, rather than a handler: requesting a stop takes a lock.
CancelOnSignal::CancelOnSignal() {
  const sigset_t set = cancelling_signals();
  pthread_sigmask(SIG_BLOCK, &set, nullptr);
  waiter_ = std::thread([this, set] {
    int signal = 0;
    while (sigwait(&set, &signal) == 0 && !ending_) {
      if (source_.stop_requested()) _exit(kExitCancelled);
      source_.request_stop();
    }
  });
}

CancelOnSignal::~CancelOnSignal() {
  ending_ = true;
  pthread_kill(waiter_.native_handle(), SIGTERM);
  waiter_.join();
}

void unblock_signals() {
  const sigset_t set = cancelling_signals();
  pthread_sigmask(SIG_UNBLOCK, &set, nullptr);
}

}  // namespace facepoint::cli
