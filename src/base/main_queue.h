// Work handed to the UI thread by other threads: `post` from anywhere, `run_pending` on the
// UI thread only. Swapped under the lock, run outside it.
#pragma once

#include <functional>
#include <mutex>
#include <vector>

namespace facepoint {

class MainQueue {
 public:
  using Task = std::function<void()>;

  // `wake` is called after each post, on the posting thread (wakes the window's event wait).
  explicit MainQueue(std::function<void()> wake = {});

  void post(Task task);
  // Runs what was posted before the call, in order. Returns how many tasks ran.
  std::size_t run_pending();

 private:
  std::function<void()> wake_;
  std::mutex mutex_;
  std::vector<Task> pending_;
};

}  // namespace facepoint
