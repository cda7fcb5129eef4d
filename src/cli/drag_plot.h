// The figures of `facepoint bench corrections` as a picture. Pure.
#pragma once

#include <string>

#include "tasks/bench_corrections.h"

namespace facepoint::cli {

// SVG: mean drags by tolerance, from proposals and from planted errors, a line a method.
std::string drag_plot_svg(const BenchCorrectionsReport& report);

}  // namespace facepoint::cli
