// What a long operation is given: a place to report progress and a way to be cancelled.
// One JobContext belongs to one running job; report from one thread at a time. The cancel
// request may come from any thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

namespace facepoint {

// Thrown out of a job that was asked to stop. Not an Error: nothing failed.
class Cancelled : public std::exception {
 public:
  const char* what() const noexcept override { return "cancelled"; }
};

struct Progress {
  std::string stage;                   // "Reading pictures"
  std::string note;                    // "loss 0.031, validation NME 5.2 %"; may be empty
  std::int64_t done = 0;               // items of this stage
  std::int64_t total = 0;              // 0: not known
  double per_second = 0;               // items a second since the stage began
  std::optional<double> seconds_left;  // of this stage
  bool stage_finished = false;
};

class JobContext {
 public:
  using Listener = std::function<void(const Progress&)>;

  // With no listener progress goes nowhere; with a default token the job is never cancelled.
  explicit JobContext(Listener listener = {}, std::stop_token stop = {});

  // Begins a stage (its clock starts); the former one is reported as finished.
  void begin_stage(std::string name, std::int64_t total = 0);
  // Reports and throws Cancelled if asked to stop. The listener hears at most every 50 ms,
  // and always of the last item. `already_done` items of earlier runs don't count in the rate.
  void progress(std::int64_t done, std::int64_t total, std::string note = {});
  void resume_stage_at(std::int64_t already_done);
  void finish_stage(std::string note = {});

  bool cancel_requested() const { return stop_.stop_requested(); }
  void throw_if_cancelled() const;
  std::stop_token stop_token() const { return stop_; }

 private:
  using Clock = std::chrono::steady_clock;
  void report(bool finished);

  Listener listener_;
  std::stop_token stop_;
  Progress state_;
  Clock::time_point stage_began_;
  Clock::time_point last_report_;
  std::int64_t already_done_ = 0;
  bool stage_open_ = false;
};

}  // namespace facepoint
