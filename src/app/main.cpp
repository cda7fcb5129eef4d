// facepoint-edit: the window around the editor. Sleeps while nothing happens, draws only when
// something may look different.
#include <csignal>
#include <exception>
#include <iostream>
#include <utility>

#include "app/bench.h"
#include "app/gl_textures.h"
#include "app/options.h"
#include "app/trace.h"
#include "app/window.h"
#include "base/error.h"
#include "base/text.h"
#include "edit/editor.h"
#include "image/codec.h"
#include "image/process.h"
#include "ui/ui.h"

namespace facepoint {
namespace {

// ImGui needs a frame to notice what moved under the pointer and one to settle.
constexpr int kFramesAfterChange = 3;
constexpr double kPollSeconds = 0.5;  // for other programs' writes and signals

volatile std::sig_atomic_t screenshot_signalled = 0;
volatile std::sig_atomic_t stop_signalled = 0;

class App {
 public:
  explicit App(const AppOptions& options);

  int run();

 private:
  void prepare();
  void perform_first_actions();
  void step();
  void draw();
  void draw_soon() { frames_to_draw_ = kFramesAfterChange; }
  bool idle() const;
  void when_idle();
  void save_screenshot(const std::filesystem::path& path);
  void save_asked_screenshots();

  AppOptions options_;
  MainQueue queue_;
  Editor editor_;
  Window window_;
  GlTextures textures_;
  Ui ui_;
  int frames_to_draw_ = kFramesAfterChange;
  bool idle_told_ = false;
  double last_poll_ = 0;
  int screenshots_asked_ = 0;
  int screenshots_saved_ = 0;
  bool done_ = false;
};

App::App(const AppOptions& options)
    : options_(options),
      queue_([] { Window::wake(); }),
      editor_(Project::open_or_create(options.project), queue_),
      window_(options),
      ui_(textures_, queue_, make_theme(static_cast<float>(window_.scale()))) {
  window_.set_title(options.project.filename().string() + " – facepoint");
  prepare();
}

void App::prepare() {
  if (!options_.filter.empty()) editor_.perform(SetFilter{options_.filter});
  if (!options_.image.empty()) {
    bool found = false;
    for (const ImageSummary& item : editor_.session().list()) {
      const std::filesystem::path path(item.path);
      if (path != options_.image && path.filename() != options_.image) continue;
      editor_.perform(ShowImage{item.image});
      found = true;
      break;
    }
    if (!found) {
      throw Error(ErrorCode::kNotFound,
                  "This picture is not in the project: give its path in the dataset.",
                  options_.image.string());
    }
  }
}

// After the first frame: actions that look at the canvas need to know where it is.
void App::perform_first_actions() {
  std::string names = std::exchange(options_.do_first, {});
  while (!names.empty()) {
    const std::string name = names.substr(0, names.find(','));
    names = name.size() < names.size() ? names.substr(name.size() + 1) : std::string();
    const ActionInfo* row = find_action(name);
    if (row == nullptr) {
      throw Error(ErrorCode::kInvalidInput, "There is no action of this name.", name);
    }
    editor_.perform(row->id);
    draw_soon();
  }
}

void App::draw() {
  window_.begin_frame();
  const std::vector<Shortcut> pressed = window_.take_input();
  const std::vector<Action> actions = ui_.frame(editor_, pressed);
  window_.render();
  save_asked_screenshots();
  window_.show();
  for (const Action& action : actions) editor_.perform(action);
  if (!actions.empty()) draw_soon();
  perform_first_actions();
}

bool App::idle() const {
  return frames_to_draw_ == 0 && window_.input().empty() && ui_.pictures_idle() &&
         !editor_.jobs().running();
}

void App::save_screenshot(const std::filesystem::path& path) {
  save_picture(path, read_screen(window_.width(), window_.height()));
}

// While what was drawn is still in the buffer.
void App::save_asked_screenshots() {
  if (screenshot_signalled != 0) {
    screenshot_signalled = 0;
    ++screenshots_asked_;
  }
  while (screenshots_saved_ < editor_.screenshots_asked() + screenshots_asked_) {
    const std::string name =
        "facepoint-" + utc_now() + "-" + std::to_string(++screenshots_saved_) + ".png";
    try {
      save_screenshot(options_.screenshot_dir / name);
      editor_.say(StatusKind::kDone,
                  "Saved " + (options_.screenshot_dir / name).lexically_normal().string());
    } catch (const Error& error) {
      editor_.say(StatusKind::kError, error.what());
    }
    draw_soon();
  }
}

void App::when_idle() {
  if (!options_.screenshot.empty()) {
    window_.begin_frame();
    ui_.frame(editor_, {});
    window_.render();
    save_screenshot(options_.screenshot);
    window_.show();
    done_ = true;
  }
  if (idle_told_) return;
  idle_told_ = true;
  if (options_.trace) std::cout << trace_line(editor_, ui_.record()) << std::endl;
}

void App::step() {
  const bool busy = frames_to_draw_ > 0 || !window_.input().empty();
  window_.wait(busy ? 0 : kPollSeconds);
  if (!window_.input().empty() || window_.take_damage()) draw_soon();
  if (queue_.run_pending() > 0) draw_soon();
  if (screenshot_signalled != 0) draw_soon();
  if (window_.time() - last_poll_ >= kPollSeconds) {
    last_poll_ = window_.time();
    if (editor_.poll()) draw_soon();
  }
  if (frames_to_draw_ > 0) {
    --frames_to_draw_;
    idle_told_ = false;
    draw();
  } else if (idle()) {
    when_idle();
  }
}

int App::run() {
  while (!done_ && !window_.close_asked() && !editor_.quit_asked() && stop_signalled == 0) step();
  return 0;
}

}  // namespace
}  // namespace facepoint

int main(int argc, char** argv) {
  using namespace facepoint;
  try {
    if (argc > 1 && std::string_view(argv[1]) == "bench") return run_bench({argv + 2, argv + argc});
    const AppOptions options = parse_options({argv + 1, argv + argc});
    if (options.help) {
      std::cout << usage();
      return 0;
    }
    use_one_thread_a_picture();
    std::signal(SIGUSR1, [](int) { screenshot_signalled = 1; });
    std::signal(SIGINT, [](int) { stop_signalled = 1; });
    std::signal(SIGTERM, [](int) { stop_signalled = 1; });
    App app(options);
    return app.run();
  } catch (const Error& error) {
    std::cerr << "facepoint-edit: " << error.what() << "\n";
    return error.code() == ErrorCode::kInvalidInput ? 2 : 1;
  } catch (const std::exception& error) {
    std::cerr << "facepoint-edit: " << error.what() << "\n";
    return 1;
  }
}
