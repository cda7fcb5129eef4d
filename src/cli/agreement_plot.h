// Where annotators put points as a rule, as a picture. Pure.
#pragma once

#include <string>

#include "tasks/agreement.h"

namespace facepoint::cli {

// SVG: for each annotator the typical face with an arrow at each point, several times as long as
// the offset against the other people; grey where it may be chance.
std::string agreement_plot_svg(const AgreementReport& report);

}  // namespace facepoint::cli
