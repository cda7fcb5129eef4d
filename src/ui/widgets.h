// The small pieces that views share. Buttons and menu items of the action table take their title,
// help, key and enabled state from it. UI thread, inside a frame.
#pragma once

#include <string>

#include "ui/frame.h"

namespace facepoint {

enum class ButtonKind : std::uint8_t { kPlain, kPrimary, kIcon };

// Recorded as "button/NAME". Appends the action when clicked. `label`: a shorter title where it
// stands in a context that says the rest.
bool action_button(Frame& frame, ActionId id, ButtonKind kind = ButtonKind::kPlain, float width = 0,
                   const char* label = nullptr);
// An icon button that shows whether its option is on.
void toggle_button(Frame& frame, ActionId id, bool on);
// Recorded as "menu/NAME".
void action_menu_item(Frame& frame, ActionId id);
// For what the pointer is on: it has come to rest, and no key was struck since.
bool wants_tooltip(const Frame& frame);
void action_tooltip(const Frame& frame, ActionId id);

// Around the one button that goes on, where it is none of the action table.
void push_primary(const Theme& theme);
void pop_primary();

void muted_text(const Theme& theme, const std::string& text);
inline void muted_text(const Frame& frame, const std::string& text) {
  muted_text(frame.theme, text);
}
void section_title(const Frame& frame, const char* text);
// Text cut in its middle, with an ellipsis, where it is wider than `width`.
std::string fitted_text(const std::string& text, float width);
// A dot before the words that follow on its line.
void color_dot(const Theme& theme, ImU32 color);
// A coloured dot and the word.
void status_label(const Frame& frame, FaceStatus status);
// A pill with a dot, a count and a word; none where the count is 0. Stays on its line as far as
// there is room; `first`: of its row, becomes false. Recorded as "count/WORD". True when clicked.
bool count_chip(Frame& frame, ImU32 color, std::int64_t count, const std::string& word,
                const std::string& help, bool& first, bool is_on = false);
// Two columns: a muted name and its value.
void fact(const Frame& frame, const char* name, const std::string& value);
// Centred in the remaining space, for views that have nothing to show.
void empty_state(const Frame& frame, const char* icon, const std::string& title,
                 const std::string& advice);
// How ImGui's draw lists name a texture.
void* draw_list_texture(const Texture& texture);

}  // namespace facepoint
