// The program around the window: a loop that sleeps while nothing happens and draws only when
// something may look different. Holds the open project's editor, or the start page without one.
// Main thread.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>

#include "app/gl_textures.h"
#include "app/options.h"
#include "app/window.h"
#include "edit/editor.h"
#include "edit/recent_projects.h"
#include "tasks/corrector_factory.h"
#include "ui/start_page.h"
#include "ui/ui.h"

namespace facepoint {

class App {
 public:
  explicit App(const AppOptions& options);

  int run();

 private:
  static Preferences user_preferences();
  // A project that is open, with what draws it. Keys of pictures are its own, so both go together.
  struct Desk {
    Desk(Project project, MainQueue& queue, TextureStore& textures, const Theme& theme)
        : editor(std::move(project), queue, user_preferences(), user_config_dir() / "keys.json",
                 open_shipped_corrector),
          ui(textures, queue, theme) {}
    Editor editor;
    Ui ui;
  };

  // A project that cannot be opened throws and leaves the one that is open.
  void open(const std::filesystem::path& project);
  void open_asked_project();
  void open_sample();
  void show_start_page();
  void follow(const StartChoice& choice);
  void open_asked_file();
  void take_dropped();
  void show_first_image();
  void perform_first_actions();
  void step();
  void draw();
  void draw_desk();
  void draw_start_page();
  void draw_soon();
  bool idle() const;
  void when_idle();
  void tell_state();  // once after each change, to who reads the trace
  void save_screenshot(const std::filesystem::path& path);
  void save_asked_screenshots();

  AppOptions options_;
  MainQueue queue_;
  Window window_;
  GlTextures textures_;
  Theme theme_;
  std::unique_ptr<Desk> desk_;      // or, without a project,
  std::optional<StartPage> start_;  // this
  RecentProjects recent_;
  int frames_to_draw_ = 0;
  bool idle_told_ = false;
  double last_poll_ = 0;
  int files_asked_ = 0;        // likewise
  int screenshots_asked_ = 0;  // by the open editor, that were seen
  bool done_ = false;
};

// Signals that the loop looks at.
void ask_for_screenshot_by_signal();
void ask_to_stop_by_signal();

}  // namespace facepoint
