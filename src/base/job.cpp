#include "base/job.h"

#include <utility>

namespace facepoint {
namespace {
constexpr std::chrono::milliseconds kReportInterval{50};
}

JobContext::JobContext(Listener listener, std::stop_token stop)
    : listener_(std::move(listener)), stop_(std::move(stop)) {}

void JobContext::begin_stage(std::string name, std::int64_t total) {
  if (stage_open_) finish_stage(state_.note);
  throw_if_cancelled();
  state_ = {};
  state_.stage = std::move(name);
  state_.total = total;
  already_done_ = 0;
  stage_open_ = true;
  stage_began_ = Clock::now();
  report(false);
}

void JobContext::resume_stage_at(std::int64_t already_done) {
  already_done_ = already_done;
  stage_began_ = Clock::now();
}

void JobContext::progress(std::int64_t done, std::int64_t total, std::string note) {
  throw_if_cancelled();
  state_.done = done;
  state_.total = total;
  state_.note = std::move(note);
  const bool last = total > 0 && done >= total;
  if (last || Clock::now() - last_report_ >= kReportInterval) report(false);
}

void JobContext::finish_stage(std::string note) {
  if (!stage_open_) return;
  state_.note = std::move(note);
  // Many stages say which item they begin, and none is 4 of 5 when it is over.
  if (state_.total > 0) state_.done = state_.total;
  stage_open_ = false;
  report(true);
}

void JobContext::throw_if_cancelled() const {
  if (cancel_requested()) throw Cancelled();
}

void JobContext::report(bool finished) {
  last_report_ = Clock::now();
  const double seconds = std::chrono::duration<double>(last_report_ - stage_began_).count();
  const auto fresh = static_cast<double>(state_.done - already_done_);
  state_.per_second = seconds > 0 ? fresh / seconds : 0;
  state_.seconds_left.reset();
  if (state_.total > 0 && state_.per_second > 0) {
    state_.seconds_left = static_cast<double>(state_.total - state_.done) / state_.per_second;
  }
  state_.stage_finished = finished;
  if (listener_) listener_(state_);
}

}  // namespace facepoint
