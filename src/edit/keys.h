// Keys as the action table names them, independent of any window library. Values, any thread.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace facepoint {

// A character that the key types without modifiers, in upper case ('A', '1', '/', ...), or one of
// the named keys.
enum class Key : std::uint16_t {
  kNone = 0,
  kEscape = 256,
  kEnter,
  kTab,
  kSpace,
  kBackspace,
  kDelete,
  kLeft,
  kRight,
  kUp,
  kDown,
  kPageUp,
  kPageDown,
  kHome,
  kEnd,
  kF1,
  kF2,
  kF3,
  kF4,
  kF5,
  kF6,
  kF7,
  kF8,
  kF9,
  kF10,
  kF11,
  kF12,
};

constexpr Key character_key(char upper_case) { return static_cast<Key>(upper_case); }

struct Shortcut {
  Key key = Key::kNone;
  bool ctrl = false;
  bool shift = false;
  bool alt = false;

  explicit operator bool() const { return key != Key::kNone; }
  friend auto operator<=>(const Shortcut&, const Shortcut&) = default;
};

std::string to_text(const Shortcut& shortcut);  // "Ctrl+Shift+Z"; empty for none
// The other way, whatever the case and the order of modifiers; nullopt: it is no key.
std::optional<Shortcut> shortcut_of(std::string_view text);

}  // namespace facepoint
