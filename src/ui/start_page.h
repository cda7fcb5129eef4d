// What the window shows while no project is open: recent projects, the sample, and the ways to
// another one. Has no editor and changes nothing: it gives what was chosen. UI thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "edit/keys.h"
#include "edit/recent_projects.h"
#include "ui/path_browser.h"
#include "ui/recorder.h"
#include "ui/theme.h"

namespace facepoint {

struct StartChoice {
  enum class Kind : std::uint8_t { kOpen, kCreate, kSample, kQuit };
  Kind kind = Kind::kOpen;
  std::filesystem::path path;  // kOpen, kCreate
};

class StartPage {
 public:
  StartPage(const Theme& theme, std::vector<RecentProject> recent);

  // One frame of ImGui, as Ui::frame. Recorded: "start/sample", "start/new", "start/open",
  // "start/recent/N", and of the browser "start/go" and "start/back" besides its own.
  std::optional<StartChoice> frame(const std::vector<Shortcut>& pressed);

  void say(std::string error) { error_ = std::move(error); }  // shown until the next choice
  const std::string& error() const { return error_; }
  const Recorder& record() const { return record_; }

 private:
  enum class Page : std::uint8_t { kStart, kOpen, kCreate };
  void take_keys(const std::vector<Shortcut>& pressed);
  void choose(StartChoice::Kind kind, std::filesystem::path path = {});
  void show(Page page);
  void draw_start();
  void draw_recent();
  void draw_browser();
  bool row(const char* name, const char* icon, const std::string& title, const std::string& what,
           const std::string& key, bool dimmed = false);
  std::filesystem::path typed_project() const;

  Theme theme_;
  std::vector<RecentProject> recent_;
  Recorder record_;
  Page page_ = Page::kStart;
  std::string path_;
  std::string folder_;
  std::string name_;
  std::string error_;
  std::optional<StartChoice> choice_;
};

}  // namespace facepoint
