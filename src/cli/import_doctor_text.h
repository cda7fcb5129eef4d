// The part of `facepoint import` that examines sources before they are stored: its options, what it
// prints and what it asks. Main thread only.
#pragma once

#include <string>
#include <vector>

#include "cli/commands.h"
#include "tasks/import_doctor.h"

namespace facepoint::cli {

struct DoctorArguments {
  bool yes = false;
  bool as_is = false;
  std::string unit;
  std::string origin;
  std::string axes;
  std::string vertical;
  bool grouped = false;
  bool mirror_names = false;
  std::string order;    // "inferred" or a file
  std::string preview;  // empty: none
};

void add_doctor_options(CLI::App& command, DoctorArguments& arguments);

// Examines the sources of `options`, prints what it found, asks where that is possible, and puts
// what was chosen into `options`. `project`: null where there is none yet. Throws
// Error(kInvalidInput) where an import would certainly be wrong and nobody chose.
void examine_sources(Project* project, const DoctorArguments& arguments, ImportOptions& options,
                     JobContext& job);

}  // namespace facepoint::cli
