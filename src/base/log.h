// Messages for a person that belong to no return value. Lower folders say; the program decides
// where it goes (the CLI: standard error; the editor: its status bar and log). Any thread.
#pragma once

#include <functional>
#include <string>

namespace facepoint {

enum class LogLevel { kInfo, kWarning, kError };

using LogSink = std::function<void(LogLevel, const std::string&)>;

void set_log_sink(LogSink sink);  // before other threads start; none: messages are dropped
void log(LogLevel level, const std::string& message);

}  // namespace facepoint
