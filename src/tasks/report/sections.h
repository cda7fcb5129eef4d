// The sections of a report's page, each as HTML from <section> to </section>. Any thread.
#pragma once

#include <string>

#include "tasks/report/values.h"

namespace facepoint::report {

std::string data_section(const Report& report);
std::string coverage_section(const Report& report);
std::string findings_section(const Report& report);
std::string agreement_section(const Report& report);
std::string splits_section(const Report& report);
std::string models_section(const Report& report);
std::string pace_section(const Report& report);

// How commands name the project.
std::string project_file(const Report& report);

}  // namespace facepoint::report
