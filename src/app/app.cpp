#include "app/app.h"

#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <iostream>
#include <utility>

#include "app/trace.h"
#include "base/error.h"
#include "base/files.h"
#include "base/text.h"
#include "image/codec.h"

namespace facepoint {
namespace {

// ImGui needs a frame to notice what moved under the pointer and one to settle.
constexpr int kFramesAfterChange = 3;
constexpr int kFramesAfterPost = 2;   // nothing moved under the pointer by itself
constexpr double kPollSeconds = 0.5;  // for other programs' writes and signals

volatile std::sig_atomic_t screenshot_signalled = 0;
volatile std::sig_atomic_t stop_signalled = 0;

}  // namespace

void ask_for_screenshot_by_signal() { screenshot_signalled = 1; }
void ask_to_stop_by_signal() { stop_signalled = 1; }

App::App(const AppOptions& options)
    : options_(options),
      queue_([] { Window::wake(); }),
      window_(options),
      theme_(make_theme(static_cast<float>(window_.scale()))) {
  if (options.project.empty()) {
    show_start_page();
    return;
  }
  open(options.project);
  if (!options_.filter.empty()) desk_->editor.perform(SetFilter{options_.filter});
  show_first_image();
}

Preferences App::user_preferences() { return Preferences(user_state_dir() / "preferences.json"); }

void App::open(const std::filesystem::path& path) {
  Project project = Project::open_or_create(path);
  start_.reset();
  desk_.reset();  // stops its threads before others start
  desk_ = std::make_unique<Desk>(std::move(project), queue_, textures_, theme_);
  screenshots_asked_ = 0;
  files_asked_ = 0;
  recent_.add(path);
  window_.set_title(path.filename().string() + " – facepoint");
  draw_soon();
}

void App::show_start_page() {
  desk_.reset();
  set_appearance(theme_, user_preferences().appearance());
  start_.emplace(theme_, recent_.list());
  window_.set_title("facepoint");
  draw_soon();
}

// In a place where it can be changed; the pictures stay where they are.
void App::open_sample() {
  const std::filesystem::path path = user_data_dir() / "sample.facepoint";
  std::filesystem::create_directories(path.parent_path());
  open(path);
  if (desk_->editor.session().total_images() > 0) return;
  ImportOptions options;
  options.sources = {share_dir() / "sample"};
  desk_->editor.perform(StartImport{options});
}

void App::follow(const StartChoice& choice) {
  draw_soon();
  try {
    switch (choice.kind) {
      case StartChoice::Kind::kQuit:
        done_ = true;
        return;
      case StartChoice::Kind::kSample:
        return open_sample();
      case StartChoice::Kind::kCreate:
        Project::create(choice.path);
        return open(choice.path);
      case StartChoice::Kind::kOpen:
        Project::open(choice.path);  // only what exists
        return open(choice.path);
    }
  } catch (const std::exception& error) {
    if (start_) start_->say(error.what());
  }
}

void App::take_dropped() {
  std::vector<std::filesystem::path> dropped = window_.take_dropped();
  if (dropped.empty()) return;
  draw_soon();
  if (desk_) return desk_->editor.perform(DropFiles{std::move(dropped)});
  if (dropped.size() == 1 && dropped.front().extension() == ".facepoint") {
    return follow({StartChoice::Kind::kOpen, dropped.front()});
  }
  start_->say("Open or make a project first, then drop what belongs into it.");
}

void App::open_asked_project() {
  if (!desk_) return;
  if (desk_->editor.start_page_asked()) return show_start_page();
  const auto asked = desk_->editor.project_asked();
  if (!asked) return;
  desk_->editor.forget_asked_project();
  draw_soon();
  try {
    open(*asked);
    desk_->editor.say(StatusKind::kDone, "Opened " + asked->filename().string() + ".");
  } catch (const Error& error) {
    desk_->editor.say(StatusKind::kError, error.what());
  }
}

// With the program that the desktop has for it; without one its name in the status line must do.
void App::open_asked_file() {
  if (!desk_ ||
      std::exchange(files_asked_, desk_->editor.files_asked()) == desk_->editor.files_asked()) {
    return;
  }
  std::string command = "xdg-open \"$1\" >/dev/null 2>&1 &";
  std::string file = desk_->editor.file_asked().string();
  std::string shell = "sh";
  std::string flag = "-c";
  std::array<char*, 6> arguments{shell.data(), flag.data(), command.data(),
                                 shell.data(), file.data(), nullptr};
  pid_t child = 0;
  if (posix_spawnp(&child, "sh", nullptr, nullptr, arguments.data(), environ) == 0) {
    waitpid(child, nullptr, 0);
  }
}

void App::show_first_image() {
  if (options_.image.empty()) return;
  for (const ImageSummary& item : desk_->editor.session().list()) {
    const std::filesystem::path path(item.path);
    if (path != options_.image && path.filename() != options_.image) continue;
    return desk_->editor.perform(ShowImage{item.image});
  }
  throw Error(ErrorCode::kNotFound,
              "This picture is not in the project: give its path in the dataset.",
              options_.image.string());
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
    desk_->editor.perform(row->id);
    draw_soon();
  }
}

void App::draw_soon() { frames_to_draw_ = kFramesAfterChange; }

void App::draw_desk() {
  if (!window_.input().empty()) desk_->editor.sign_of_life();
  const std::vector<Action> actions = desk_->ui.frame(desk_->editor, window_.take_input());
  window_.render();
  save_asked_screenshots();
  window_.show();
  for (const Action& action : actions) desk_->editor.perform(action);
  if (!actions.empty()) draw_soon();
  perform_first_actions();
}

void App::draw() {
  window_.begin_frame();
  desk_ ? draw_desk() : draw_start_page();
}

void App::draw_start_page() {
  const std::optional<StartChoice> choice = start_->frame(window_.take_input().pressed);
  window_.render();
  window_.show();
  if (choice) follow(*choice);
}

bool App::idle() const {
  const bool busy = desk_ && (!desk_->ui.pictures_idle() || desk_->editor.working());
  return frames_to_draw_ == 0 && window_.input().empty() && !busy;
}

void App::save_screenshot(const std::filesystem::path& path) {
  save_picture(path, read_screen(window_.width(), window_.height()));
}

// While what was drawn is still in the buffer.
void App::save_asked_screenshots() {
  int wanted = std::exchange(screenshot_signalled, 0) != 0 ? 1 : 0;
  wanted += desk_->editor.screenshots_asked() - screenshots_asked_;
  screenshots_asked_ = desk_->editor.screenshots_asked();
  for (static int saved = 0; wanted > 0; --wanted) {
    const std::string name = "facepoint-" + utc_now() + "-" + std::to_string(++saved) + ".png";
    try {
      save_screenshot(options_.screenshot_dir / name);
      desk_->editor.say(StatusKind::kDone,
                        "Saved " + (options_.screenshot_dir / name).lexically_normal().string());
    } catch (const Error& error) {
      desk_->editor.say(StatusKind::kError, error.what());
    }
    draw_soon();
  }
}

void App::when_idle() {
  if (!options_.screenshot.empty()) {
    window_.begin_frame();
    if (desk_) {
      desk_->ui.frame(desk_->editor, {});
    } else {
      start_->frame({});
    }
    window_.render();
    save_screenshot(options_.screenshot);
    window_.show();
    done_ = true;
  }
  tell_state();
}

void App::tell_state() {
  if (idle_told_) return;
  idle_told_ = true;
  if (!options_.trace) return;
  std::cout << (desk_ ? trace_line(desk_->editor, desk_->ui.record())
                      : trace_line(start_->error(), start_->record()))
            << std::endl;
}

void App::step() {
  const bool busy = frames_to_draw_ > 0 || !window_.input().empty();
  window_.wait(busy ? 0 : kPollSeconds);
  if (!window_.input().empty() || window_.take_damage()) draw_soon();
  if (queue_.run_pending() > 0) frames_to_draw_ = std::max(frames_to_draw_, kFramesAfterPost);
  if (screenshot_signalled != 0) draw_soon();
  take_dropped();
  open_asked_project();
  open_asked_file();
  if (window_.time() - last_poll_ >= kPollSeconds) {
    last_poll_ = window_.time();
    if (desk_ && (desk_->editor.poll() || desk_->ui.waits())) draw_soon();
  }
  if (frames_to_draw_ > 0) {
    --frames_to_draw_;
    idle_told_ = false;
    draw();
    // The next frame comes with the next post of the job.
    if (frames_to_draw_ == 0 && desk_ && desk_->editor.working()) tell_state();
  } else if (idle()) {
    when_idle();
  }
}

int App::run() {
  const auto quit_asked = [this] { return desk_ && desk_->editor.quit_asked(); };
  while (!done_ && !quit_asked() && stop_signalled == 0) {
    step();
    if (!window_.close_asked()) continue;
    if (!desk_) break;
    desk_->editor.perform(ActionId::kQuit);
    if (quit_asked()) break;
    window_.stay_open();  // a drag goes on, or waits to be stored: the editor says so
    draw_soon();
  }
  return 0;
}

}  // namespace facepoint
