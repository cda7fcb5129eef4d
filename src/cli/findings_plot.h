// What a findings benchmark says, as an SVG picture: the share of planted errors found by how far
// down the list one looks, and the chances said against those that were true.
#pragma once

#include <string>

#include "tasks/bench_findings.h"

namespace facepoint::cli {

std::string findings_plot_svg(const BenchFindingsReport& report);

}  // namespace facepoint::cli
