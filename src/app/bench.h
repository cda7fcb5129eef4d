// facepoint-edit bench: what a frame of the real user interface costs the UI thread, on projects
// that are drawn for it. Builds draw lists in an ImGui context without a window; drawing them with
// OpenGL is not part of it. Main thread.
#pragma once

#include <string>
#include <vector>

namespace facepoint {

// `facepoint-edit bench [--json] [--quick]`, without the first word. --quick measures little on
// small projects: it only shows that all works. Prints to standard output, gives the exit code.
// Throws Error(kInvalidInput) for other arguments.
int run_bench(const std::vector<std::string>& arguments);

}  // namespace facepoint
