#include "ui/input_queue.h"

#include <imgui.h>

#include <cfloat>

namespace facepoint {
namespace {

using Kind = InputEvent::Kind;

bool is_transition(Kind kind) {
  return kind == Kind::kButton || kind == Kind::kKey || kind == Kind::kWheel;
}

void apply(const InputEvent& event, ImGuiIO& io, FrameInput& input) {
  switch (event.kind) {
    case Kind::kMove:
      io.MousePos =
          ImVec2(static_cast<float>(event.position.x), static_cast<float>(event.position.y));
      input.moves.push_back(event.position);
      break;
    case Kind::kLeave:
      io.MousePos = ImVec2(-FLT_MAX, -FLT_MAX);
      break;
    case Kind::kButton:
      io.MouseDown[event.button] = event.down;
      break;
    case Kind::kWheel:
      io.MouseWheelH += static_cast<float>(event.position.x);
      io.MouseWheel += static_cast<float>(event.position.y);
      break;
    case Kind::kCharacter:
      io.AddInputCharacter(event.character);
      break;
    case Kind::kKey:
      io.KeyCtrl = event.key.ctrl;
      io.KeyShift = event.key.shift;
      io.KeyAlt = event.key.alt;
      if (event.key.key == Key::kNone) break;  // a modifier alone
      io.KeysDown[static_cast<int>(event.key.key)] = event.down;
      if (event.down) input.pressed.push_back(event.key);
      break;
  }
}

}  // namespace

FrameInput InputQueue::feed(ImGuiIO& io) {
  FrameInput input;
  bool had_transition = false;
  Kind last = Kind::kMove;
  while (!events_.empty()) {
    const InputEvent event = events_.front();
    // Text belongs to the key before it, and turns of the wheel at one place add up.
    const bool joins =
        event.kind == Kind::kCharacter || (event.kind == Kind::kWheel && last == Kind::kWheel);
    if (had_transition && !joins) break;
    events_.pop_front();
    apply(event, io, input);
    had_transition = had_transition || is_transition(event.kind);
    if (event.kind != Kind::kCharacter) last = event.kind;
  }
  return input;
}

void prepare_io(ImGuiIO& io) {
  io.IniFilename = nullptr;
  io.ConfigInputTextCursorBlink = false;
  io.ConfigWindowsMoveFromTitleBarOnly = true;
}

void map_keys(ImGuiIO& io) {
  const auto map = [&io](int imgui_key, Key key) { io.KeyMap[imgui_key] = static_cast<int>(key); };
  map(ImGuiKey_Tab, Key::kTab);
  map(ImGuiKey_LeftArrow, Key::kLeft);
  map(ImGuiKey_RightArrow, Key::kRight);
  map(ImGuiKey_UpArrow, Key::kUp);
  map(ImGuiKey_DownArrow, Key::kDown);
  map(ImGuiKey_PageUp, Key::kPageUp);
  map(ImGuiKey_PageDown, Key::kPageDown);
  map(ImGuiKey_Home, Key::kHome);
  map(ImGuiKey_End, Key::kEnd);
  map(ImGuiKey_Delete, Key::kDelete);
  map(ImGuiKey_Backspace, Key::kBackspace);
  map(ImGuiKey_Space, Key::kSpace);
  map(ImGuiKey_Enter, Key::kEnter);
  map(ImGuiKey_Escape, Key::kEscape);
  map(ImGuiKey_A, character_key('A'));
  map(ImGuiKey_C, character_key('C'));
  map(ImGuiKey_V, character_key('V'));
  map(ImGuiKey_X, character_key('X'));
  map(ImGuiKey_Y, character_key('Y'));
  map(ImGuiKey_Z, character_key('Z'));
}

}  // namespace facepoint
