// The pieces that the forms of the dialogs are made of: a name at the left, its field beside it.
// Each is recorded as "dialog/field/NAME". UI thread, inside a frame.
#pragma once

#include <string>
#include <vector>

#include "ui/frame.h"

namespace facepoint {

void explain(const Frame& frame, const std::string& text);
// Before a field of one's own.
void field_name(const Frame& frame, const char* name);
void text_field(Frame& frame, const char* name, const char* hint, std::string& value);
std::string typed(const std::string& value);  // into a text field, without blanks around it
void number_field(Frame& frame, const char* name, int& value);
// One of `choices`. While they are listed each is recorded as "dialog/choice/INDEX".
void choice_field(Frame& frame, const char* name, const std::vector<std::string>& choices,
                  int& choice);
void check_field(Frame& frame, const char* name, const char* label, bool& value);

// A row of buttons at the right. True when the operation is to start: by its button, or by Enter
// wherever the dialog's cursor is, unless that is on "Close".
bool start_or_close(Frame& frame, const char* start, bool ready);

}  // namespace facepoint
