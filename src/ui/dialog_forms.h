// What each long operation is asked before it starts. A form reads and writes the inputs of the
// dialog that is open, and appends the action that starts its operation. UI thread, inside a frame.
#pragma once

#include "ui/frame.h"

namespace facepoint {

void draw_import_form(Frame& frame);
void draw_annotate_form(Frame& frame);
void draw_split_form(Frame& frame);
void draw_export_form(Frame& frame);
void draw_snapshot_form(Frame& frame);
void draw_author_form(Frame& frame);

// As they begin.
void begin_annotate_form(const Frame& frame, DialogInputs& inputs);
void begin_split_form(const Frame& frame, DialogInputs& inputs);
void begin_export_form(const Frame& frame, DialogInputs& inputs);

}  // namespace facepoint
