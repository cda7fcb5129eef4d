// The views in a real ImGui context without a window: frames are drawn into draw lists, widgets
// are found by the names they were recorded under, and input goes through the real queue.
#pragma once

#include <gtest/gtest.h>
#include <imgui.h>

#include <condition_variable>
#include <mutex>
#include <string>
#include <vector>

#include "ui/input_queue.h"
#include "ui/ui.h"
#include "unit/edit/edit_project.h"

namespace facepoint::test {

// A graphics card that only counts.
class CountedTextures : public TextureStore {
 public:
  Handle upload(const Picture& picture) override {
    EXPECT_FALSE(picture.empty());
    ++alive;
    return ++last_;
  }
  void release(Handle) override { --alive; }
  int alive = 0;

 private:
  Handle last_ = 1;
};

template <class Files>
class UiTestOf : public testing::Test {
 protected:
  UiTestOf() {
    ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {1280, 720};
    io.DeltaTime = 1.0F / 60;
    map_keys(io);
    theme = make_theme(1);
    io.Fonts->Build();
    // Not 0: ImGui then notices text that would be drawn with another texture.
    io.Fonts->SetTexID(reinterpret_cast<ImTextureID>(std::uintptr_t{1}));
    ui.emplace(textures, queue, theme);
  }
  ~UiTestOf() override {
    ui.reset();
    ImGui::DestroyContext();
  }

  // One frame; what it asks for is remembered, and performed as the window would.
  void frame() {
    const std::vector<Action> asked = ui->frame(editor, input.feed(ImGui::GetIO()));
    for (const Action& action : asked) {
      if (const auto* id = std::get_if<ActionId>(&action)) commands.push_back(*id);
      editor.perform(action);
    }
  }
  // Until all input was fed and hovering has settled.
  void settle() {
    for (int i = 0; i < 3 || !input.empty(); ++i) frame();
  }
  void settle_with_pictures() {
    settle();
    while (!ui->pictures_idle()) {
      wait_for_post();
      queue.run_pending();
      frame();
    }
    settle();
  }

  // Until nothing is read or done in the background any more.
  void settle_work() {
    settle();
    while (editor.working()) {
      wait_for_post();
      queue.run_pending();
      frame();
    }
    settle();
  }

  Rect rect(const std::string& name) const {
    const auto found = ui->record().find(name);
    EXPECT_TRUE(found) << name << " was not drawn";
    return found.value_or(Rect{});
  }
  bool drawn(const std::string& name) const { return ui->record().find(name).has_value(); }

  void move_to(Point at) { input.push({InputEvent::Kind::kMove, at, 0, false, {}, 0}); }
  void button(bool down, int which = 0) {
    input.push({InputEvent::Kind::kButton, {}, which, down, {}, 0});
  }
  void wheel(double turns) { input.push({InputEvent::Kind::kWheel, {0, turns}, 0, false, {}, 0}); }
  void press(const Shortcut& key) {
    input.push({InputEvent::Kind::kKey, {}, 0, true, key, 0});
    input.push({InputEvent::Kind::kKey, {}, 0, false, key, 0});
  }
  void type(const std::string& text) {
    for (const char c : text) {
      input.push({InputEvent::Kind::kCharacter, {}, 0, false, {}, static_cast<unsigned char>(c)});
    }
  }
  void click(const std::string& name) {
    settle();
    move_to(rect(name).center());
    settle();
    button(true);
    button(false);
    settle();
  }
  bool asked_for(ActionId id) const {
    return std::find(commands.begin(), commands.end(), id) != commands.end();
  }

  Files files;
  MainQueue queue{[this] {
    const std::lock_guard lock(mutex_);
    ++posts_;
    posted_.notify_all();
  }};
  Editor editor{files.open(), queue};
  CountedTextures textures;
  Theme theme;
  std::optional<Ui> ui;
  InputQueue input;
  std::vector<ActionId> commands;

 private:
  void wait_for_post() {
    std::unique_lock lock(mutex_);
    posted_.wait(lock, [this] { return posts_ > 0; });
    posts_ = 0;
  }

  std::mutex mutex_;
  std::condition_variable posted_;
  int posts_ = 0;
};

using UiTest = UiTestOf<EditProject>;

}  // namespace facepoint::test
