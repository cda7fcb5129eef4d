// Which point of a scheme a file's name of a point means. Pure, any thread.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "landmark/scheme.h"

namespace facepoint {

// The scheme's own name ("nose_tip"), or its number from 0 with any zeros before ("07").
std::optional<int> point_called(const Scheme& scheme, std::string_view name);
// "07" for a scheme of up to 100 points: sorted as text these names keep their order.
std::string padded_number(const Scheme& scheme, int point);

}  // namespace facepoint
