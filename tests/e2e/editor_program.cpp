#include "e2e/editor_program.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

#include "base/files.h"

namespace facepoint::test {
namespace {

constexpr int kPatienceMs = 60000;

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

}  // namespace

Process::Process(const std::vector<std::string>& command,
                 const std::vector<std::string>& environment) {
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  std::vector<std::string> words = command;
  const std::vector<char*> argv = pointers(words);
  id_ = fork();
  if (id_ == 0) {
    dup2(ends[1], STDOUT_FILENO);
    for (const std::string& variable : environment) putenv(strdup(variable.c_str()));
    execvp(argv[0], argv.data());
    _exit(127);
  }
  close(ends[1]);
  output_ = ends[0];
  if (id_ < 0) throw std::runtime_error("no process");
}

Process::~Process() {
  if (id_ > 0) {
    kill(id_, SIGKILL);
    waitpid(id_, nullptr, 0);
  }
  close(output_);
}

std::string Process::read_line() {
  while (true) {
    const auto end = buffer_.find('\n');
    if (end != std::string::npos) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end + 1);
      return line;
    }
    pollfd waiting{output_, POLLIN, 0};
    const int ready = poll(&waiting, 1, kPatienceMs);
    if (ready < 0 && errno == EINTR) continue;
    if (ready <= 0) throw std::runtime_error("the program said nothing for a minute");
    std::array<char, 65536> chunk{};
    const ssize_t count = read(output_, chunk.data(), chunk.size());
    if (count <= 0) throw std::runtime_error("the program ended");
    buffer_.append(chunk.data(), static_cast<std::size_t>(count));
  }
}

void Process::send(int signal) const { kill(id_, signal); }

int Process::wait() {
  int status = 0;
  while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
  }
  id_ = -1;
  return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

Finished run_program(const std::vector<std::string>& command,
                     const std::vector<std::string>& environment) {
  Process process(command, environment);
  Finished finished;
  try {
    while (true) finished.output += process.read_line() + "\n";
  } catch (const std::runtime_error&) {
    // Its output is closed.
  }
  finished.code = process.wait();
  return finished;
}

std::filesystem::path program(const std::string& name) {
  return executable_path().parent_path() / name;
}

VirtualDisplay::VirtualDisplay()
    : server_({"Xvfb", "-displayfd", "1", "-screen", "0", "1280x720x24", "-nolisten", "tcp"}, {}),
      name_(":" + server_.read_line()) {}

std::vector<std::string> VirtualDisplay::environment() const {
  // The graphics driver keeps memory until the end, which is no leak of ours.
  return {"DISPLAY=" + name_, "LIBGL_ALWAYS_SOFTWARE=1", "XDG_STATE_HOME=" + state_.path().string(),
          "ASAN_OPTIONS=detect_leaks=0"};
}

void VirtualDisplay::xdotool(const std::vector<std::string>& arguments) const {
  std::vector<std::string> command{"xdotool"};
  command.insert(command.end(), arguments.begin(), arguments.end());
  if (run_program(command, environment()).code != 0) throw std::runtime_error("xdotool failed");
}

void VirtualDisplay::mouse_move(Point at) const {
  xdotool({"mousemove", std::to_string(static_cast<int>(at.x)),
           std::to_string(static_cast<int>(at.y))});
}

void VirtualDisplay::mouse_button(bool down) const {
  xdotool({down ? "mousedown" : "mouseup", "1"});
}

void VirtualDisplay::mouse_drag(const std::vector<Point>& path) const {
  mouse_move(path.front());
  mouse_button(true);
  for (std::size_t i = 1; i < path.size(); ++i) mouse_move(path[i]);
  mouse_button(false);
}

void VirtualDisplay::drop(Point at, const std::filesystem::path& path) const {
  const Finished finished =
      run_program({program("xdnd_drop"), std::to_string(static_cast<int>(at.x)),
                   std::to_string(static_cast<int>(at.y)), path.string()},
                  environment());
  if (finished.code != 0) throw std::runtime_error("nothing took the drop");
}

void VirtualDisplay::key(const std::string& name) const { xdotool({"key", name}); }

void VirtualDisplay::hold_key(const std::string& name, bool down) const {
  xdotool({down ? "keydown" : "keyup", name});
}

void VirtualDisplay::type(const std::string& text) const { xdotool({"type", text}); }

EditorProgram::EditorProgram(const VirtualDisplay& display, const std::filesystem::path& project,
                             const std::vector<std::string>& options,
                             const std::vector<std::string>& before)
    : process_(
          [&] {
            std::vector<std::string> command = before;
            command.push_back(program("facepoint-edit").string());
            if (!project.empty()) command.push_back(project.string());
            command.insert(command.end(), {"--trace", "--size", "1280x720"});
            command.insert(command.end(), options.begin(), options.end());
            return command;
          }(),
          display.environment()) {}

EditorProgram::Trace EditorProgram::wait_for(const char* event,
                                             const std::function<bool(const Trace&)>& expected) {
  while (last_.is_null() || last_["event"] != event || !expected(last_)) {
    last_ = Trace::parse(process_.read_line());
  }
  return last_;
}

EditorProgram::Trace EditorProgram::wait_until(const std::function<bool(const Trace&)>& expected) {
  return wait_for("idle", expected);
}

EditorProgram::Trace EditorProgram::wait_while_working_until(
    const std::function<bool(const Trace&)>& expected) {
  return wait_for("working", expected);
}

EditorProgram::Trace EditorProgram::wait_for_status(const std::string& part) {
  return wait_until([&](const Trace& trace) {
    return trace["status"].get<std::string>().find(part) != std::string::npos;
  });
}

Point EditorProgram::center(const Trace& trace, const std::string& widget) {
  const auto& rect = trace.at("widgets").at(widget);
  return Rect{rect[0], rect[1], rect[2], rect[3]}.center();
}

}  // namespace facepoint::test
