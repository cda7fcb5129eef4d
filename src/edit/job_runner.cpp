#include "edit/job_runner.h"

#include <chrono>
#include <utility>

#include "base/error.h"
#include "base/process.h"

namespace facepoint {
namespace {

using Clock = std::chrono::steady_clock;

// Each post draws the window: a bar needs no more than a few a second, and drawing costs the work
// its time.
struct Posting {
  Clock::time_point last;
  std::string stage;

  bool is_time_for(const Progress& progress) {
    const bool new_stage = progress.stage != stage;
    const auto wait = std::chrono::milliseconds(new_stage ? 100 : 200);
    if (Clock::now() - last < wait) return false;
    last = Clock::now();
    stage = progress.stage;
    return true;
  }
};

JobResult run(const JobRunner::Work& work, JobContext& job, const std::string& title) {
  JobResult result;
  result.title = title;
  try {
    JobRunner::Outcome outcome = work(job);
    result.kind = outcome.problems ? JobResult::Kind::kDoneWithProblems : JobResult::Kind::kDone;
    result.summary = std::move(outcome.summary);
    result.details = std::move(outcome.details);
  } catch (const Cancelled&) {
    result.kind = JobResult::Kind::kCancelled;
    result.summary = "Cancelled; what was finished before is kept.";
  } catch (const std::exception& error) {
    result.kind = JobResult::Kind::kFailed;
    result.summary = error.what();
  }
  return result;
}

}  // namespace

JobRunner::~JobRunner() {
  current_.reset();
  cancel();
}

void JobRunner::start(std::string title, Work work, Done done) {
  if (running()) {
    throw Error(ErrorCode::kConflict,
                "“" + current_->title + "” is still running; wait for it or cancel it.");
  }
  auto state = std::make_shared<State>();
  state->title = title;
  state->done = std::move(done);
  current_ = state;
  const std::weak_ptr<State> weak = state;
  worker_ = std::jthread(
      [this, weak, title = std::move(title), work = std::move(work)](const std::stop_token& stop) {
        // The queue outlives the runner, and a message whose job is gone does nothing.
        work_in_background();
        MainQueue& queue = queue_;
        Posting posting;
        JobContext job(
            [weak, &queue, &posting](const Progress& progress) {
              if (!posting.is_time_for(progress)) return;
              queue.post([weak, progress] {
                if (const auto alive = weak.lock()) alive->progress = progress;
              });
            },
            stop);
        const JobResult result = run(work, job, title);
        queue.post([this, weak, result] {
          if (weak.lock()) finish(result);
        });
      });
}

void JobRunner::cancel() {
  if (worker_.joinable()) worker_.request_stop();
}

void JobRunner::finish(const JobResult& result) {
  worker_.join();
  const auto state = std::exchange(current_, nullptr);
  if (state->done) state->done(result);
}

const std::string& JobRunner::title() const {
  static const std::string none;
  return current_ ? current_->title : none;
}

const Progress& JobRunner::progress() const {
  static const Progress none;
  return current_ ? current_->progress : none;
}

}  // namespace facepoint
