// The labelling configuration of Label Studio under which it shows what some tasks hold. Pure, any
// thread.
#pragma once

#include <optional>
#include <string>

#include "formats/label_format.h"

namespace facepoint {

// None where the tasks hold what no such configuration shows.
std::optional<std::string> label_studio_config(const Scheme& scheme,
                                               const LabelFormat::Texts& label_files);

}  // namespace facepoint
