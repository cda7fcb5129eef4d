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
  std::string horizontal;
  bool grouped = false;
  bool mirror_names = false;
  std::string order;    // "inferred" or a file
  std::string preview;  // empty: none
};

// What examining a source found, and how that is mended; empty where nothing was found.
std::string findings_text(const SourceExamination& examination);
// Why an import is refused, of which these findings are open, and what a person can do.
std::string refusal_text(const std::vector<SourceExamination>& examinations,
                         const RemedyChoice& choice);

void add_doctor_options(CLI::App& command, DoctorArguments& arguments);

// Examines the sources of `options`, prints what it found, asks where that is possible, and puts
// what was chosen into `options`. `project`: null where there is none yet. Throws
// Error(kInvalidInput) where an import would certainly be wrong and nobody chose, or what was
// chosen doesn't mend it.
void examine_sources(Project* project, const DoctorArguments& arguments, ImportOptions& options,
                     JobContext& job);

}  // namespace facepoint::cli
