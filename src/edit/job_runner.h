// Runs one long operation at a time on its own thread, with progress and cancel. Used from the UI
// thread only; what the worker says arrives through the main queue, so that a view reads plain
// values. Errors and cancellation of the work end here, as a result.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <thread>

#include "base/job.h"
#include "base/main_queue.h"

namespace facepoint {

struct JobResult {
  enum class Kind : std::uint8_t { kDone, kDoneWithProblems, kFailed, kCancelled };
  Kind kind = Kind::kDone;
  std::string title;    // of the job
  std::string summary;  // one sentence: what was done, or why not
  std::string details;  // more lines, may be empty: the report
};

class JobRunner {
 public:
  // Runs on the worker. Takes its inputs by value and opens its own connection.
  struct Outcome {
    std::string summary;
    std::string details;
    bool problems = false;
  };
  using Work = std::function<Outcome(JobContext&)>;
  using Done = std::function<void(const JobResult&)>;

  explicit JobRunner(MainQueue& queue) : queue_(queue) {}
  JobRunner(const JobRunner&) = delete;
  JobRunner& operator=(const JobRunner&) = delete;
  ~JobRunner();  // cancels and waits; `done` is not called any more

  // Error(kConflict) while another job runs. `done` is called on the UI thread.
  void start(std::string title, Work work, Done done);
  void cancel();

  bool running() const { return current_ != nullptr; }
  bool cancelling() const { return running() && worker_.get_stop_token().stop_requested(); }
  const std::string& title() const;  // of the running job; empty if none
  const Progress& progress() const;  // of the running job; undefined text if none

 private:
  struct State {
    std::string title;
    Progress progress;
    Done done;
  };
  void finish(const JobResult& result);

  MainQueue& queue_;
  std::shared_ptr<State> current_;  // UI thread only; messages hold it weakly
  std::jthread worker_;
};

}  // namespace facepoint
