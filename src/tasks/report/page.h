// A report as one HTML page that needs nothing but itself: no script, no outside link, pictures and
// plots within. Light or dark as the reader's system is, light on paper. Any thread.
#pragma once

#include <string>

#include "tasks/report/values.h"

namespace facepoint::report {

std::string page(const Report& report);

}  // namespace facepoint::report
