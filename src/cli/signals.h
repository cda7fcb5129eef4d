// Turns the first SIGINT or SIGTERM into a cancel request, the second into an immediate end.
// Make one in main before any other thread starts.
#pragma once

#include <atomic>
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
  std::atomic<bool> ending_ = false;
  std::thread waiter_;
};

// For a program that is about to replace this one (exec keeps blocked signals blocked).
void unblock_signals();

}  // namespace facepoint::cli
