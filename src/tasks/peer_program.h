// Runs a helper program with a text as its input and gives what it printed.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "base/job.h"

namespace facepoint {

// `folder` is for its temporary files. Throws Error(kNotFound) if the program cannot be started,
// Error(kInternal) with what it said if it fails; a cancel ends it and throws Cancelled.
std::string run_program(const std::filesystem::path& program,
                        const std::vector<std::string>& arguments, const std::string& input,
                        const std::filesystem::path& folder, JobContext& job);

}  // namespace facepoint
