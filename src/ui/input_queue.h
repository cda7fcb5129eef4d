// Input as it happened, handed to ImGui one transition a frame. ImGui 1.86 samples its input: a
// press, a move and a release within one slow frame would register the press at the last position
// and lose a tapped key, so a drag would grab the wrong point. Here moves, buttons, keys and the
// wheel wait in one queue in their order. UI thread.
#pragma once

#include <deque>
#include <vector>

#include "base/geometry.h"
#include "edit/keys.h"

struct ImGuiIO;

namespace facepoint {

struct InputEvent {
  enum class Kind : std::uint8_t { kMove, kButton, kWheel, kKey, kCharacter, kLeave };
  Kind kind = Kind::kMove;
  Point position;          // kMove, in window pixels; kWheel: the turn, y up
  int button = 0;          // kButton: 0 left, 1 right, 2 middle
  bool down = false;       // kButton, kKey
  Shortcut key;            // kKey: the key and the modifiers now held
  unsigned character = 0;  // kCharacter, Unicode
};

// What ImGui doesn't hand on of the events that one frame is fed.
struct FrameInput {
  std::vector<Shortcut> pressed;  // keys pressed, or repeated by holding, with their modifiers
  std::vector<Point> moves;       // every place of the pointer in turn, in window pixels
};

class InputQueue {
 public:
  void push(const InputEvent& event) { events_.push_back(event); }
  bool empty() const { return events_.empty(); }

  // Feeds events up to and including the first press, release or turn of the wheel.
  FrameInput feed(ImGuiIO& io);

 private:
  std::deque<InputEvent> events_;
};

// What an idle window needs of ImGui: nothing that blinks, no file of its own.
void prepare_io(ImGuiIO& io);

// Tells ImGui which index of KeysDown is which key: the value of our Key.
void map_keys(ImGuiIO& io);

}  // namespace facepoint
