#include "base/main_queue.h"

#include <utility>

namespace facepoint {

MainQueue::MainQueue(std::function<void()> wake) : wake_(std::move(wake)) {}

void MainQueue::post(Task task) {
  {
    const std::lock_guard lock(mutex_);
    pending_.push_back(std::move(task));
  }
  if (wake_) wake_();
}

std::size_t MainQueue::run_pending() {
  std::vector<Task> tasks;
  {
    const std::lock_guard lock(mutex_);
    tasks.swap(pending_);
  }
  for (auto& task : tasks) task();
  return tasks.size();
}

}  // namespace facepoint
