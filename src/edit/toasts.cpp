#include "edit/toasts.h"

#include <algorithm>
#include <utility>

namespace facepoint {
namespace {

using std::chrono::seconds;

constexpr seconds kAfterHold{3};

// Long enough to be read; what went wrong needs a decision too.
seconds life_of(const Toast& toast) {
  const bool wrong = toast.kind == StatusKind::kWarning || toast.kind == StatusKind::kError;
  return seconds(wrong ? 14 : 7);
}

}  // namespace

void Toasts::add(Toast toast, Time now) {
  std::erase_if(shown_, [&](const Shown& each) {
    return each.toast.text == toast.text && each.toast.kind == toast.kind && !each.toast.change;
  });
  const auto is_done = [](const Shown& each) { return each.toast.kind == StatusKind::kDone; };
  const auto oldest_done = std::find_if(shown_.begin(), shown_.end(), is_done);
  if (toast.kind == StatusKind::kDone &&
      std::count_if(shown_.begin(), shown_.end(), is_done) == kMostDone) {
    shown_.erase(oldest_done);
  } else if (shown_.size() == kMost) {
    shown_.erase(oldest_done != shown_.end() ? oldest_done : shown_.begin());
  }
  const Time until = now + life_of(toast);
  shown_.push_back({std::move(toast), until});
}

void Toasts::dismiss(std::int64_t serial) {
  std::erase_if(shown_, [&](const Shown& each) { return each.toast.serial == serial; });
}

void Toasts::forget(ChangeId change) {
  std::erase_if(shown_, [&](const Shown& each) { return each.toast.change == change; });
}

void Toasts::settle(ChangeId change) {
  for (Shown& each : shown_) {
    if (each.toast.change == change) each.toast.change.reset();
  }
}

void Toasts::hold(bool held, Time now) {
  if (held_ && !held) {
    for (Shown& each : shown_) each.until = std::max(each.until, now + kAfterHold);
  }
  held_ = held;
}

bool Toasts::expire(Time now) {
  if (held_) return false;
  return std::erase_if(shown_, [&](const Shown& each) { return each.until <= now; }) > 0;
}

}  // namespace facepoint
