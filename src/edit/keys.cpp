#include "edit/keys.h"

#include <array>

namespace facepoint {

std::string to_text(const Shortcut& shortcut) {
  if (!shortcut) return {};
  static constexpr std::array kNames{
      "Esc",  "Enter",   "Tab",       "Space", "Backspace", "Del", "Left", "Right", "Up",
      "Down", "Page Up", "Page Down", "Home",  "End",       "F1",  "F2",   "F3",    "F4",
      "F5",   "F6",      "F7",        "F8",    "F9",        "F10", "F11",  "F12"};
  std::string text;
  if (shortcut.ctrl) text += "Ctrl+";
  if (shortcut.alt) text += "Alt+";
  if (shortcut.shift) text += "Shift+";
  const auto code = static_cast<unsigned>(shortcut.key);
  const auto first_named = static_cast<unsigned>(Key::kEscape);
  if (code < first_named) return text + static_cast<char>(code);
  return text + kNames.at(code - first_named);
}

}  // namespace facepoint
