// Runs the real programs, as a person would from a shell.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

namespace facepoint::test {

struct ProgramResult {
  int exit_code = -1;  // 128 + the signal if one ended it
  std::string out;
  std::string err;
};

// Starts `program`, waits for its end and gives what it said; `environment` adds "NAME=value"s.
// With `interrupt_when` it gets a SIGINT as soon as that is true, unless it has ended.
ProgramResult run_program(const std::filesystem::path& program,
                          const std::vector<std::string>& arguments,
                          const std::vector<std::string>& environment = {},
                          const std::function<bool()>& interrupt_when = {});

// Compares with tests/e2e/golden/NAME. Where they differ the test fails, and what was said is
// written to e2e_actual/NAME in the build folder: look at it, and copy it if it is right.
void expect_golden(const std::string& name, const std::string& actual);

std::string replace_all(std::string text, const std::string& from, const std::string& to);

}  // namespace facepoint::test
