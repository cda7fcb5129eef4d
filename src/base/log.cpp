#include "base/log.h"

#include <mutex>
#include <utility>

namespace facepoint {
namespace {
std::mutex mutex;
LogSink sink;
}  // namespace

void set_log_sink(LogSink new_sink) {
  const std::lock_guard lock(mutex);
  sink = std::move(new_sink);
}

void log(LogLevel level, const std::string& message) {
  const std::lock_guard lock(mutex);
  if (sink) sink(level, message);
}

}  // namespace facepoint
