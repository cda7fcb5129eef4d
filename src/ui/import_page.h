// What examining an import's sources has found, asked before anything is stored: what is read
// wrongly, what would mend it, and some faces as they would be stored, without and with it. UI
// thread, inside a dialog.
#pragma once

#include "ui/frame.h"

namespace facepoint {

// Recorded: "examined/mended" and "examined/as_is" for the two answers, "examined/field/NAME" for
// what can be chosen by hand, "examined/next" for the next face.
void draw_import_question(Frame& frame);

}  // namespace facepoint
