#include "edit/keys.h"

#include <array>
#include <cctype>

namespace facepoint {
namespace {

constexpr std::array kNames{"Esc",   "Enter", "Tab",  "Space",   "Backspace", "Del",  "Left",
                            "Right", "Up",    "Down", "Page Up", "Page Down", "Home", "End",
                            "F1",    "F2",    "F3",   "F4",      "F5",        "F6",   "F7",
                            "F8",    "F9",    "F10",  "F11",     "F12"};

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return result;
}

std::optional<Key> key_of(std::string_view text) {
  if (text.size() == 1 && text[0] > ' ' && text[0] <= '~') {
    return character_key(static_cast<char>(std::toupper(static_cast<unsigned char>(text[0]))));
  }
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    if (lower(kNames.at(i)) == lower(text)) {
      return static_cast<Key>(static_cast<std::size_t>(Key::kEscape) + i);
    }
  }
  return std::nullopt;
}

}  // namespace

std::string to_text(const Shortcut& shortcut) {
  if (!shortcut) return {};
  std::string text;
  if (shortcut.ctrl) text += "Ctrl+";
  if (shortcut.alt) text += "Alt+";
  if (shortcut.shift) text += "Shift+";
  const auto code = static_cast<unsigned>(shortcut.key);
  const auto first_named = static_cast<unsigned>(Key::kEscape);
  if (code < first_named) return text + static_cast<char>(code);
  return text + kNames.at(code - first_named);
}

std::optional<Shortcut> shortcut_of(std::string_view text) {
  Shortcut shortcut;
  while (true) {
    const std::size_t plus = text.find('+');
    // The last one may be the key itself.
    if (plus == text.npos || plus + 1 == text.size()) break;
    const std::string modifier = lower(text.substr(0, plus));
    bool* which = modifier == "ctrl"    ? &shortcut.ctrl
                  : modifier == "shift" ? &shortcut.shift
                  : modifier == "alt"   ? &shortcut.alt
                                        : nullptr;
    if (which == nullptr || *which) return std::nullopt;
    *which = true;
    text.remove_prefix(plus + 1);
  }
  const auto key = key_of(text);
  if (!key) return std::nullopt;
  shortcut.key = *key;
  return shortcut;
}

}  // namespace facepoint
