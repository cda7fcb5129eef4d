// The dialogs: what a long operation needs to know before it starts, the report of the last one,
// and the sheet of keys. Which is open is the editor's; what is typed is here. UI thread, inside a
// frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Recorded: "dialog", "dialog/start", "dialog/close" and each field by its name.
void draw_dialogs(Frame& frame);

// Whether a dialog is filled in. The cursor is in its first field; Tab and the arrow keys move it,
// the space bar presses what it is on, Enter starts and Esc closes.
bool is_form(Dialog dialog);

}  // namespace facepoint
