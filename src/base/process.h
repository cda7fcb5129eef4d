// Whether the program that began something is still there. Any thread, this machine.
#pragma once

#include <string>

namespace facepoint {

// This program's run, unlike any other's: number and time of its start.
std::string this_process();

// Whether the one that called itself so is still running; false for what is no such text.
bool process_runs(const std::string& name);

// What this thread and those that it starts do from now on waits for what a person sees.
void work_in_background();

}  // namespace facepoint
