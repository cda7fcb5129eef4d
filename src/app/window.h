// The window: GLFW with an OpenGL 3 context, its events as an InputQueue, ImGui drawn into it.
// One per program, main thread.
#pragma once

#include <array>
#include <filesystem>
#include <string>
#include <vector>

#include "app/options.h"
#include "ui/input_queue.h"

struct GLFWwindow;
struct GLFWcursor;

namespace facepoint {

class Window {
 public:
  // Throws Error(kUnsupported) where there is no display or no OpenGL 3.
  explicit Window(const AppOptions& options);
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;
  ~Window();

  double scale() const { return scale_; }
  int width() const;  // of the framebuffer, in pixels
  int height() const;
  bool close_asked() const;
  void stay_open();  // after close_asked()
  void set_title(const std::string& title);

  // Sleeps until an event, wake() or the time is over.
  void wait(double seconds);
  static void wake();  // any thread

  double time() const;  // seconds since the start

  const InputQueue& input() const { return input_; }
  // The next piece of input, given to ImGui; see InputQueue::feed.
  FrameInput take_input();
  std::vector<std::filesystem::path> take_dropped();  // on the window, since the last call
  bool take_damage();  // whether it was resized or uncovered since the last call

  // A frame: begin, draw with ImGui, render into the window's buffer, show it.
  void begin_frame();
  void render();
  void show();

 private:
  friend struct WindowCallbacks;
  void update_cursor();

  GLFWwindow* window_ = nullptr;
  InputQueue input_;
  std::vector<std::filesystem::path> dropped_;
  double scale_ = 1;
  double last_time_ = 0;
  bool damaged_ = true;
  std::array<GLFWcursor*, 9> cursors_{};  // by ImGuiMouseCursor; null: the arrow
};

}  // namespace facepoint
