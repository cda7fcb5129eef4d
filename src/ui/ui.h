// The whole window as one function of the editor: lays out the views, turns keys into actions, and
// keeps what lasts from frame to frame. Needs an ImGui context and fonts, but no window. UI thread.
#pragma once

#include <vector>

#include "ui/frame.h"
#include "ui/input_queue.h"

namespace facepoint {

class Ui {
 public:
  Ui(TextureStore& textures, MainQueue& queue, const Theme& theme);

  // One frame of ImGui, whose input has been fed: its draw data is then ready. Returns what the
  // caller must perform, in order.
  std::vector<Action> frame(const Editor& editor, const FrameInput& input);

  const Recorder& record() const { return record_; }
  bool pictures_idle() const { return textures_.idle(); }
  // Some time from now the window will look different though nothing happens.
  bool waits() const { return state_.tooltip_waits; }

 private:
  void add_keys(Frame& frame, const std::vector<Shortcut>& pressed) const;

  Theme theme_;
  TextureCache textures_;
  Recorder record_;
  UiState state_;
};

}  // namespace facepoint
