#include "app/window.h"

#include <GLFW/glfw3.h>
#include <backends/imgui_impl_opengl3.h>
#include <imgui.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <utility>

#include "base/error.h"

namespace facepoint {
namespace {

std::string last_glfw_error() {
  const char* text = nullptr;
  glfwGetError(&text);
  return text != nullptr ? text : "unknown reason";
}

[[noreturn]] void fail(const std::string& what) {
  throw Error(ErrorCode::kUnsupported,
              what + " (" + last_glfw_error() +
                  "). The editor needs a display with OpenGL 3; the command line works without.");
}

Key named_key(int glfw_key) {
  static const std::map<int, Key> keys{{GLFW_KEY_ESCAPE, Key::kEscape},
                                       {GLFW_KEY_ENTER, Key::kEnter},
                                       {GLFW_KEY_KP_ENTER, Key::kEnter},
                                       {GLFW_KEY_TAB, Key::kTab},
                                       {GLFW_KEY_SPACE, Key::kSpace},
                                       {GLFW_KEY_BACKSPACE, Key::kBackspace},
                                       {GLFW_KEY_DELETE, Key::kDelete},
                                       {GLFW_KEY_LEFT, Key::kLeft},
                                       {GLFW_KEY_RIGHT, Key::kRight},
                                       {GLFW_KEY_UP, Key::kUp},
                                       {GLFW_KEY_DOWN, Key::kDown},
                                       {GLFW_KEY_PAGE_UP, Key::kPageUp},
                                       {GLFW_KEY_PAGE_DOWN, Key::kPageDown},
                                       {GLFW_KEY_HOME, Key::kHome},
                                       {GLFW_KEY_END, Key::kEnd},
                                       {GLFW_KEY_KP_ADD, character_key('+')},
                                       {GLFW_KEY_KP_SUBTRACT, character_key('-')}};
  const auto found = keys.find(glfw_key);
  if (found != keys.end()) return found->second;
  if (glfw_key >= GLFW_KEY_F1 && glfw_key <= GLFW_KEY_F12) {
    return static_cast<Key>(static_cast<int>(Key::kF1) + glfw_key - GLFW_KEY_F1);
  }
  return Key::kNone;
}

// The key by what it types in the person's layout, so that Ctrl+Z is where Z is printed.
Key key_of(int glfw_key, int scancode) {
  const Key named = named_key(glfw_key);
  if (named != Key::kNone) return named;
  const char* name = glfwGetKeyName(glfw_key, scancode);
  if (name != nullptr && name[0] > ' ' && name[0] < 127 && name[1] == '\0') {
    return character_key(static_cast<char>(std::toupper(static_cast<unsigned char>(name[0]))));
  }
  if (glfw_key > GLFW_KEY_SPACE && glfw_key <= GLFW_KEY_GRAVE_ACCENT) {
    return character_key(static_cast<char>(glfw_key));
  }
  return Key::kNone;
}

const char* clipboard(void* window) {
  const char* text = glfwGetClipboardString(static_cast<GLFWwindow*>(window));
  return text != nullptr ? text : "";
}

void set_clipboard(void* window, const char* text) {
  glfwSetClipboardString(static_cast<GLFWwindow*>(window), text);
}

}  // namespace

// GLFW's callbacks only write down what happened, in its order.
struct WindowCallbacks {
  static Window& window(GLFWwindow* handle) {
    return *static_cast<Window*>(glfwGetWindowUserPointer(handle));
  }
  // The screen's units are pixels on X11; elsewhere the framebuffer may be finer.
  static Point in_pixels(GLFWwindow* handle, double x, double y) {
    int width = 0;
    int height = 0;
    int pixel_width = 0;
    int pixel_height = 0;
    glfwGetWindowSize(handle, &width, &height);
    glfwGetFramebufferSize(handle, &pixel_width, &pixel_height);
    return {x * pixel_width / std::max(1, width), y * pixel_height / std::max(1, height)};
  }
  static void move(GLFWwindow* handle, double x, double y) {
    InputEvent event;
    event.kind = InputEvent::Kind::kMove;
    event.position = in_pixels(handle, x, y);
    window(handle).input_.push(event);
  }
  static void leave(GLFWwindow* handle, int entered) {
    if (entered != 0) return;
    InputEvent event;
    event.kind = InputEvent::Kind::kLeave;
    window(handle).input_.push(event);
  }
  static void button(GLFWwindow* handle, int button, int action, int /*mods*/) {
    if (button > 2) return;
    InputEvent event;
    event.kind = InputEvent::Kind::kButton;
    event.button = button;
    event.down = action == GLFW_PRESS;
    window(handle).input_.push(event);
  }
  static void wheel(GLFWwindow* handle, double x, double y) {
    InputEvent event;
    event.kind = InputEvent::Kind::kWheel;
    event.position = {x, y};
    window(handle).input_.push(event);
  }
  static void key(GLFWwindow* handle, int glfw_key, int scancode, int action, int mods) {
    InputEvent event;
    event.kind = InputEvent::Kind::kKey;
    event.down = action != GLFW_RELEASE;
    event.key = {key_of(glfw_key, scancode), (mods & GLFW_MOD_CONTROL) != 0,
                 (mods & GLFW_MOD_SHIFT) != 0, (mods & GLFW_MOD_ALT) != 0};
    // X11 reports a modifier's own key with the modifiers from before it.
    const auto own = [&](int left, int right, bool& held) {
      if (glfw_key == left || glfw_key == right) held = event.down;
    };
    own(GLFW_KEY_LEFT_CONTROL, GLFW_KEY_RIGHT_CONTROL, event.key.ctrl);
    own(GLFW_KEY_LEFT_SHIFT, GLFW_KEY_RIGHT_SHIFT, event.key.shift);
    own(GLFW_KEY_LEFT_ALT, GLFW_KEY_RIGHT_ALT, event.key.alt);
    window(handle).input_.push(event);
  }
  static void character(GLFWwindow* handle, unsigned code) {
    InputEvent event;
    event.kind = InputEvent::Kind::kCharacter;
    event.character = code;
    window(handle).input_.push(event);
  }
  static void drop(GLFWwindow* handle, int count, const char** paths) {
    window(handle).dropped_.insert(window(handle).dropped_.end(), paths, paths + count);
  }
  static void damaged(GLFWwindow* handle) { window(handle).damaged_ = true; }
  static void resized(GLFWwindow* handle, int, int) { window(handle).damaged_ = true; }
};

Window::Window(const AppOptions& options) {
  if (glfwInit() == 0) fail("No window system");
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_MAXIMIZED, options.sized ? GLFW_FALSE : GLFW_TRUE);
  window_ = glfwCreateWindow(options.width, options.height, "facepoint", nullptr, nullptr);
  if (window_ == nullptr) {
    const std::string reason = last_glfw_error();
    glfwTerminate();
    throw Error(ErrorCode::kUnsupported, "No window with OpenGL 3 can be opened (" + reason +
                                             "). The command line works without one.");
  }
  glfwMakeContextCurrent(window_);
  glfwSwapInterval(1);
  float monitor_scale = 1;
  glfwGetWindowContentScale(window_, &monitor_scale, nullptr);
  scale_ = options.scale > 0 ? options.scale : std::clamp<double>(monitor_scale, 1, 4);

  glfwSetWindowUserPointer(window_, this);
  glfwSetCursorPosCallback(window_, WindowCallbacks::move);
  glfwSetCursorEnterCallback(window_, WindowCallbacks::leave);
  glfwSetMouseButtonCallback(window_, WindowCallbacks::button);
  glfwSetScrollCallback(window_, WindowCallbacks::wheel);
  glfwSetKeyCallback(window_, WindowCallbacks::key);
  glfwSetCharCallback(window_, WindowCallbacks::character);
  glfwSetDropCallback(window_, WindowCallbacks::drop);
  glfwSetWindowRefreshCallback(window_, WindowCallbacks::damaged);
  glfwSetFramebufferSizeCallback(window_, WindowCallbacks::resized);

  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  map_keys(io);
  io.SetClipboardTextFn = set_clipboard;
  io.GetClipboardTextFn = clipboard;
  io.ClipboardUserData = window_;
  io.BackendFlags |= ImGuiBackendFlags_HasMouseCursors;
  ImGui_ImplOpenGL3_Init("#version 150");
  cursors_[ImGuiMouseCursor_Arrow] = glfwCreateStandardCursor(GLFW_ARROW_CURSOR);
  cursors_[ImGuiMouseCursor_TextInput] = glfwCreateStandardCursor(GLFW_IBEAM_CURSOR);
  cursors_[ImGuiMouseCursor_Hand] = glfwCreateStandardCursor(GLFW_HAND_CURSOR);
  cursors_[ImGuiMouseCursor_ResizeAll] = glfwCreateStandardCursor(GLFW_CROSSHAIR_CURSOR);
  last_time_ = glfwGetTime();
}

Window::~Window() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui::DestroyContext();
  glfwDestroyWindow(window_);
  glfwTerminate();
}

int Window::width() const {
  int width = 0;
  glfwGetFramebufferSize(window_, &width, nullptr);
  return width;
}

int Window::height() const {
  int height = 0;
  glfwGetFramebufferSize(window_, nullptr, &height);
  return height;
}

bool Window::close_asked() const { return glfwWindowShouldClose(window_) != 0; }

void Window::stay_open() { glfwSetWindowShouldClose(window_, GLFW_FALSE); }

void Window::set_title(const std::string& title) { glfwSetWindowTitle(window_, title.c_str()); }

void Window::wait(double seconds) {
  if (seconds > 0) {
    glfwWaitEventsTimeout(seconds);
  } else {
    glfwPollEvents();
  }
}

void Window::wake() { glfwPostEmptyEvent(); }

double Window::time() const { return glfwGetTime(); }

FrameInput Window::take_input() { return input_.feed(ImGui::GetIO()); }

std::vector<std::filesystem::path> Window::take_dropped() { return std::exchange(dropped_, {}); }

bool Window::take_damage() { return std::exchange(damaged_, false); }

void Window::begin_frame() {
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = ImVec2(static_cast<float>(width()), static_cast<float>(height()));
  const double now = glfwGetTime();
  io.DeltaTime = static_cast<float>(std::clamp(now - last_time_, 1e-4, 1.0));
  last_time_ = now;
  ImGui_ImplOpenGL3_NewFrame();
}

void Window::render() {
  update_cursor();
  // What no panel covers: the lines between them.
  glViewport(0, 0, width(), height());
  glClearColor(0.02F, 0.025F, 0.03F, 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
}

void Window::show() { glfwSwapBuffers(window_); }

void Window::update_cursor() {
  const ImGuiMouseCursor cursor = ImGui::GetMouseCursor();
  GLFWcursor* shape = nullptr;
  if (cursor >= 0 && cursor < static_cast<int>(cursors_.size())) shape = cursors_[cursor];
  glfwSetCursor(window_, shape != nullptr ? shape : cursors_[ImGuiMouseCursor_Arrow]);
}

}  // namespace facepoint
