// What the editor shows as one JSON object a line, for tests and scripts that drive it from
// outside: they find widgets by name, and wait for an idle mark instead of sleeping. While a job
// works the mark is "working": what was drawn has settled, and more is to come.
#pragma once

#include <string>

#include "edit/editor.h"
#include "ui/recorder.h"

namespace facepoint {

// {"event":"idle","status":...,"widgets":{"name":[x,y,width,height],...}}, without a line end.
std::string trace_line(const Editor& editor, const Recorder& record);
// Of the start page: only "event", "status" and "widgets".
std::string trace_line(const std::string& status, const Recorder& record);

}  // namespace facepoint
