// Turns the first SIGINT or SIGTERM into a cancel request, the second into an immediate end.
// At most one at a time; make it in main.
#pragma once

#include <csignal>
#include <stop_token>
#include <thread>

namespace facepoint::cli {

class CancelOnSignal {
 public:
  CancelOnSignal();
  CancelOnSignal(const CancelOnSignal&) = delete;
  CancelOnSignal& operator=(const CancelOnSignal&) = delete;
  ~CancelOnSignal();

  std::stop_token token() const { return source_.get_token(); }

 private:
  std::stop_source source_;
  int pipe_[2] = {-1, -1};
  struct sigaction former_interrupt_ {};
  struct sigaction former_terminate_ {};
  std::thread waiter_;
};

}  // namespace facepoint::cli
