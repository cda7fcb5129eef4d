// Real programs under a real (virtual) display: Xvfb on a display of its own, facepoint-edit with
// its trace read line by line, mouse and keys through xdotool. Nothing sleeps: a test waits for
// the editor to say that it is idle and looks as expected.
#pragma once

#include <sys/types.h>

#include <filesystem>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/geometry.h"
#include "support/temp_dir.h"

namespace facepoint::test {

// A child process; killed and waited for when it goes out of scope.
class Process {
 public:
  // `environment`: "NAME=value", added to ours. Standard output is readable by read_line.
  Process(const std::vector<std::string>& command, const std::vector<std::string>& environment);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  // Fails the calling test (by exception) after 60 s without a line.
  std::string read_line();
  void send(int signal) const;
  int wait();  // the exit code, or 128 + the signal that ended it
  pid_t id() const { return id_; }

 private:
  pid_t id_ = -1;
  int output_ = -1;
  std::string buffer_;
};

// Runs to the end; the exit code and what it wrote to standard output.
struct Finished {
  int code = 0;
  std::string output;
};
Finished run_program(const std::vector<std::string>& command,
                     const std::vector<std::string>& environment = {});

std::filesystem::path program(const std::string& name);  // of this build

class VirtualDisplay {
 public:
  VirtualDisplay();
  std::vector<std::string> environment() const;
  void mouse_move(Point at) const;
  void mouse_button(bool down) const;
  // Presses at the first point, goes through the others and lets go; one point: a click.
  void mouse_drag(const std::vector<Point>& path) const;
  void drop(Point at, const std::filesystem::path& path) const;  // as from a file manager
  void key(const std::string& name) const;                       // as xdotool names it: "ctrl+z"
  void hold_key(const std::string& name, bool down) const;
  void type(const std::string& text) const;

 private:
  void xdotool(const std::vector<std::string>& arguments) const;
  TempDir state_;  // what facepoint-edit remembers, instead of this person's own
  Process server_;
  std::string name_;
};

class EditorProgram {
 public:
  EditorProgram(const VirtualDisplay& display, const std::filesystem::path& project,
                const std::vector<std::string>& options = {},
                const std::vector<std::string>& before = {});  // e.g. {"env", "NAME=value"}

  using Trace = nlohmann::json;
  // The first idle mark from now on for which `expected` holds, the last one seen included.
  Trace wait_until(const std::function<bool(const Trace&)>& expected);
  // The same of marks while a job works.
  Trace wait_while_working_until(const std::function<bool(const Trace&)>& expected);
  Trace wait_for_status(const std::string& part);
  static Point center(const Trace& trace, const std::string& widget);
  Process& process() { return process_; }

 private:
  Trace wait_for(const char* event, const std::function<bool(const Trace&)>& expected);
  Process process_;
  Trace last_;
};

}  // namespace facepoint::test
