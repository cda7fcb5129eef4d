// Short messages that go by themselves: what was done, with a way to take exactly that back, and
// what went wrong. The newest last. Knows no clock: whoever asks says what time it is. UI thread.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/id.h"
#include "store/records.h"

namespace facepoint {

enum class StatusKind : std::uint8_t { kInfo, kDone, kWarning, kError };

struct Toast {
  StatusKind kind = StatusKind::kDone;
  std::string text;
  std::int64_t serial = 0;         // of the status that says the same
  std::optional<ChangeId> change;  // that it can take back
  bool has_report = false;         // of a job
};

class Toasts {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::size_t kMost = 4;         // the oldest make room
  static constexpr std::ptrdiff_t kMostDone = 2;  // of what went well: decisions come fast

  // A message that is shown already starts anew instead of standing there twice.
  void add(Toast toast, Time now);
  void dismiss(std::int64_t serial);
  void forget(ChangeId change);  // it was taken back
  void settle(ChangeId change);  // it can't be taken back from here any more
  // While they are held, by the pointer, none goes; when they are let go, each has a while left.
  void hold(bool held, Time now);
  bool held() const { return held_; }
  bool expire(Time now);  // true if one went

  struct Shown {
    Toast toast;
    Time until;
  };
  const std::vector<Shown>& shown() const { return shown_; }

 private:
  std::vector<Shown> shown_;
  bool held_ = false;
};

}  // namespace facepoint
